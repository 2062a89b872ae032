using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>The columns of a CSV file with a row a step, by their names.</summary>
/// <param name="Cells">How each column is read.</param>
/// <param name="Trial">The column that tells trials apart.</param>
/// <param name="Step">The column of steps, from 0 or 1.</param>
/// <param name="Inputs">The columns of u1, u2, ...</param>
/// <param name="Targets">The columns of y1, y2, ...; empty where there is a label.</param>
/// <param name="Label">The column of labels; null without one.</param>
/// <param name="Mask">The column of the mask; null without one.</param>
internal sealed record StepColumns(
    ImmutableArray<CsvCell> Cells, int Trial, int Step, ImmutableArray<int> Inputs, ImmutableArray<int> Targets, int? Label, int? Mask)
{
    private const string TrialName = "trial", StepName = "step", MaskName = "mask", Label1 = "label";

    /// <summary>Whether names are those of a file with a row a step: one of them is step, or trials have inputs or targets and no label.</summary>
    internal static bool AreNamedBy(ImmutableArray<string> names) =>
        names.Any(static name => Is(name, StepName))
        || (names.Any(static name => Is(name, TrialName)) && !names.Any(ColumnNames.IsLabel) && names.Any(static name => (Number(name, 'u') ?? Number(name, 'y')) is not null));

    /// <summary>Finds the columns.</summary>
    /// <exception cref="InputException">One is missing, stands there twice, or is none of these; it is named.</exception>
    internal static StepColumns Of(string path, ImmutableArray<string> names, SequenceForm form)
    {
        var known = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var cells = new CsvCell[names.Length];
        var (inputs, targets) = (new SortedDictionary<int, int>(), new SortedDictionary<int, int>());
        var leftOut = form.LeftOut.ToHashSet(StringComparer.OrdinalIgnoreCase);
        int? label = null;
        for (var k = 0; k < names.Length; k++)
        {
            var name = names[k];
            if (name.Length > 0 && !known.TryAdd(name, k))
                throw new InputException($"{path}: column '{name}' stands there twice; allowed is once");
            if (leftOut.Remove(name))
                cells[k] = CsvCell.LeftOut;
            else if (Number(name, 'u') is { } input)
                inputs.Add(input, k);
            else if (Number(name, 'y') is { } target)
                targets.Add(target, k);
            else if (form.Label.Length > 0 ? name.Equals(form.Label, StringComparison.OrdinalIgnoreCase) : ColumnNames.IsLabel(name))
                label = label is null ? k : throw new InputException($"{path}: columns {names[label.Value]} and {name} may each be the label; task.label: NAME says which is");
            else if (!Is(name, TrialName) && !Is(name, StepName) && !Is(name, MaskName))
                cells[k] = ColumnNames.IsIndex(name) && form.Index != SequenceForm.None ? CsvCell.LeftOut : throw Unknown(path, name);
        }

        if (leftOut.FirstOrDefault() is { } absent)
            throw new InputException($"{path}: task.index: {NearestName.Unknown("column", absent, [.. names.Take(100)])}");
        if (form.Label.Length > 0 && label is null)
            throw new InputException($"{path}: task.label: {NearestName.Unknown("column", form.Label, [.. names.Take(100)])}");
        foreach (var needed in new[] { TrialName, StepName })
        {
            if (!known.ContainsKey(needed))
                throw new InputException($"{path}: columns {ColumnNames.Listed(names)}: no '{needed}'; a row a step needs trial, step, u1, ... and y1, ... or label");
        }

        if (label is not null && targets.Count > 0)
            throw new InputException($"{path}: columns {ColumnNames.Listed(names)}: '{names[label.Value]}' and 'y{targets.Keys.First()}'; allowed are a label or targets, task.index: NAME leaves a column out");
        RequireNoGap(path, names, inputs, "u");
        if (label is null)
            RequireNoGap(path, names, targets, "y");
        cells[known[TrialName]] = CsvCell.Word;
        if (label is not null)
            cells[label.Value] = CsvCell.Word;
        return new([.. cells], known[TrialName], known[StepName], [.. inputs.Values], [.. targets.Values], label, known.TryGetValue(MaskName, out var mask) ? mask : null);
    }

    /// <summary>The place of a column among the numbers of a row.</summary>
    internal int PlaceOf(int column) => Cells.AsSpan(0, column).Count(CsvCell.Number);

    private static InputException Unknown(string path, string name) => new($"{path}: {NearestName.Unknown("column", name, [TrialName, StepName, "u1", "y1", MaskName, Label1])}; "
        + "u and y are numbered from 1; task.index: NAME leaves a column out");

    private static void RequireNoGap(string path, ImmutableArray<string> names, SortedDictionary<int, int> columns, string letter)
    {
        var first = columns.ContainsKey(0) ? 0 : 1;
        var next = first + columns.Keys.TakeWhile((number, k) => number == k + first).Count();
        if (next - first < Math.Max(1, columns.Count))
            throw new InputException($"{path}: columns {ColumnNames.Listed(names)}: no '{letter}{next}'; needed are {letter}1, {letter}2, ... without a gap");
    }

    private static bool Is(string name, string known) => name.Equals(known, StringComparison.OrdinalIgnoreCase);

    // 3 of "u3" or "U3"; without zeros in front, so that each name is another number.
    private static int? Number(string name, char letter) =>
        name.Length is > 1 and < 9 && char.ToLowerInvariant(name[0]) == letter && name[1] is >= '0' and <= '9' && (name[1] != '0' || name.Length == 2)
        && int.TryParse(name.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
