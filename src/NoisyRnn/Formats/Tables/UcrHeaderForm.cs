using System.Buffers;
using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>
/// The two forms of the UCR archive that have a header: .ts (@problemName, @data, a series a line, a colon, the class) and
/// Weka's .arff (@relation, @attribute, @data, a series a line, the class last). Comments begin with # or %.
/// </summary>
internal static class UcrHeaderForm
{
    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private const int MostSeries = 1_000_000;
    private const string Data = "@data", Relation = "@relation", Attribute = "@attribute";

    /// <summary>Line, class (as it stands there, without quotes) and values of each series; null where the first line is of no header.</summary>
    /// <exception cref="InputException">It is a header, and what it announces is not read or does not follow.</exception>
    internal static List<(int Line, string Class, ImmutableArray<double> Values)>? Read(string path)
    {
        using var lines = new TextLines(path);
        var rows = new List<(int Line, string Class, ImmutableArray<double> Values)>();
        (bool hasHeader, bool isInData, bool hasClass, char beforeClass) = (false, false, false, ':');
        while (lines.Next(out ReadOnlyMemory<char> memory))
        {
            ReadOnlySpan<char> line = memory.Span.Trim();
            if (line.IsEmpty || line[0] is '#' or '%') continue;
            if (isInData)
            {
                if (rows.Count == MostSeries) throw new InputException($"{path}:{lines.Number}: more than {MostSeries:N0} series, the most that are read");
                rows.Add(Row(line, beforeClass, path, lines.Number));
                if (rows[^1].Values.Length != rows[0].Values.Length)
                    throw new InputException($"{path}:{lines.Number}: {rows[^1].Values.Length} values; the first series has {rows[0].Values.Length}, so every series must");
                continue;
            }

            if (line[0] != '@' || (!hasHeader && !IsKeyword(line))) return hasHeader ? throw new InputException($"{path}:{lines.Number}: '{ShownText.Of(line.ToString())}' before {Data}; allowed are lines that begin with @") : null;
            hasHeader = true;
            if (StartsWith(line, Relation)) beforeClass = ',';
            Check(line, path, lines.Number);
            if (StartsWith(line, Attribute))
            {
                bool isNominal = line.Contains('{');
                if (hasClass && !isNominal) throw new InputException($"{path}:{lines.Number}: {ShownText.Of(line.ToString())}: an attribute of numbers after the class; allowed is the class last");
                hasClass |= isNominal;
            }

            isInData = StartsWith(line, Data);
        }

        if (!hasHeader) return null;
        return rows.Count > 0 ? rows : throw new InputException($"{path}: no series {(isInData ? "after" : "and no line")} {Data}; at least one is needed");
    }

    // What the header of a .ts file can announce that is not read.
    private static void Check(ReadOnlySpan<char> line, string path, int number)
    {
        foreach ((string key, string value, string problem) in new[]
        {
            ("@timestamps", "true", "series with times of their own are not read; allowed are values at equal steps"),
            ("@univariate", "false", "series of several channels are not read; allowed is one value a step (labelled-sequences reads several from an npz file, or a CSV file with a row a step)"),
            ("@classlabel", "false", "the series have no classes; each needs one"),
            ("@targetlabel", "true", "the series have numbers to predict, no classes; each needs a class"),
        })
        {
            if (StartsWith(line, key) && line[key.Length..].TrimStart().StartsWith(value, StringComparison.OrdinalIgnoreCase))
                throw new InputException($"{path}:{number}: {ShownText.Of(line.ToString())}: {problem}");
        }
    }

    private static (int Line, string Class, ImmutableArray<double> Values) Row(ReadOnlySpan<char> line, char beforeClass, string path, int number)
    {
        if (line[0] is '{' or '(') throw new InputException($"{path}:{number}: '{ShownText.Of(line[..1].ToString())}': sparse series and series with times are not read; allowed are values separated by commas");
        int end = line.LastIndexOf(beforeClass);
        if (end < 0) throw new InputException($"{path}:{number}: no '{beforeClass}' before the class; a line is the values of a series, separated by commas, and its class");
        // SciPy writes b'1'.
        ReadOnlySpan<char> label = line[(end + 1)..].Trim();
        label = (label is ['b', '\'', ..] ? label[1..] : label).Trim("'\"");
        ImmutableArray<double>.Builder values = ImmutableArray.CreateBuilder<double>();
        foreach (Range range in line[..end].Split(','))
        {
            ReadOnlySpan<char> field = line[..end][range].Trim();
            if (!ScalarText.TryDouble(field, out double x)) throw Wrong(field, path, number, values.Count + 1);
            values.Add(x);
        }

        return (number, label.ToString(), values.ToImmutable());
    }

    private static InputException Wrong(ReadOnlySpan<char> field, string path, int line, int column) => new($"{path}:{line}: value {column}: "
        + (field.SequenceEqual("?") || CsvTable.IsMissing(field) ? $"'{field}' is missing; series without gaps are needed"
            : field.Contains(':') ? "a colon: series of several channels are not read; allowed is one value a step (labelled-sequences reads several from an npz file, or a CSV file with a row a step)"
            : $"'{ShownText.Of(field.ToString())}' is not allowed; a finite number with a decimal point"));

    // No name of a column: "@id,@t0".
    private static bool IsKeyword(ReadOnlySpan<char> line) =>
        line[1..].IndexOfAnyExcept(Letters) is var end && (end < 0 ? line.Length > 1 : end > 0 && char.IsWhiteSpace(line[end + 1]));

    private static bool StartsWith(ReadOnlySpan<char> line, string keyword) => line.StartsWith(keyword, StringComparison.OrdinalIgnoreCase);
}
