using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>The columns of a CSV file with a row a trial, by names where there are names, else by their numbers.</summary>
/// <param name="path">The file, for errors.</param>
/// <param name="names">The names; empty where there are none.</param>
/// <param name="count">Number of columns.</param>
internal sealed class NamedColumns(string path, ImmutableArray<string> names, int count)
{
    private const string HowToSay = "task.label: NAME (or first, last, or a number from 1) says which is the label, task.index: NAME which is to be left out";

    /// <summary>Number of columns.</summary>
    internal int Count => count;

    /// <summary>What was seen, for errors.</summary>
    internal string Seen => names.IsEmpty ? $"{count} column{(count == 1 ? "" : "s")} without names" : $"columns {ColumnNames.Listed(names)}";

    /// <summary>The column that a key of the task names.</summary>
    /// <exception cref="InputException">There is none, or more than one.</exception>
    internal int Find(string key, string column)
    {
        var found = Enumerable.Range(0, names.Length).Where(k => names[k] == column).ToArray();
        if (found.Length == 0)
            found = [.. Enumerable.Range(0, names.Length).Where(k => names[k].Equals(column, StringComparison.OrdinalIgnoreCase))];
        if (found.Length > 1)
            throw new InputException($"{path}: task.{key}: {found.Length} columns are called '{column}'; allowed is one, or its number from 1");
        if (found.Length == 1)
            return found[0];
        return column switch
        {
            "first" => 0,
            "last" => count - 1,
            _ when int.TryParse(column, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= count => number - 1,
            _ => throw new InputException($"{path}: task.{key}: no column '{column}'; "
                + (names.IsEmpty || NearestName.Of(column, names.Take(1000)) is not { } near ? "" : $"did you mean '{near}'? ")
                + $"{Seen}; allowed is a name, first, last, or a number from 1 to {count}"),
        };
    }

    /// <summary>The column of labels among those that are not left out.</summary>
    /// <exception cref="InputException">It cannot be told.</exception>
    internal int LabelAmong(CsvCell[] kinds, ImmutableArray<string> row)
    {
        var open = Enumerable.Range(0, count).Where(k => kinds[k] == CsvCell.Number).ToArray();
        if (open.Length == 0)
            throw new InputException($"{path}: {Seen}: none is left for labels and values; {HowToSay}");
        var words = open.Where(k => k < row.Length && !CsvTable.IsMissing(row[k]) && !ScalarText.TryDouble(row[k], out _)).ToArray();
        if (names.IsEmpty)
        {
            // Words can be nothing but labels; without them, the label stands first.
            return words is [] ? open[0]
                : words is [var word] && (word == open[0] || word == open[^1]) ? word
                : throw new InputException($"{path}: column{(words.Length > 1 ? "s" : "")} {ScalarText.List(words.Take(8).Select(static k => k + 1))} of {count} hold{(words.Length > 1 ? "" : "s")} words ('{row[words[0]]}'), and no names say which is the label; {HowToSay}");
        }

        var called = open.Where(k => ColumnNames.IsLabel(names[k])).ToArray();
        if (called.Length > 1)
            throw new InputException($"{path}: columns {ColumnNames.Listed([.. called.Select(k => names[k])])} may each be the label; {HowToSay}");
        // y between x and z is no label.
        if (called.Length == 1 && names[called[0]].Equals("y", StringComparison.OrdinalIgnoreCase) && Array.Exists(open, k => names[k] is "x" or "X") && Array.Exists(open, k => names[k] is "z" or "Z"))
            throw new InputException($"{path}: {Seen}: '{names[called[0]]}' may be the label, or stand beside x and z; {HowToSay}");
        if (called.Length == 1)
            return called[0];
        if (words.Length == 1)
            return words[0];
        // What stands beside numbered names, and is not numbered, is no value.
        var others = open.Where(k => !IsNumbered(k)).ToArray();
        return others is [var other] && open.Length > 1
            ? other
            : throw new InputException($"{path}: {Seen}: none is called label; {HowToSay}");
    }

    /// <summary>The order of columns that hold values: that of their numbers.</summary>
    /// <param name="values">The columns, as they stand in the file.</param>
    /// <returns>The place of each step among them; empty where that is their order.</returns>
    /// <exception cref="InputException">Names say that they are not the steps of one sequence.</exception>
    internal ImmutableArray<int> OrderOf(int[] values)
    {
        if (!Array.Exists(values, IsNumbered))
            return [];
        if (Array.FindIndex(values, k => !IsNumbered(k)) is var stray and >= 0)
            throw new InputException($"{path}: {Seen}: column '{names[values[stray]]}' is neither the label nor numbered as the others are; {HowToSay}, task.index: none that all others are values, in the order of the file");
        var parsed = values.Select(k => (IsNumbered: ColumnNames.IsNumbered(names[k], out var stem, out var number, out var hasDash), stem, number, hasDash)).ToArray();
        if (Array.FindIndex(parsed, column => column.stem != parsed[0].stem) is var apart and > 0)
        {
            throw new InputException($"{path}: {Seen}: '{names[values[0]]}' and '{names[values[apart]]}' are numbered apart, so they are no steps of one input; "
                + "several inputs stand in a file with a row a step (columns trial, step, u1, u2, ..., label) or an npz file; task.index: none takes all columns but the label as steps of one, in the order of the file");
        }

        // A dash is a minus where some numbers have none, or where they count down to 0.
        var isMinus = !Array.TrueForAll(parsed, static column => column.hasDash) || parsed[0].number > parsed[^1].number;
        var numbers = parsed.Select(column => column.hasDash && isMinus ? -column.number : column.number).ToArray();
        var order = Enumerable.Range(0, values.Length).OrderBy(k => numbers[k]).ToArray();
        for (var k = 1; k < order.Length; k++)
        {
            if (numbers[order[k]] == numbers[order[k - 1]])
                throw new InputException($"{path}: {Seen}: '{names[values[order[k - 1]]]}' and '{names[values[order[k]]]}' are the same step; allowed is once");
        }

        return order.Select(static (place, k) => place == k).All(static same => same) ? [] : [.. order];
    }

    /// <summary>What was decided: "label in column 2 ('class'), left out: column 1 ('id')".</summary>
    internal string InWords(int label, CsvCell[] kinds)
    {
        var left = Enumerable.Range(0, count).Where(k => kinds[k] is CsvCell.LeftOut or CsvCell.Key).ToArray();
        return $"label in {Column(label)}" + (left.Length == 0 ? "" : $", left out: {string.Join(", ", left.Take(4).Select(Column))}{(left.Length > 4 ? ", ..." : "")}");
    }

    private string Column(int column) => $"column {column + 1}{(names.IsEmpty ? "" : $" ('{names[column]}')")}";

    private bool IsNumbered(int column) => ColumnNames.IsNumbered(names[column], out _, out _, out _);
}
