using System.Globalization;

namespace NoisyRnn.Tasks;

/// <summary>What the names of columns mean, whatever their case and punctuation.</summary>
internal static class ColumnNames
{
    private static readonly HashSet<string> Labels = new(StringComparer.Ordinal)
    {
        "label", "labels", "class", "classes", "classlabel", "classid", "target", "targets", "y", "category", "outcome",
    };

    private static readonly HashSet<string> Keys = new(StringComparer.Ordinal)
    {
        "index", "id", "idx", "row", "rowid", "rowname", "rownames", "trial", "trialid", "sampleid",
    };

    private static readonly HashSet<string> Times = new(StringComparer.Ordinal) { "time", "times", "t", "timestamp", "timestamps", "datetime", "date", "timestep", "frame" };

    private static readonly HashSet<string> Indices = new(StringComparer.Ordinal)
    {
        "", "subject", "subjectid", "participant", "participantid", "session",
    };

    /// <summary>Whether a column so called holds the labels.</summary>
    internal static bool IsLabel(string name) => Labels.Contains(Plain(name));

    /// <summary>Whether a column so called tells rows apart and is no value: an index, as pandas and R write it without a name.</summary>
    internal static bool IsIndex(string name) => Indices.Contains(Plain(name)) || IsKey(name) || name.StartsWith("Unnamed:", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether each row of a column so called is another, where a row is a trial.</summary>
    internal static bool IsKey(string name) => Keys.Contains(Plain(name));

    /// <summary>Whether a column so called holds times, which a trial has at each step.</summary>
    internal static bool IsTime(string name) => Times.Contains(Plain(name));

    /// <summary>Whether a name has a meaning by itself, in files with a row a trial or a row a step.</summary>
    internal static bool IsKnown(string name) => IsLabel(name) || (name.Length > 0 && IsIndex(name)) || Plain(name) is "step" or "mask";

    /// <summary>A name of a value at one step: t0, x_1, V3, 0.25, "10 ms", x[4].</summary>
    /// <param name="name">The name.</param>
    /// <param name="stem">What such names have in common.</param>
    /// <param name="number">Their number, without a sign.</param>
    /// <param name="hasDash">Whether a dash stands before the number: a minus, or a mere hyphen.</param>
    internal static bool IsNumbered(string name, out string stem, out double number, out bool hasDash)
    {
        var end = name.AsSpan().LastIndexOfAnyInRange('0', '9') + 1;
        var start = end;
        while (start > 0 && (char.IsAsciiDigit(name[start - 1]) || (name[start - 1] == '.' && start > 1 && char.IsAsciiDigit(name[start - 2]))))
            start--;
        // ".5", "-.5" and "t.5" are numbers too; in "V.1" the dot stands between.
        if (start > 0 && name[start - 1] == '.' && (start == 1 || name[start - 2] is '-' or '\u2212'))
            start--;
        hasDash = start > 0 && name[start - 1] is '-' or '\u2212';
        stem = $"{name[..(hasDash ? start - 1 : start)].Trim()}#{name[end..].Trim()}";
        return double.TryParse(name.AsSpan(start, end - start), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>Names in an error: the first of many.</summary>
    internal static string Listed(IReadOnlyCollection<string> names)
    {
        const int Most = 8;
        var shown = names.Take(names.Count > Most ? Most - 1 : Most).Select(static name => name.Length == 0 ? "''" : name.Length > 40 ? name[..40] + "..." : name);
        return names.Count > Most
            ? $"{string.Join(", ", shown)}, ... ({names.Count} columns)"
            : string.Join(", ", shown);
    }

    private static string Plain(string name) => name.Length > 40 ? name : string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
