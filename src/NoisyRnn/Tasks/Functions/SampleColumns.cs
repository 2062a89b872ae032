using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Which columns of a CSV file of samples are inputs, and which targets: by their names, or the inputs first.</summary>
/// <param name="Cells">How each column is read.</param>
/// <param name="Order">The inputs, then the targets: the place of each among the numbers of a row.</param>
/// <param name="Said">What was decided, in words; empty without names.</param>
internal sealed record SampleColumns(ImmutableArray<CsvCell> Cells, ImmutableArray<int> Order, string Said)
{
    private static readonly string[] InputNames = ["x", "u", "in", "input", "inputs"], TargetNames = ["y", "target", "targets", "out", "output", "outputs"];

    /// <summary>Decides.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="names">The names of the columns; empty where there are none.</param>
    /// <param name="count">Number of columns.</param>
    /// <param name="inputs">Number of inputs.</param>
    /// <exception cref="InputException">There are too few columns, or names say otherwise.</exception>
    internal static SampleColumns Of(string path, ImmutableArray<string> names, int count, int inputs)
    {
        ImmutableArray<CsvCell> cells = [.. Enumerable.Range(0, count).Select(k => k < names.Length && ColumnNames.IsIndex(names[k]) ? CsvCell.LeftOut : CsvCell.Number)];
        int[] columns = [.. Enumerable.Range(0, count).Where(k => cells[k] == CsvCell.Number)];
        if (columns.Length <= inputs)
            throw new InputException($"{path}: {columns.Length} columns; task.inputs = {inputs} needs at least {inputs + 1}: the inputs, then the targets");
        if (names.IsEmpty)
            return new(cells, [.. Enumerable.Range(0, columns.Length)], "");
        var (named, others) = (columns.Where(k => Number(names[k], InputNames) >= 0).ToArray(), columns.Where(k => Number(names[k], TargetNames) >= 0).ToArray());
        var places = Enumerable.Range(0, columns.Length).ToArray();
        // Names decide: as many inputs as are asked for, or as many targets as are left; x, y and z may be anything.
        if (named.Length == inputs || (others.Length == columns.Length - inputs && !AreCoordinates(names)))
        {
            var first = named.Length == inputs ? named : [.. columns.Except(others)];
            int[] last = [.. columns.Except(first)];
            places = [.. Sorted(first, InputNames).Concat(Sorted(last, TargetNames)).Select(k => Array.IndexOf(columns, k))];
        }
        else if (named.Length > inputs || (Array.Exists(others, k => columns.AsSpan(0, inputs).Contains(k)) && !AreCoordinates(names)))
        {
            throw new InputException($"{path}: columns {ColumnNames.Listed(names)}: {named.Length} called inputs, {others.Length} called targets; task.inputs = {inputs} needs {inputs} and {columns.Length - inputs}: allowed are as many of the ones or of the others");
        }

        string[] said = [.. places.Select(place => names[columns[place]])];
        return new(cells, [.. places], $"; {(inputs == 1 ? "input" : "inputs")} {ColumnNames.Listed(said[..inputs])}, {(said.Length == inputs + 1 ? "target" : "targets")} {ColumnNames.Listed(said[inputs..])}");

        int[] Sorted(int[] some, string[] stems) => Array.TrueForAll(some, k => Number(names[k], stems) >= 0) ? [.. some.OrderBy(k => Number(names[k], stems))] : some;
    }

    // z of x and y.
    private static bool AreCoordinates(ImmutableArray<string> names) => names.Contains("x", StringComparer.OrdinalIgnoreCase) && names.Contains("z", StringComparer.OrdinalIgnoreCase);

    // 0 of "x", 3 of "x3"; -1 of another name.
    private static double Number(string name, string[] stems) =>
        stems.Contains(name.ToLowerInvariant()) ? 0
        : ColumnNames.IsNumbered(name, out var stem, out var number, out _) && stem.EndsWith('#') && stems.Contains(stem.TrimEnd('#').TrimEnd('_', ' ', '.').ToLowerInvariant()) ? number : -1;
}
