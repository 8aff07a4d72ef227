using System.Text;

namespace PocketFlow.Data;

/// <summary>Reads comma-separated values (RFC 4180): quoted fields may hold commas, line ends and doubled quotes.</summary>
internal sealed class CsvReader(TextReader reader, string path)
{
    private const int LongestRow = 1 << 26;
    private readonly StringBuilder _field = new();

    /// <summary>Number of the line that the last row began on, from 1.</summary>
    public int Line { get; private set; }

    private int _lines = 1;

    /// <summary>The rows one after the other; empty lines are left out.</summary>
    /// <exception cref="DatasetException">A quoted field has no end, or a row is endless.</exception>
    public IEnumerable<string[]> Rows()
    {
        while (reader.Peek() >= 0)
        {
            Line = _lines;
            string[] row = ReadRow();
            if (row is not [""])
            {
                yield return row;
            }
        }
    }

    private string[] ReadRow()
    {
        var fields = new List<string>();
        int length = 0;
        while (true)
        {
            int end = ReadField();
            fields.Add(_field.ToString());
            length += _field.Length + 1;
            if (length > LongestRow)
            {
                throw Damaged("a row of more than 64 MB", "rows of numbers");
            }

            if (end != ',')
            {
                return [.. fields];
            }
        }
    }

    /// <summary>Reads a field; returns the comma, or the line end (also that of the file) behind it.</summary>
    private int ReadField()
    {
        _field.Clear();
        bool isQuoted = reader.Peek() == '"';
        if (isQuoted)
        {
            reader.Read();
            ReadQuoted();
        }

        while (true)
        {
            int next = reader.Read();
            switch (next)
            {
                case ',':
                    return next;
                case -1 or '\n':
                    _lines++;
                    return '\n';
                case '\r' when reader.Peek() is '\n' or -1:
                    break;
                case var _ when isQuoted || _field.Length > LongestRow:
                    throw Damaged("text behind a closing quote", "a comma or the end of the line");
                default:
                    _field.Append((char)next);
                    break;
            }
        }
    }

    private void ReadQuoted()
    {
        while (_field.Length <= LongestRow)
        {
            int next = reader.Read();
            if (next == '"')
            {
                if (reader.Peek() != '"')
                {
                    return;
                }

                reader.Read();
            }

            if (next < 0)
            {
                break;
            }

            _lines += next == '\n' ? 1 : 0;
            _field.Append((char)next);
        }

        throw Damaged("a quoted field without an end", "a closing quote");
    }

    private DatasetException Damaged(string found, string expected) =>
        new(path, $"{found} in line {Line}", expected, "Repair the line");
}
