using PocketFlow.Graphs;

namespace PocketFlow.Formats.Onnx;

/// <summary>An input or output as an ONNX file declares it.</summary>
/// <param name="Name">The value's name.</param>
/// <param name="Type">The type of its elements; <see cref="ElementType.Undefined"/> for what is no tensor.</param>
/// <param name="Shape">The shape, or null where the file leaves it open.</param>
public sealed record OnnxValueInfo(string Name, ElementType Type, Shape? Shape);
