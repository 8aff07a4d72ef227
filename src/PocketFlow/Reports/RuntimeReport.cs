namespace PocketFlow.Reports;

/// <summary>A runtime as it was found on the machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version; null where it is missing.</param>
/// <param name="Detail">How it executes, or what is missing.</param>
/// <param name="InstallCommand">What installs it; null where it is there.</param>
public sealed record RuntimeReport(string Name, string? Version, string Detail, string? InstallCommand);
