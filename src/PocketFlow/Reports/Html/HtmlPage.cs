using System.Net;
using System.Text;

namespace PocketFlow.Reports;

/// <summary>Writes HTML; every text is escaped.</summary>
internal sealed class HtmlPage
{
    private readonly StringBuilder _html = new();

    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    public HtmlPage Raw(string html)
    {
        _html.Append(html).Append('\n');
        return this;
    }

    public HtmlPage Element(string name, string text) => Raw($"<{name}>{Escape(text)}</{name}>");

    /// <summary>A table; several lines of headings where columns have groups. Wide tables scroll, also by keyboard.</summary>
    public HtmlPage Table(string caption, ResultTable table)
    {
        Raw($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(caption)}\"><table>");
        Raw($"<caption>{Escape(caption)}</caption><thead><tr>");
        foreach (ResultColumn column in table.Columns)
        {
            string title = column.Group is null ? column.Title : $"{column.Group}: {column.Title}";
            Raw($"<th scope=\"col\"{Align(column)}>{Escape(title)}</th>");
        }

        Raw("</tr></thead><tbody>");
        foreach (IReadOnlyList<string> row in table.Rows)
        {
            _html.Append("<tr>");
            for (int i = 0; i < row.Count; i++)
            {
                _html.Append($"<td{Align(table.Columns[i])}>{Escape(row[i])}</td>");
            }

            Raw("</tr>");
        }

        return Raw("</tbody></table></div>");
    }

    /// <summary>A place that page.js fills with a chart.</summary>
    public HtmlPage Chart(string id, string description) => Raw(
        $"<figure><div class=\"chart-frame\" tabindex=\"0\" role=\"region\" aria-label=\"Chart: {Escape(description)}\">"
        + $"<div class=\"chart\" id=\"chart-{id}\" data-chart=\"{id}\" role=\"img\" aria-label=\"{Escape(description)}\">"
        + $"</div></div><figcaption>{Escape(description)}</figcaption></figure>");

    public override string ToString() => _html.ToString();

    private static string Align(ResultColumn column) => column.IsNumber ? " class=\"number\"" : "";
}
