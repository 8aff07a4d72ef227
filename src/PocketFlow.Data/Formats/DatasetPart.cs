namespace PocketFlow.Data;

/// <summary>The parts that data sets come in.</summary>
internal enum DatasetPart
{
    Train,
    Validation,
    Test,
}
