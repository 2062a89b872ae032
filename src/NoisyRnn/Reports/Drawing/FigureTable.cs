using System.Globalization;
using System.Text;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>
/// A table in the form of RFC 4180 with a header line; numbers with as many digits as give the same double back,
/// an absent value as an empty field. A text that a spreadsheet would take for a formula gets an apostrophe before it.
/// </summary>
internal sealed class FigureTable
{
    // The wide forms of the first four, too: some spreadsheets read them alike.
    private const string FormulaStarts = "=+-@\uff1d\uff0b\uff0d\uff20\t\r\n";
    private readonly StringBuilder _text = new();
    private readonly int _columns;

    /// <summary>A table with these columns and no rows.</summary>
    public FigureTable(params string[] columns)
    {
        _columns = columns.Length;
        Add(columns);
    }

    /// <summary>A table of networks, whose columns come before these.</summary>
    public static FigureTable OfRuns(params string[] columns) => new(["run", "arm", "placement", "training_sigma", "seed", .. columns]);

    /// <summary>Adds a row of a network.</summary>
    /// <exception cref="ArgumentException">The row has another number of fields than the header.</exception>
    public void Add(NetworkRun run, params object?[] fields) =>
        Add((object?[])[run.Run, run.Arm.Name, run.Arm.PlacementName, run.Arm.TrainingSigma, run.Seed, .. fields]);

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

    /// <summary>Number of characters.</summary>
    public int Length => _text.Length;

    /// <summary>Writes it piece by piece: of very many networks it is long.</summary>
    /// <param name="stream">Gets the text in UTF-8.</param>
    public void WriteTo(Stream stream)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        foreach (var piece in _text.GetChunks())
            writer.Write(piece.Span);
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
            _ => Harmless(value.ToString() ?? ""),
        };
        return text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"")}\"";
    }

    private static string Harmless(string text) =>
        text.Length > 0 && FormulaStarts.Contains(text[0]) && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _) ? $"'{text}" : text;
}
