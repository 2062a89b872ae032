namespace NoisyRnn.Formats;

/// <summary>Text from a file as an error shows it: short, and without control characters.</summary>
internal static class ShownText
{
    private const int Longest = 60;

    /// <summary>The text, fit to be shown.</summary>
    internal static string Of(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        string start = string.Create(Math.Min(trimmed.Length, Longest), trimmed, static (shown, from) =>
        {
            for (int k = 0; k < shown.Length; k++) shown[k] = char.IsControl(from[k]) ? '?' : from[k];
        });
        return trimmed.Length > Longest ? start + "..." : start;
    }
}
