using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// A folder that holds the runs of an experiment: <c>manifest.jsonl</c> (which runs there are to be), <c>results/</c> (one
/// append-only file a worker), <c>locks/</c>, <c>runs/&lt;hash&gt;/</c> (checkpoints and kept models), <c>provenance/</c>. Any number of
/// processes and machines may work on it; nothing computed is ever deleted or overwritten.
/// </summary>
public sealed class RunStore
{
    private const string ManifestName = "manifest.jsonl";
    private readonly Lock _gate = new();
    private readonly LineFile _manifestFile;
    private readonly Dictionary<StageHash, int> _planned = [];
    private readonly List<ManifestEntry> _manifest = [];
    private readonly List<string> _warnings = [];

    private RunStore(string directory)
    {
        Directory = directory;
        _manifestFile = new LineFile(Path.Combine(directory, ManifestName));
        Results = new ResultIndex(Path.Combine(directory, "results"));
        Refresh();
        if (_manifestFile.Lines == 0) StoreFormat.Check(_manifestFile.Tail, StoreFormat.Manifest, _manifestFile.Path);
    }

    /// <summary>The folder as it was named.</summary>
    public string Directory { get; }

    /// <summary>What has been computed.</summary>
    public ResultIndex Results { get; }

    /// <summary>The runs that were planned, in the order in which they were first added.</summary>
    public ImmutableArray<ManifestEntry> Manifest
    {
        get
        {
            lock (_gate) return [.. _manifest];
        }
    }

    /// <summary>What is wrong with the files without being an error, a line each.</summary>
    public ImmutableArray<string> Warnings
    {
        get
        {
            lock (_gate) return [.. _warnings, .. Results.Warnings];
        }
    }

    /// <summary>Opens a store for work; an absent or empty folder becomes a new store.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InputException">The folder cannot be written, holds other things, or holds a store of another format.</exception>
    public static RunStore Open(string directory)
    {
        string manifest = Path.Combine(directory, ManifestName);
        try
        {
            if (File.Exists(directory)) throw new InputException($"{directory}: is a file; a folder is needed");
            // In this order: another process may be making the store, and the manifest is what it makes first.
            if (System.IO.Directory.Exists(directory) && Strange(directory) is { } other && !File.Exists(manifest))
            {
                throw new InputException(
                    $"{directory}: is no store (no {ManifestName}) but not empty either ({Path.GetFileName(other)}); name a new or an empty folder");
            }

            System.IO.Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{directory}: cannot be written: {e.Message}", e);
        }

        using (FileStream gate = StoreGate.Enter(directory))
        {
            if (!File.Exists(manifest)) AtomicFile.Write(manifest, StoreFormat.Header(StoreFormat.Manifest) + "\n");
        }

        return new RunStore(directory);
    }

    /// <summary>Opens a store to look at; nothing is written.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InputException">There is no store, it is of another format, or it cannot be read.</exception>
    public static RunStore OpenExisting(string directory) =>
        File.Exists(Path.Combine(directory, ManifestName))
            ? new RunStore(directory)
            : throw new InputException($"{directory}: is no store of runs (no {ManifestName}); name the folder given to --out");

    /// <summary>Looks for what others have added since.</summary>
    /// <exception cref="InputException">A file cannot be read or is of another format.</exception>
    public void Refresh()
    {
        lock (_gate) ReadManifest();
        Results.Refresh();
    }

    /// <summary>Adds runs that are not in the manifest yet.</summary>
    /// <param name="entries">The runs.</param>
    /// <exception cref="InputException">The manifest cannot be written.</exception>
    public void AddToManifest(IEnumerable<ManifestEntry> entries)
    {
        lock (_gate)
        {
            using FileStream gate = StoreGate.Enter(Directory);
            ReadManifest();
            var text = new StringBuilder();
            // A line torn by a kill is ended first: it stays what it is, and the new ones are whole.
            if (_manifestFile.Tail.Length > 0) text.Append('\n');
            foreach (ManifestEntry entry in entries.DistinctBy(e => e.Run).Where(e => !_planned.ContainsKey(e.Run)))
                text.Append(ResultJson.Write(entry)).Append('\n');
            AppendToManifest(Encoding.UTF8.GetBytes(text.ToString()));
            ReadManifest();
        }
    }

    /// <summary>A file of results for one worker of this process.</summary>
    /// <param name="worker">The worker's number.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public ResultWriter OpenWriter(int worker) => new(Path.Combine(Directory, "results"), worker, Results);

    /// <summary>Takes the lock of a run, or null where another worker computes it.</summary>
    /// <param name="run">The run's hash.</param>
    /// <param name="job">What is being done, for people who look at the lock.</param>
    /// <exception cref="InputException">The lock cannot be written.</exception>
    public RunLock? TryLock(StageHash run, string job) =>
        RunLock.TryTake(Directory, LockPath(run), job);

    /// <summary>Whether some worker, here or elsewhere, holds the lock of a run and is alive; nothing is written.</summary>
    /// <param name="run">The run's hash.</param>
    public bool IsLocked(StageHash run) => RunLock.IsTaken(LockPath(run));

    /// <summary>The folder for a run's checkpoints and models; it may not exist yet.</summary>
    /// <param name="run">The run's hash.</param>
    public string RunFolder(StageHash run) => Path.Combine(Directory, "runs", run.Hex);

    /// <summary>Notes who worked on the store, on what and when.</summary>
    /// <param name="provenance">The provenance of this process.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void AddProvenance(Provenance provenance) => AtomicFile.Write(
        Path.Combine(Directory, "provenance", $"{provenance.Started:yyyyMMdd'T'HHmmssfff}-{Environment.ProcessId}.json"), ResultJson.Write(provenance));

    /// <summary>Everyone who worked on the store, the first first.</summary>
    /// <exception cref="InputException">A file cannot be read.</exception>
    public ImmutableArray<Provenance> ReadProvenance()
    {
        string folder = Path.Combine(Directory, "provenance");
        if (!System.IO.Directory.Exists(folder)) return [];
        return [.. System.IO.Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(Provenance.Read)];
    }

    private string LockPath(StageHash run) => Path.Combine(Directory, "locks", $"{run}.lock");

    private static string? Strange(string directory) =>
        System.IO.Directory.EnumerateFileSystemEntries(directory)
            .FirstOrDefault(p => Path.GetFileName(p) is var name && name != StoreGate.Name && !name.StartsWith(ManifestName, StringComparison.Ordinal));

    private void ReadManifest() => _manifestFile.ReadOn((_, line) =>
    {
        if (_manifestFile.Lines == 1)
        {
            StoreFormat.Check(line.Span, StoreFormat.Manifest, _manifestFile.Path);
            return;
        }

        try
        {
            ManifestEntry entry = ResultJson.Read<ManifestEntry>(Encoding.UTF8.GetString(line.Span));
            if (_planned.TryAdd(entry.Run, _manifest.Count)) _manifest.Add(entry);
        }
        catch (JsonException)
        {
            _warnings.Add($"{_manifestFile.Path}:{_manifestFile.Lines}: the line is damaged; it counts as missing");
        }
    });

    private void AppendToManifest(byte[] bytes)
    {
        if (bytes.Length == 0) return;
        try
        {
            using var stream = new FileStream(_manifestFile.Path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            stream.Write(bytes);
            stream.Flush(flushToDisk: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{_manifestFile.Path}: cannot be written: {e.Message}", e);
        }
    }
}
