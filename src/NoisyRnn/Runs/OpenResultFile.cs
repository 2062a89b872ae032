using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// The bodies of results, read from their files. Results are asked for in the order in which they were written, more or less: the file is seldom another
/// one, and may stay open. Not for several threads at a time.
/// </summary>
internal sealed class OpenResultFile
{
    private FileStream? _stream;
    private string? _path;

    /// <summary>Whether the file that was read last stays open.</summary>
    internal bool IsKept
    {
        get;
        set
        {
            field = value;
            if (!value) Close();
        }
    }

    /// <summary>Whether it is this file that is open.</summary>
    /// <param name="path">The file.</param>
    internal bool Is(string path) => _path == path;

    /// <summary>The body of a result as it stands in its file.</summary>
    /// <param name="result">Where it stands.</param>
    /// <exception cref="InputException">The file cannot be read any more.</exception>
    internal byte[] Read(StoredResult result)
    {
        byte[] body = new byte[result.Length];
        try
        {
            if (!Is(result.File))
            {
                Close();
                _stream = InputFile.Open(result.File);
                _path = result.File;
            }

            _stream!.Position = result.Offset;
            _stream.ReadExactly(body);
            return body;
        }
        catch (IOException e)
        {
            throw new InputException($"{result.File}:{result.Line}: cannot be read any more: {e.Message}", e);
        }
        finally
        {
            if (!IsKept) Close();
        }
    }

    private void Close()
    {
        _stream?.Dispose();
        (_stream, _path) = (null, null);
    }
}
