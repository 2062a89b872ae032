namespace NoisyRnn.Formats;

/// <summary>Text from a file as an error shows it: its beginning, printable.</summary>
internal static class ShownText
{
    private const int Longest = 60;

    /// <summary>The text, fit to be shown.</summary>
    internal static string Of(string text) =>
        text.Trim() is { Length: > Longest } whole ? Printable.Line(whole[..Longest]) + "..." : Printable.Line(text.Trim());
}
