using System.Text.RegularExpressions;

namespace NoisyRnn.Cli;

/// <summary>
/// Lines at the foot of a terminal that are drawn again in place. Nothing is written while nothing changes, and each picture is one
/// write, so that a terminal that is held up, or slow, gets no half of one.
/// </summary>
/// <param name="stream">The terminal, as it is.</param>
/// <param name="descriptor">Its descriptor.</param>
internal sealed partial class LiveLines(StandardStream stream, int descriptor)
{
    private const string UpToStart = "\r", EraseLine = "\u001b[K", EraseBelow = "\u001b[J";

    private string[] _drawn = [];
    private TerminalSize _size;

    /// <summary>The terminal's size.</summary>
    public TerminalSize Size => TerminalSize.Of(descriptor);

    /// <summary>Draws lines, none wider than the terminal, in the place of those drawn before.</summary>
    public void Draw(string[] lines)
    {
        var size = Size;
        if (size == _size && lines.SequenceEqual(_drawn))
            return;
        stream.Write($"{Start(size)}{string.Join('\n', lines.Select(static line => line + EraseLine))}{EraseBelow}");
        (_drawn, _size) = (lines, size);
    }

    /// <summary>Takes away what is drawn.</summary>
    public void Clear()
    {
        if (_drawn.Length > 0)
            stream.Write($"{Start(Size)}{EraseBelow}");
        _drawn = [];
    }

    /// <summary>Leaves what is drawn where it is, and the terminal on a fresh line.</summary>
    public void Leave()
    {
        if (_drawn.Length > 0)
            stream.Write("\n");
        _drawn = [];
    }

    /// <summary>Others have written since (the process was stopped, and goes on): what is drawn is not ours to erase.</summary>
    public void Forget() => _drawn = [];

    // To the first column of the first line. A terminal that was made narrower has broken the lines into more rows.
    private string Start(TerminalSize size)
    {
        var rows = _drawn.Sum(line => Math.Max(1, (Shown(line) + size.Columns - 1) / size.Columns)) - 1;
        return rows > 0 ? $"{UpToStart}\u001b[{rows}A" : UpToStart;
    }

    private static int Shown(string line) => EscapeSequence().Replace(line, "").Length;

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex EscapeSequence();
}
