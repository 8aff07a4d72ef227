using System.Globalization;

namespace PocketFlow.Data;

/// <summary>The rows of a CSV file: numbers, and one column of labels.</summary>
internal sealed class CsvTable
{
    private static readonly string[] s_labelNames = ["label", "class", "target", "y"];

    private readonly string _path;
    private readonly List<float> _values = [];
    private readonly List<string> _labels = [];
    private string[] _columns = [];
    private int _labelColumn;

    private CsvTable(string path) => _path = path;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="labelColumn">Name or number, from 0, of the column of labels; null finds it.</param>
    /// <exception cref="DatasetException">The file is no table of numbers.</exception>
    public static CsvTable Read(string path, string? labelColumn)
    {
        return DatasetFolder.Read(path, "a table of numbers", () =>
        {
            using var text = new StreamReader(path);
            var table = new CsvTable(path);
            table.ReadRows(new CsvReader(text, path), labelColumn);
            return table;
        });
    }

    /// <summary>The data set of the table.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="classes">Names of the classes in label order; null finds them.</param>
    /// <exception cref="DatasetException">A label is no class.</exception>
    public ImageDataset ToDataset(string name, IReadOnlyList<string>? classes) => new(
        name, Inputs.Values([.. _values], new InputShape(_columns.Length - 1)), TargetsOf(classes));

    /// <summary>The names of the classes, if labels are texts; sorted by code points.</summary>
    public IReadOnlyList<string>? TextClasses() => _labels.All(l => IsNumber(l, out _))
        ? null
        : [.. _labels.Distinct().Order(StringComparer.Ordinal)];

    private static bool IsNumber(string field, out float number) =>
        float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && float.IsFinite(number);

    private static int ColumnOf(string[] names, string column, bool hasHeader, string path)
    {
        int found = Array.FindIndex(names, n => n == column);
        if (found < 0 && int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number < names.Length)
        {
            return number;
        }

        string known = hasHeader ? string.Join(", ", names) : $"0 to {names.Length - 1}; the file has no header";
        return found >= 0 ? found : throw new DatasetException(
            path, $"no column \"{column}\"", $"one of {known}", "Name the column of labels: --label-column NAME");
    }

    private void ReadRows(CsvReader reader, string? labelColumn)
    {
        foreach (string[] row in reader.Rows())
        {
            if (_columns.Length > 0)
            {
                Add(row, reader.Line);
                continue;
            }

            bool isHeader = row.Count(f => !IsNumber(f, out _)) > 1;
            _columns = isHeader ? row : [.. row.Select((_, i) => i.ToString(CultureInfo.InvariantCulture))];
            int usual = Array.FindIndex(row, f => s_labelNames.Contains(f, StringComparer.OrdinalIgnoreCase));
            _labelColumn = labelColumn is not null ? ColumnOf(_columns, labelColumn, isHeader, _path)
                : isHeader && usual >= 0 ? usual : row.Length - 1;
            if (!isHeader)
            {
                Add(row, reader.Line);
            }
        }

        if (_labels.Count == 0 || _columns.Length < 2)
        {
            throw new DatasetException(
                _path, _labels.Count == 0 ? "no rows of numbers" : "a single column",
                "rows of numbers and a column of labels");
        }
    }

    private void Add(string[] row, int line)
    {
        if (row.Length != _columns.Length)
        {
            throw new DatasetException(
                _path, $"{row.Length} fields in line {line}", $"{_columns.Length}, as in the first row", "Repair the line");
        }

        for (int i = 0; i < row.Length; i++)
        {
            if (i == _labelColumn)
            {
                _labels.Add(row[i].Trim());
            }
            else
            {
                _values.Add(IsNumber(row[i], out float value) ? value : throw new DatasetException(
                    _path, $"\"{row[i]}\" in column {_columns[i]} of line {line}", "a finite number",
                    "Leave the column out, or fill the gap; the column of labels is named by --label-column"));
            }
        }
    }

    private Targets TargetsOf(IReadOnlyList<string>? classes)
    {
        if (classes is not null && _labels.TrueForAll(l => classes.Contains(l)))
        {
            var numbers = classes.Select((c, i) => (c, i)).ToDictionary(p => p.c, p => p.i, StringComparer.Ordinal);
            return Targets.Classes([.. _labels.Select(l => numbers[l])], classes);
        }

        float[] values = [.. _labels.Select(l => IsNumber(l, out float value) ? value : throw new DatasetException(
            _path, $"the label \"{l}\"", classes is null ? "a number" : $"one of {string.Join(", ", classes)}"))];
        if (!Array.TrueForAll(values, v => v >= 0 && v == MathF.Floor(v)))
        {
            return Targets.Values(values, TargetDescription.Values(1));
        }

        int[] labels = Array.ConvertAll(values, v => (int)v);
        IReadOnlyList<string> names = classes ?? ClassNumbers.UpTo((long)values.Max(), _path);
        return labels.Max() < names.Count ? Targets.Classes(labels, names) : throw new DatasetException(
            _path, $"label {labels.Max()}", $"labels below {names.Count}, the number of names");
    }
}
