using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>Recognises what spreadsheets of some languages write: decimal commas, and lines that are separated in two ways.</summary>
internal static class CsvDialect
{
    /// <summary>Refuses what cannot be read as it was meant.</summary>
    /// <param name="path">The file, for errors.</param>
    /// <param name="separator">The separator of the first line.</param>
    /// <param name="first">Its fields.</param>
    /// <param name="second">The fields of the next; empty where there is none.</param>
    /// <exception cref="InputException">There are decimal commas; or the two lines have different separators.</exception>
    internal static void Check(string path, char separator, ImmutableArray<string> first, ImmutableArray<string> second)
    {
        ImmutableArray<string> row = second.IsEmpty ? first : second;
        if (first.Length > 1 && second is [var line] && CsvLine.SeparatorOf(line) is var other && other != separator && line.Contains(other, StringComparison.Ordinal))
            throw new InputException($"{path}: fields are separated by {Name(separator)} in the first line and by {Name(other)} in the next; allowed is one of them throughout");
        // "0 1,5 2,5": the comma was taken for the separator.
        if (separator == ',' && row.FirstOrDefault(AreNumbers) is { } numbers)
            throw new InputException($"{path}: '{ShownText.Of(numbers)}': numbers between blanks, with decimal commas? Allowed are decimal points");
        if (separator != ',' && row.FirstOrDefault(HasDecimalComma) is { } number)
            throw new InputException($"{path}: '{ShownText.Of(number)}': a decimal comma; allowed are numbers with a decimal point");
    }

    private static bool HasDecimalComma(string cell) => cell.Length <= 40 && cell.Count(static c => c == ',') == 1 && ScalarText.TryDouble(cell.Replace(',', '.'), out _);

    private static bool AreNumbers(string cell) => cell.Length <= 80 && cell.Split(' ', StringSplitOptions.RemoveEmptyEntries) is { Length: > 1 } parts && Array.TrueForAll(parts, static part => ScalarText.TryDouble(part, out _));

    private static string Name(char separator) => separator switch { '\t' => "tabs", ';' => "semicolons", ',' => "commas", CsvLine.Blanks => "blanks", _ => $"'{separator}'" };
}
