using System.Globalization;
using System.Text;

namespace NoisyRnn.Reports;

/// <summary>
/// A table in the form of RFC 4180 with a header line; numbers with as many digits as give the same double back,
/// an absent value as an empty field.
/// </summary>
internal sealed class FigureTable
{
    private readonly StringBuilder _text = new();
    private readonly int _columns;

    /// <summary>A table with these columns and no rows.</summary>
    public FigureTable(params string[] columns)
    {
        _columns = columns.Length;
        Add(columns);
    }

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">The row has another number of fields than the header.</exception>
    public void Add(params object?[] row)
    {
        if (row.Length != _columns)
            throw new ArgumentException($"a row of {row.Length} fields in a table of {_columns} columns", nameof(row));
        for (var i = 0; i < row.Length; i++)
        {
            if (i > 0)
                _text.Append(',');
            _text.Append(Field(row[i]));
        }

        _text.Append('\n');
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private static string Field(object? value)
    {
        var text = value switch
        {
            null => "",
            bool yes => yes ? "true" : "false",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
    }
}
