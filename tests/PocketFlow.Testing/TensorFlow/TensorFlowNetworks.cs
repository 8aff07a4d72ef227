namespace PocketFlow.Testing.TensorFlow;

/// <summary>Whole networks, each frozen and as a SavedModel of both versions.</summary>
public sealed class TensorFlowNetworks() : TensorFlowModels("networks");
