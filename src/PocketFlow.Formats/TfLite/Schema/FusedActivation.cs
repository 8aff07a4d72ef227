namespace PocketFlow.Formats.TfLite;

/// <summary>The function that an operator applies to its own result.</summary>
internal enum FusedActivation
{
    None = 0,
    Relu = 1,
    ReluN1To1 = 2,
    Relu6 = 3,
    Tanh = 4,
}
