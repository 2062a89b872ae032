using System.Text;
using System.Text.Json;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// The file of results of one worker, which nobody else writes to: each result is one line, written at once and flushed to
/// disk before <see cref="Append"/> returns. Not for several threads at a time.
/// </summary>
public sealed class ResultWriter : IDisposable
{
    private readonly ResultIndex _index;
    private readonly FileStream _stream;
    private int _lines = 1;

    internal ResultWriter(string folder, int worker, ResultIndex index)
    {
        _index = index;
        string host = string.Concat(Environment.MachineName.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));
        string name = $"{host}-{Environment.ProcessId}-{worker}";
        _stream = Create(folder, name);
        try
        {
            WriteLine(Encoding.UTF8.GetBytes(StoreFormat.Header(StoreFormat.Results)));
            FileNames.Flush(folder);
        }
        catch (InputException)
        {
            // No one reads a file without its first line, and the next worker makes another.
            _stream.Dispose();
            File.Delete(_stream.Name);
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path => _stream.Name;

    /// <summary>Adds a result; it is in the store's index at once.</summary>
    /// <typeparam name="T">The record's type.</typeparam>
    /// <param name="run">The run's hash.</param>
    /// <param name="stage">The stage.</param>
    /// <param name="body">The result: the same for the same hash, bit by bit.</param>
    /// <param name="about">What may differ from time to time (seconds taken, machine): a record outside the checksum; null for nothing.</param>
    /// <exception cref="InputException">The file cannot be written (disk full).</exception>
    public void Append<T>(StageHash run, string stage, T body, object? about = null)
    {
        string? said = about is null ? null : ResultJson.Write(about);
        (byte[] line, int start, int length, string checksum) = ResultLine.Write(run, stage, ResultJson.Write(body), said);
        double? seconds = said is null ? null : ResultLine.SecondsOf(JsonElement.Parse(said));
        long offset = _stream.Position;
        WriteLine(line);
        _index.Add(new StoredResult(run, stage, checksum, Path, ++_lines, offset + start, length, seconds));
    }

    /// <summary>Ends the file: nothing follows, and who reads it need not look again.</summary>
    public void Dispose()
    {
        if (!_stream.CanWrite) return;
        try
        {
            WriteLine(Encoding.UTF8.GetBytes(StoreFormat.Header(StoreFormat.End)));
        }
        catch (InputException)
        {
            // The results are written; a file without its end is read as well.
        }

        _stream.Dispose();
    }

    /// <summary>Process numbers come again (always 1 in a container): a taken name gets a number behind it.</summary>
    private static FileStream Create(string folder, string name)
    {
        for (int again = 1; ; again++)
        {
            string path = System.IO.Path.Combine(folder, again == 1 ? $"{name}.jsonl" : $"{name}.{again}.jsonl");
            try
            {
                Directory.CreateDirectory(folder);
                return new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, bufferSize: 0);
            }
            catch (IOException) when (File.Exists(path))
            {
                continue;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new InputException($"{path}: cannot be written: {e.Message}", e);
            }
        }
    }

    private void WriteLine(byte[] line)
    {
        long start = _stream.Position;
        try
        {
            _stream.Write([.. line, (byte)'\n']);
            _stream.Flush(flushToDisk: true);
        }
        // A limit on the size of files is an argument out of range to the runtime.
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException)
        {
            // Half a line would spoil the next one, should the disk have room again.
            Undo(start);
            throw new InputException($"{Path}: cannot be written: {e.Message}", e);
        }
    }

    private void Undo(long length)
    {
        try
        {
            _stream.SetLength(length);
        }
        catch (IOException)
        {
            // Then the next line is lost with this one, and both are computed again.
        }
    }
}
