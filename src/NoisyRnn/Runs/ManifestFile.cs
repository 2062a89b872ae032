using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// The file of the runs that were planned, a line each; one that names the run's model takes the place of an earlier one that does not. Entries stay on disk until asked for: of 100,000 runs only hashes and places are kept. Not for several
/// threads at a time.
/// </summary>
internal sealed class ManifestFile(string path)
{
    private readonly LineFile _file = new(path);
    private readonly Dictionary<StageHash, int> _planned = [];
    private readonly List<(long Offset, int Length, bool NamesModel)> _lines = [];

    /// <summary>Lines that are damaged, in words.</summary>
    internal List<string> Warnings { get; } = [];

    /// <summary>Why the file as a whole is none; null where it is one.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Whether no run stands in it.</summary>
    internal bool IsEmpty => _lines.Count == 0;

    /// <summary>Whether a run stands in it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="withModel">Whether only a line counts that says where its model is.</param>
    internal bool Has(StageHash run, bool withModel) => _planned.TryGetValue(run, out int at) && (!withModel || _lines[at].NamesModel);

    /// <summary>Whether an entry would add nothing.</summary>
    internal bool Has(ManifestEntry entry) => Has(entry.Run, withModel: entry.Model is not null);

    /// <summary>The entries, in the order in which they were first added.</summary>
    /// <exception cref="InputException">The file cannot be read any more.</exception>
    internal ImmutableArray<ManifestEntry> Read()
    {
        if (IsEmpty) return [];
        using FileStream stream = InputFile.Open(path);
        return [.. _lines.Select(line =>
        {
            byte[] bytes = new byte[line.Length];
            stream.Position = line.Offset;
            stream.ReadExactly(bytes);
            return TryEntry(bytes);
        }).OfType<ManifestEntry>()];
    }

    /// <summary>Looks for what others have added since.</summary>
    /// <exception cref="InputException">The file cannot be read, or is of another format.</exception>
    internal void ReadOn()
    {
        if (!File.Exists(path))
        {
            Problem = $"{path}: is missing";
            return;
        }

        _file.ReadOn((offset, line) =>
        {
            if (_file.Lines == 1 && IsHeader(line.Span)) return;
            if (TryEntry(line.Span) is { } entry)
            {
                Take(entry, (offset, line.Length, entry.Model is not null));
            }
            else if (_file.Lines > 1)
            {
                Warnings.Add($"{path}:{_file.Lines}: the line is damaged; it counts as missing");
            }
        });
        if (_file.Lines == 0 && Problem is null) _ = IsHeader(_file.Tail);
    }

    /// <summary>Adds entries behind the others, while no one else does.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    internal void Append(IEnumerable<ManifestEntry> entries)
    {
        ReadOn();
        try
        {
            using var stream = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1 << 20);
            long whole = stream.Position;
            try
            {
                Write(stream, entries);
                stream.Flush(flushToDisk: true);
            }
            catch (IOException)
            {
                stream.SetLength(whole);
                throw;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written: {e.Message}", e);
        }

        ReadOn();
    }

    private void Take(ManifestEntry entry, (long Offset, int Length, bool NamesModel) line)
    {
        if (_planned.TryAdd(entry.Run, _lines.Count)) _lines.Add(line);
        else if (line.NamesModel) _lines[_planned[entry.Run]] = line;
    }

    private void Write(FileStream stream, IEnumerable<ManifestEntry> entries)
    {
        var written = new HashSet<StageHash>();
        // A line torn by a kill is ended first: it stays what it is, and the new ones are whole.
        if (_file.Tail.Length > 0) stream.WriteByte((byte)'\n');
        else if (_file.Lines == 0) Line(StoreFormat.Header(StoreFormat.Manifest));
        foreach (ManifestEntry entry in entries.Where(entry => !Has(entry) && written.Add(entry.Run))) Line(ResultJson.Write(entry));

        void Line(string text) => stream.Write(Encoding.UTF8.GetBytes(text + "\n"));
    }

    private bool IsHeader(ReadOnlySpan<byte> line)
    {
        bool isHeader = StoreFormat.IsHeader(line, StoreFormat.Manifest, path, out string problem);
        Problem = isHeader ? null : problem;
        return isHeader;
    }

    private static ManifestEntry? TryEntry(ReadOnlySpan<byte> line)
    {
        try
        {
            return ResultJson.Read<ManifestEntry>(Encoding.UTF8.GetString(line));
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
