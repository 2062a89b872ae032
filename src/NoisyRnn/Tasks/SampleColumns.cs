using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Which columns of a CSV file of samples are inputs, and which targets: by their names, or the inputs first.</summary>
/// <param name="Cells">How each column is read.</param>
/// <param name="Order">The inputs, then the targets: the place of each among the numbers of a row.</param>
/// <param name="Said">What was decided, in words; empty without names.</param>
internal sealed record SampleColumns(ImmutableArray<CsvCell> Cells, ImmutableArray<int> Order, string Said)
{
    private static readonly string[] InputNames = ["x", "u", "input", "inputs"], TargetNames = ["y", "target", "targets", "output", "outputs"];

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
        // Names decide where each says what it is; x, y and z may be anything.
        if (named.Length > 0 && others.Length > 0 && named.Length + others.Length == columns.Length)
        {
            if (named.Length != inputs)
                throw new InputException($"{path}: columns {ColumnNames.Listed(names)}: {named.Length} called inputs; task.inputs = {inputs}: allowed are as many");
            int[] order = [.. named.OrderBy(k => Number(names[k], InputNames)), .. others.OrderBy(k => Number(names[k], TargetNames))];
            places = [.. order.Select(k => Array.IndexOf(columns, k))];
        }

        string[] said = [.. places.Select(place => names[columns[place]])];
        return new(cells, [.. places], $"; {(inputs == 1 ? "input" : "inputs")} {ColumnNames.Listed(said[..inputs])}, {(said.Length == inputs + 1 ? "target" : "targets")} {ColumnNames.Listed(said[inputs..])}");
    }

    // 0 of "x", 3 of "x3"; -1 of another name.
    private static double Number(string name, string[] stems) =>
        stems.Contains(name.ToLowerInvariant()) ? 0
        : ColumnNames.IsNumbered(name, out var stem, out var number, out _) && stem.EndsWith('#') && stems.Contains(stem.TrimEnd('#').TrimEnd('_', ' ', '.').ToLowerInvariant()) ? number : -1;
}
