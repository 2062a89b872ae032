using System.Text.RegularExpressions;

namespace NoisyRnn.Formats;

/// <summary>Where several values stand that a key cannot take at once: in the record's grid, which runs each.</summary>
internal static partial class GridHint
{
    /// <summary>The key of the grid.</summary>
    internal const string Key = "grid";

    private const int LongestValue = 40;

    /// <summary>"; several are run in turn by grid: {seed: [1, 2, 3]}"; empty where the value is not several, or the key names what is run.</summary>
    internal static string Of(Slot slot, TreeNode value)
    {
        bool isSeveral = value is TreeList { Items.IsEmpty: false } || (value is TreeScalar { IsQuoted: false } scalar && Range().IsMatch(scalar.Text));
        // A text that is no part of anything is the name, the title, ...
        if (!isSeveral || (slot.Type == typeof(string) && !slot.Path.Contains('.', StringComparison.Ordinal))) return "";
        string text = value is TreeScalar range ? range.Text : YamlText.InOneLine(value);
        return $"; several are run in turn by {Key}: {{{slot.Path}: {(text.Length > LongestValue ? "[...]" : text)}}}";
    }

    [GeneratedRegex(@"^[0-9]+\.\.[0-9]+\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Range();
}
