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

    private SampleTable(double[][] rows, int inputs)
    {
        (_rows, _inputs) = (rows, inputs);
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

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">No such file, ragged lines, no numbers, too few rows or columns.</exception>
    public static SampleTable Read(string path, int inputs)
    {
        var table = CsvTable.Read(path);
        if (table[0].Length <= inputs)
            throw new InputException($"{path}: {table[0].Length} columns; task.inputs = {inputs} needs at least {inputs + 1}: the inputs, then the targets");
        if (table.Count < FewestRows)
            throw new InputException($"{path}: {table.Count} rows; allowed is {FewestRows} or more");
        return new SampleTable([.. Enumerable.Range(0, table.Count).Select(k => table[k].ToArray())], inputs);
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
