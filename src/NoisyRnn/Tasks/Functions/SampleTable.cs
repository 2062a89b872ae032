using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// Samples of a function, from a CSV file. Every fifth row is held out: of these the first, third, ... validate, the
/// second, fourth, ... test.
/// </summary>
internal sealed class SampleTable
{
    private const int FewestRows = 20;
    private readonly double[][] _rows;
    private readonly int _inputs;
    private readonly Dictionary<NoiseStream, int[]> _split;

    private SampleTable(double[][] rows, int inputs, string line)
    {
        (_rows, _inputs, Line) = (rows, inputs, line);
        var order = Enumerable.Range(0, rows.Length).ToArray();
        _split = new()
        {
            [NoiseStream.Task] = [.. order.Where(static k => k % 5 != 4)],
            [NoiseStream.Validation] = [.. order.Where(static k => k % 10 == 4)],
            [NoiseStream.Test] = [.. order.Where(static k => k % 10 == 9)],
        };
    }

    /// <summary>Number of target columns.</summary>
    public int Targets => _rows[0].Length - _inputs;

    /// <summary>What was read, in a line.</summary>
    public string Line { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <param name="hasHeader">Whether the first line is a header; null where the line tells.</param>
    /// <exception cref="InputException">No such file, ragged lines, no numbers, too few rows or columns; a first line that may be
    /// names or a sample.</exception>
    public static SampleTable Read(string path, int inputs, bool? hasHeader)
    {
        var start = CsvStart.Read(path);
        var header = CsvHeader.Of(path, start, hasHeader, CsvHeader.Sample);
        var names = header.NamesOver(header.Line > 0 ? start.Second : start.First);
        var columns = SampleColumns.Of(path, names, names.IsEmpty ? start.First.Length : names.Length, inputs);
        var table = CsvTable.Read(path, new CsvForm(start.Separator, names, header.Line, header.CellsOver(names, columns.Cells)));
        header.RequireNoNames(table, static _ => double.NaN, isLast: false, CsvHeader.Sample);
        if (table.Count < FewestRows)
            throw new InputException($"{path}: {table.Count} rows; allowed is {FewestRows} or more");
        var rows = Enumerable.Range(0, table.Count).Select(row => columns.Order.Select(place => table[row][place]).ToArray()).ToArray();
        return new SampleTable(rows, inputs, $"{path}: {DataLine.Count(rows.Length, "sample")}, {DataLine.Count(inputs, "input")}, {DataLine.Count(rows[0].Length - inputs, "target")}{columns.Said}");
    }

    /// <summary>A random row of the part of the table that the stream may see: fills the inputs, returns the targets.</summary>
    public double[] Draw(RandomStream random, NoiseStream stream, Span<double> inputs)
    {
        var part = _split[stream];
        var row = _rows[part[random.NextInt(part.Length)]];
        row.AsSpan(0, _inputs).CopyTo(inputs);
        return row[_inputs..];
    }
}
