using PocketFlow.Formats.FlatBuffers;

namespace PocketFlow.Formats.TfLite;

/// <summary>An operator of a file; an input of −1 is left out, settings that are absent hold their defaults.</summary>
internal sealed record TfLiteNode(
    BuiltinOperator Code, string OperatorName, int[] Inputs, int[] Outputs, FlatTableView? Settings, long Position)
{
    public int Int(int field, int fallback = 0) => Settings?.Int32(field, fallback) ?? fallback;

    public int Byte(int field) => Settings?.SByte(field) ?? 0;

    public bool Flag(int field) => Settings?.Bool(field) ?? false;

    public float Float(int field) => Settings?.Single(field) ?? 0;

    public int[] Ints(int field) => Settings?.Numbers<int>(field) ?? [];
}
