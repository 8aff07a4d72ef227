namespace PocketFlow.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCodes
{
    public const int Ok = 0;
    public const int Usage = 1;
    public const int InvalidInput = 2;
    public const int Unsupported = 3;
    public const int TargetNotMet = 4;
    public const int Internal = 70;
    public const int Cancelled = 130;
}
