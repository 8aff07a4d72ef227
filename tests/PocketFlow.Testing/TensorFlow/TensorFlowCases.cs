namespace PocketFlow.Testing.TensorFlow;

/// <summary>Frozen graphs of one operator or a few.</summary>
public sealed class TensorFlowCases : TensorFlowModels;
