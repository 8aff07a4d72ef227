using PocketFlow.Formats.FlatBuffers;

namespace PocketFlow.Formats.TfLite;

/// <summary>One application of an operator to tensors of its subgraph.</summary>
internal sealed record TfLiteOperator(
    BuiltinOperator Code, int Version, int[] Inputs, int[] Outputs, OperatorOptions Options);

/// <summary>The settings of an operator as they are written.</summary>
internal readonly record struct OperatorOptions(OptionsType Type, FlatTable? Table)
{
    public static OperatorOptions None => default;
}
