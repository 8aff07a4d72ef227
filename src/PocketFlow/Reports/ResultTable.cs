using System.Text;

namespace PocketFlow.Reports;

/// <summary>A table of figures; its text has fixed width, so that it can be pasted.</summary>
public sealed class ResultTable
{
    private const string Gap = "  ";
    private readonly List<string[]> _rows = [];

    /// <summary>Creates an empty table.</summary>
    public ResultTable(params ReadOnlySpan<ResultColumn> columns) => Columns = [.. columns];

    /// <summary>The columns.</summary>
    public IReadOnlyList<ResultColumn> Columns { get; }

    /// <summary>The rows, each with one cell per column.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows => _rows;

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">The number of cells is not that of the columns.</exception>
    public void Add(params string[] cells)
    {
        if (cells.Length != Columns.Count)
        {
            throw new ArgumentException(
                $"Found {cells.Length} cells; the table has {Columns.Count} columns.", nameof(cells));
        }

        _rows.Add(cells);
    }

    /// <summary>The aligned text, a line per row, without a line break at the end.</summary>
    public override string ToString()
    {
        int[] widths = Widths();
        var text = new StringBuilder();
        if (Columns.Any(c => c.Group is not null))
        {
            AppendGroups(text, widths);
        }

        AppendRow(text, [.. Columns.Select(c => c.Title)], widths);
        foreach (string[] row in _rows)
        {
            AppendRow(text, row, widths);
        }

        return text.ToString().TrimEnd();
    }

    private int[] Widths()
    {
        int[] widths = [.. Columns.Select((c, i) =>
            _rows.Select(r => r[i].Length).Append(c.Title.Length).Max())];
        foreach ((int first, int end, string group) in Groups())
        {
            // A heading that is wider than its columns widens the first of them.
            widths[first] += Math.Max(0, group.Length - WidthOf(widths, first, end));
        }

        return widths;
    }

    private static int WidthOf(int[] widths, int first, int end) =>
        widths[first..end].Sum() + (Gap.Length * (end - first - 1));

    private IEnumerable<(int First, int End, string Group)> Groups()
    {
        for (int first = 0, end; first < Columns.Count; first = end)
        {
            end = first + 1;
            while (Columns[first].Group is not null && end < Columns.Count
                && Columns[end].Group == Columns[first].Group)
            {
                end++;
            }

            yield return (first, end, Columns[first].Group ?? "");
        }
    }

    private void AppendGroups(StringBuilder text, int[] widths)
    {
        var line = new StringBuilder();
        foreach ((int first, int end, string group) in Groups())
        {
            int width = WidthOf(widths, first, end);
            int left = (width - group.Length) / 2;
            string filled = group.Length == 0
                ? new string(' ', width)
                : $"{new string('-', Math.Max(0, left - 1))}{(left > 0 ? " " : "")}{group}";
            line.Append(group.Length == 0 || width - filled.Length < 2
                ? filled.PadRight(width)
                : $"{filled} {new string('-', width - filled.Length - 1)}").Append(Gap);
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }

    private void AppendRow(StringBuilder text, string[] cells, int[] widths)
    {
        var line = new StringBuilder();
        for (int i = 0; i < cells.Length; i++)
        {
            line.Append(Columns[i].IsNumber ? cells[i].PadLeft(widths[i]) : cells[i].PadRight(widths[i])).Append(Gap);
        }

        text.Append(line.ToString().TrimEnd()).Append('\n');
    }
}
