namespace PocketFlow.Reports;

/// <summary>A column of a <see cref="ResultTable"/>.</summary>
/// <param name="Title">The heading.</param>
/// <param name="IsNumber">Whether cells are set flush right.</param>
/// <param name="Group">A heading above this and its neighbours of the same group; null for none.</param>
public sealed record ResultColumn(string Title, bool IsNumber = true, string? Group = null);
