using System.Text;

namespace NoisyRnn.Cli;

/// <summary>
/// Standard output or error. Writing never throws: where it is full, closed or gone, the work goes on, and
/// <see cref="Problem"/> says what was the matter. A reader that has left a pipe has seen enough, which is no problem.
/// </summary>
internal sealed class StandardStream : TextWriter
{
    private readonly Stream? _stream;
    private readonly Lock _lock = new();

    /// <summary>Takes over a standard stream of this process.</summary>
    /// <param name="descriptor">1 for standard output, 2 for standard error.</param>
    public StandardStream(int descriptor) =>
        _stream = !OpenDescriptors.IsInherited(descriptor) ? null : descriptor == 1 ? Console.OpenStandardOutput() : Console.OpenStandardError();

    /// <summary>Why something could not be written, the first time; null where all was.</summary>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public override Encoding Encoding { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <inheritdoc/>
    public override void Write(char value) => Write(new string(value, 1));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => Write(value + NewLine);

    /// <inheritdoc/>
    public override void Write(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return;
        lock (_lock)
        {
            try
            {
                if (_stream is null)
                    Problem ??= "it is closed";
                else
                    _stream.Write(Encoding.GetBytes(value));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or ObjectDisposedException or NotSupportedException)
            {
                Problem ??= (error.InnerException ?? error).Message;
            }
        }
    }
}
