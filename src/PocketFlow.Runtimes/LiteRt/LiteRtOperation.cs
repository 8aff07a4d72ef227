namespace PocketFlow.Runtimes.LiteRt;

/// <summary>First byte of a request to the worker; the numbers are those of litert-worker.cjs.</summary>
internal enum LiteRtOperation : byte
{
    Load = 1,
    Run = 2,
    Time = 3,
    Unload = 4,
}
