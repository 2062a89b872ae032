using System.Text;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary>What all verbs, the parser and the log print through: no character of a user's text steers the terminal.</summary>
/// <param name="stream">Receives it.</param>
internal sealed class PrintableWriter(TextWriter stream) : TextWriter
{
    /// <inheritdoc/>
    public override Encoding Encoding => stream.Encoding;

    /// <inheritdoc/>
    public override void Write(char value) => Write(new string(value, 1));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(string? value) => stream.Write(Printable.Of(value ?? ""));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + NewLine);
}
