namespace PocketFlow.Torch;

/// <summary>What an <see cref="Argument"/> holds; the values are those of the native header.</summary>
internal enum ValueKind
{
    None = 0,
    Default = 1,
    Tensor = 2,
    Integer = 3,
    Real = 4,
    Truth = 5,
    IntList = 6,
    DoubleList = 7,
    TensorList = 8,
    Text = 9,
    Device = 10,
}
