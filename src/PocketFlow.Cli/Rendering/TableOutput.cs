using PocketFlow.Reports;
using Spectre.Console;

namespace PocketFlow.Cli.Rendering;

/// <summary>Prints tables: with lines on a terminal that is wide enough, as aligned text elsewhere.</summary>
internal static class TableOutput
{
    public static void Write(ResultTable table)
    {
        string plain = table.ToString();
        int width = plain.Split('\n').Max(line => line.Length) + (2 * table.Columns.Count);
        if (Console.IsOutputRedirected || AnsiConsole.Profile.Width < width)
        {
            Console.Out.WriteLine(plain);
            return;
        }

        var drawn = new Table { Border = TableBorder.Rounded };
        foreach (ResultColumn column in table.Columns)
        {
            string title = Markup.Escape(column.Group is null ? column.Title : $"{column.Group}\n{column.Title}");
            drawn.AddColumn(new TableColumn($"[bold]{title}[/]")
            {
                Alignment = column.IsNumber ? Justify.Right : Justify.Left,
                NoWrap = true,
            });
        }

        foreach (IReadOnlyList<string> row in table.Rows)
        {
            drawn.AddRow([.. row.Select(Markup.Escape)]);
        }

        AnsiConsole.Write(drawn);
    }
}
