using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>Tells names of columns from a row of labels and numbers.</summary>
internal static class NamesLine
{
    /// <summary>Whether a line holds names; null where it may be either.</summary>
    /// <param name="cells">The fields of the line.</param>
    /// <param name="below">Those of the next.</param>
    /// <param name="recurs">Whether a word of the line stands again below it in its column.</param>
    internal static bool? Is(ImmutableArray<string> cells, ImmutableArray<string> below, Func<int, string, bool> recurs)
    {
        int[] words = [.. Enumerable.Range(0, cells.Length).Where(k => !IsNumber(cells[k]) && !CsvTable.IsMissing(cells[k]))];
        var numbers = cells.Where(IsNumber).ToArray();
        var isOverNumber = Array.Exists(words, k => k < below.Length && IsNumber(below[k]));
        // NaN is a value that is missing, but Na beside Mg is a name.
        if (cells.Any(static cell => cell.Length > 0 && CsvTable.IsMissing(cell)))
            return numbers.Length == 0 && isOverNumber;
        // The column of an index has no name, and the others may be numbers.
        if (words.Length == 0)
            return cells is ["", ..] && below is not [] and not ["", ..] && numbers.Length == cells.Length - 1 && Ascend(numbers);
        if (numbers.Length == 0)
            return true;
        var isKnown = Array.Exists(words, k => ColumnNames.IsKnown(cells[k]));
        if (isOverNumber)
            return isKnown || Ascend(numbers);
        // A label may be called as columns are: "target", "y".
        if (!isKnown || Array.Exists(words, k => recurs(k, cells[k])))
            return false;
        return Ascend(numbers) ? true : numbers.All(static number => number.All(char.IsAsciiDigit)) ? null : false;
    }

    private static bool IsNumber(string cell) => ScalarText.TryDouble(cell, out _);

    private static bool Ascend(string[] numbers)
    {
        var last = double.NegativeInfinity;
        foreach (var text in numbers)
        {
            if (!ScalarText.TryDouble(text, out var number) || number <= last)
                return false;
            last = number;
        }

        return numbers.Length >= 2;
    }
}
