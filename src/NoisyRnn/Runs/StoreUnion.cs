using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>Takes over into one store what another one holds. What is there already is not taken again; nothing is deleted, and the other store is only read.</summary>
/// <param name="target">The store that receives.</param>
internal sealed class StoreUnion(RunStore target)
{
    private const string ModelName = "model.safetensors";

    /// <summary>Results of the same run and stage that are not the same to the bit, a line each with both files; empty where all agree.</summary>
    /// <param name="stores">The stores.</param>
    public static ImmutableArray<string> Conflicts(IEnumerable<RunStore> stores)
    {
        var known = new Dictionary<(StageHash, string), StoredResult>();
        var conflicts = ImmutableArray.CreateBuilder<string>();
        foreach (var result in stores.SelectMany(static store => store.Results.All))
        {
            if (!known.TryAdd((result.Run, result.Stage), result) && known[(result.Run, result.Stage)] is var first && first.Checksum != result.Checksum)
                conflicts.Add($"'{result.Stage}' of run {result.Run.Short} differs: {first.File}:{first.Line} and {result.File}:{result.Line}");
        }

        return conflicts.ToImmutable();
    }

    /// <summary>Takes over results, line by line as they are, with what their writers said of them.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="InputException">A file cannot be read or written.</exception>
    public int TakeResults(RunStore from)
    {
        var wanted = from.Results.All.Where(result => !target.Results.Has(result.Run, result.Stage)).GroupBy(static result => result.File)
            .OrderBy(static file => file.Key, StringComparer.Ordinal).ToArray();
        if (wanted.Length == 0)
            return 0;
        var name = string.Create(CultureInfo.InvariantCulture, $"gathered-{DateTime.UtcNow:yyyyMMdd'T'HHmmss}-{Guid.NewGuid().ToString("N")[..8]}.jsonl");
        AtomicFile.Write(Path.Combine(target.Directory, "results", name), stream =>
        {
            Write(stream, Encoding.UTF8.GetBytes(StoreFormat.Header(StoreFormat.Results)));
            foreach (var file in wanted)
                Copy(file.Key, file.ToDictionary(static result => result.Line), stream);
            Write(stream, Encoding.UTF8.GetBytes(StoreFormat.Header(StoreFormat.End)));
        });
        target.Refresh();
        return wanted.Sum(static file => file.Count());
    }

    /// <summary>Takes over who worked on the other store, and when.</summary>
    public void TakeProvenance(RunStore from) => TakeFiles(Path.Combine(from.Directory, "provenance"), "*.json", path => Path.Combine(target.Directory, "provenance", Path.GetFileName(path)));

    /// <summary>Takes over the networks that were kept; whoever reads one holds it to the store's record of its training.</summary>
    /// <returns>How many.</returns>
    public int TakeModels(RunStore from) => from.RunFolders().Sum(run => TakeFiles(Path.Combine(from.Directory, "runs", run), ModelName, path => Path.Combine(target.Directory, "runs", run, Path.GetFileName(path))));

    private static int TakeFiles(string folder, string pattern, Func<string, string> placeOf)
    {
        if (!Directory.Exists(folder))
            return 0;
        string[] missing = [.. Directory.EnumerateFiles(folder, pattern).Where(path => !File.Exists(placeOf(path)))];
        foreach (var path in missing)
        {
            using var stream = InputFile.Open(path);
            AtomicFile.Write(placeOf(path), stream.CopyTo);
        }

        return missing.Length;
    }

    // Read again, and held to its checksum again: it may be long since the index was made.
    private static void Copy(string path, Dictionary<int, StoredResult> wanted, Stream to)
    {
        var (file, taken) = (new LineFile(path), 0);
        file.ReadOn((offset, line) =>
        {
            if (wanted.ContainsKey(file.Lines) && ResultLine.Read(line.Span, path, file.Lines, offset, out _) is not null)
            {
                Write(to, line.Span);
                taken++;
            }
        });
        if (taken < wanted.Count)
            throw new InputException($"{path}: has changed while it was read: {wanted.Count - taken} of its results are damaged or gone");
    }

    private static void Write(Stream to, ReadOnlySpan<byte> line)
    {
        to.Write(line);
        to.WriteByte((byte)'\n');
    }
}
