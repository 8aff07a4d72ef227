using PocketFlow.Graphs;

namespace PocketFlow.Formats.TensorFlow;

/// <summary>An input or output as a TensorFlow model declares it.</summary>
/// <param name="Name">The name of the signature's entry, or of the node in a frozen graph.</param>
/// <param name="Type">The type of its elements; <see cref="ElementType.Undefined"/> where it is not stated.</param>
/// <param name="Shape">The shape as stored, or null where it is not stated.</param>
public sealed record TensorFlowTensorInfo(string Name, ElementType Type, Shape? Shape);
