using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>
/// A folder that holds the runs of an experiment: <c>manifest.jsonl</c> (which runs there are to be), <c>results/</c> (one
/// append-only file a worker), <c>locks/</c>, <c>runs/&lt;hash&gt;/</c> (checkpoints and kept models), <c>provenance/</c>. Any number of
/// processes and machines may work on it; nothing computed is ever deleted or overwritten.
/// </summary>
public sealed class RunStore
{
    /// <summary>The file of what was planned.</summary>
    internal const string ManifestName = "manifest.jsonl";
    private readonly Lock _gate = new();
    private readonly ManifestFile _manifest;
    private readonly List<string> _warnings = [];
    private readonly LockWatch _watch;
    private HashSet<string>? _locks;

    private RunStore(string directory, LockWatch watch, IReadOnlySet<StageHash>? only = null)
    {
        (Directory, _watch) = (directory, watch);
        _manifest = new ManifestFile(Path.Combine(directory, ManifestName));
        Results = new ResultIndex(ResultsOf(directory), only);
        Refresh();
        // Another program's file of that name would be written to, were it taken for a store's.
        if (_manifest is { Problem: { } problem, IsEmpty: true } && !Results.IsOfStore) throw new InputException(problem);
    }

    /// <summary>The folder as it was named.</summary>
    public string Directory { get; }

    /// <summary>What has been computed.</summary>
    public ResultIndex Results { get; }

    /// <summary>The runs that failed when they were last tried.</summary>
    public FailureNotes Failures => new(Path.Combine(Directory, "failures"));

    /// <summary>The runs that were planned, in the order in which they were first added.</summary>
    public ImmutableArray<ManifestEntry> Manifest
    {
        get
        {
            lock (_gate) return _manifest.Read();
        }
    }

    /// <summary>What is wrong with the files without being an error, a line each.</summary>
    public ImmutableArray<string> Warnings
    {
        get
        {
            lock (_gate)
            {
                IEnumerable<string> manifest = _manifest.Problem is null ? [] : [$"{_manifest.Problem}; what is whole is read{(File.Exists(Path.Combine(Directory, ManifestName)) ? "; delete the file" : "")}, and the next run writes it anew"];
                return [.. manifest, .. _manifest.Warnings, .. _warnings, .. Results.Warnings];
            }
        }
    }

    /// <summary>Why nothing can be written here; null where it can.</summary>
    public string? WriteProblem
    {
        get
        {
            try
            {
                StoreGate.Enter(Directory).Dispose();
                return null;
            }
            catch (InputException problem)
            {
                return problem.Message;
            }
        }
    }

    /// <summary>Whether the folder was removed, or moved away, since it was opened: what is written then is lost.</summary>
    public bool IsGone => !File.Exists(Path.Combine(Directory, ManifestName)) && !System.IO.Directory.Exists(ResultsOf(Directory));

    /// <summary>Opens a store for work; an absent or empty folder becomes a new store, and one that lost its manifest gets a new one.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InputException">The folder cannot be written, holds other things, or holds a store of another format.</exception>
    public static RunStore Open(string directory) => Open(directory, null);

    /// <summary>The same, knowing of some results alone.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="only">The hashes of the results; null for all.</param>
    /// <exception cref="InputException">As above.</exception>
    internal static RunStore Open(string directory, IReadOnlySet<StageHash>? only)
    {
        string manifest = Path.Combine(directory, ManifestName);
        try
        {
            if (File.Exists(directory)) throw new InputException($"{directory}: is a file; a folder is needed");
            // In this order: another process may be making the store, and the manifest is what it makes first.
            if (System.IO.Directory.Exists(directory) && Strange(directory) is { } other && !File.Exists(manifest) && !HoldsResults(directory))
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

        if (!File.Exists(manifest))
        {
            using FileStream gate = StoreGate.Enter(directory);
            if (!File.Exists(manifest)) AtomicFile.Write(manifest, StoreFormat.Header(StoreFormat.Manifest) + "\n");
        }

        return new RunStore(directory, new LockWatch(TimeProvider.System), only);
    }

    /// <summary>Opens a store to look at; nothing is written.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InputException">There is no store, it is of another format, or it cannot be read.</exception>
    public static RunStore OpenExisting(string directory) => OpenExisting(directory, new LockWatch(TimeProvider.System));

    internal static RunStore OpenExisting(string directory, LockWatch watch) =>
        Exists(directory)
            ? new RunStore(directory, watch)
            : throw new InputException($"{directory}: is no store of runs (no {ManifestName}); name the folder given to --out");

    /// <summary>Removes a store in which nothing was noted, as when the work that it was made for was refused; any other stays.</summary>
    /// <param name="directory">The folder.</param>
    /// <param name="isOwn">Whether the folder, too, was made for it.</param>
    internal static void DeleteUnused(string directory, bool isOwn)
    {
        string manifest = Path.Combine(directory, ManifestName);
        try
        {
            if (!File.Exists(manifest) || Strange(directory) is not null) return;
            using (StoreGate.Enter(directory))
            {
                // Others may have begun meanwhile.
                if (Strange(directory) is not null || !OpenExisting(directory).Manifest.IsEmpty) return;
                File.Delete(manifest);
            }

            File.Delete(Path.Combine(directory, StoreGate.Name));
            if (isOwn) System.IO.Directory.Delete(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InputException)
        {
            // An empty store is in nobody's way.
        }
    }

    /// <summary>Whether a folder is a store.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InputException">Results cannot be read.</exception>
    public static bool Exists(string directory) => File.Exists(Path.Combine(directory, ManifestName)) || HoldsResults(directory);

    /// <summary>The folders that experiments of a store started from, the latest first; what cannot be read is passed over.</summary>
    /// <param name="directory">The store.</param>
    internal static IEnumerable<string> ExperimentFolders(string directory)
    {
        string folder = Path.Combine(directory, "provenance");
        return System.IO.Directory.Exists(folder)
            ? System.IO.Directory.GetFiles(folder, "*.json").OrderDescending(StringComparer.Ordinal).Select(FolderIn).OfType<string>()
            : [];

        static string? FolderIn(string path)
        {
            try
            {
                return Provenance.Read(path).Folder;
            }
            catch (InputException)
            {
                return null;
            }
        }
    }

    /// <summary>Looks for what others have added since.</summary>
    /// <exception cref="InputException">A file cannot be read or is of another format.</exception>
    public void Refresh()
    {
        lock (_gate)
        {
            _manifest.ReadOn();
            _locks = null;
        }

        Results.Refresh();
    }

    /// <summary>Adds runs that are not in the manifest yet, or stand there without the folder of their model.</summary>
    /// <param name="entries">The runs; gone through one by one, for there may be very many.</param>
    /// <exception cref="InputException">The manifest cannot be written.</exception>
    public void AddToManifest(IEnumerable<ManifestEntry> entries)
    {
        lock (_gate)
        {
            _manifest.ReadOn();
            if (entries.All(_manifest.Has)) return;
            using FileStream gate = StoreGate.Enter(Directory);
            _manifest.Append(entries);
        }
    }

    /// <summary>Whether a run is in the manifest, as of the last look.</summary>
    /// <param name="run">The run's hash.</param>
    /// <param name="withModel">Whether it must stand there with the folder of its model.</param>
    public bool IsPlanned(StageHash run, bool withModel = false)
    {
        lock (_gate) return _manifest.Has(run, withModel);
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
        RunLock.TryTake(Directory, LockPath(run), job, _watch);

    /// <summary>Whether some worker, here or elsewhere, holds the lock of a run and is not known to be gone; nothing is written.
    /// A holder that cannot be seen from here is gone when the lock was looked at for long enough and did not change.</summary>
    /// <param name="run">The run's hash.</param>
    public bool IsLocked(StageHash run) => _watch.IsHeld(LockPath(run));

    /// <summary>Whether the lock of a run looks alive at one glance, for people, as of the last refresh: of very many runs few are locked.</summary>
    /// <param name="run">The run's hash.</param>
    public bool LooksLocked(StageHash run)
    {
        lock (_gate)
        {
            _locks ??= System.IO.Directory.Exists(Locks) ? [.. System.IO.Directory.EnumerateFiles(Locks, "*.lock")] : [];
            if (!_locks.Contains(LockPath(run))) return false;
        }

        return LockWatch.LooksHeld(LockPath(run));
    }

    /// <summary>The lock of a run in words: the file, who holds it and since when.</summary>
    /// <param name="run">The run's hash.</param>
    public string LockInWords(StageHash run) =>
        $"{LockPath(run)} ({LockFile.Read(LockPath(run))?.Content?.Holder ?? "its holder is not named"})";

    /// <summary>Who computes a run and how far it is, by its lock, whoever left that; null where there is none that names its holder.</summary>
    /// <param name="run">The run's hash.</param>
    public RunHolder? HolderOf(StageHash run) => LockFile.Read(LockPath(run))?.Content is { } lockContent
        ? new RunHolder(lockContent.Host, lockContent.Process, lockContent.Taken, HeartbeatFile.Read(LockPath(run), lockContent.Token)?.Run) : null;

    /// <summary>Deletes what killed processes left: temporary files, and locks of processes that are known to be gone.</summary>
    internal void DeleteLeftOvers()
    {
        AtomicFile.DeleteAbandoned(Directory);
        if (!System.IO.Directory.Exists(Locks)) return;
        foreach (string path in System.IO.Directory.EnumerateFiles(Locks, "*.lock").Where(LockWatch.IsOfDead))
            RunLock.Delete(Directory, path, () => LockWatch.IsOfDead(path));
    }

    /// <summary>Makes few files of results of many, where there are many; a folder that cannot be written stays as it is.</summary>
    internal void MergeResults()
    {
        if (!ResultMerge.IsWorthwhile(Results.Ended)) return;
        try
        {
            using FileStream gate = StoreGate.Enter(Directory);
            // Another process may have merged them just now.
            Results.Refresh();
            ResultMerge.Merge(ResultsOf(Directory), Results.Ended);
            Results.Refresh();
        }
        catch (Exception e) when (e is InputException or IOException or UnauthorizedAccessException)
        {
            // They are read as well one by one.
        }
    }

    /// <summary>The folder for a run's checkpoints and models; it may not exist yet.</summary>
    /// <param name="run">The run's hash.</param>
    public string RunFolder(StageHash run) => Path.Combine(Directory, "runs", run.Hex);

    /// <summary>The same as the manifest names it: relative to the store, with / on every system.</summary>
    /// <param name="run">The hash of its training.</param>
    internal static string RunFolderIn(StageHash run) => $"runs/{run.Hex}";

    /// <summary>The names of the folders of runs that are there: the hashes of their trainings.</summary>
    internal HashSet<string> RunFolders()
    {
        string folder = Path.Combine(Directory, "runs");
        return System.IO.Directory.Exists(folder) ? [.. System.IO.Directory.EnumerateDirectories(folder).Select(static path => Path.GetFileName(path))] : [];
    }

    /// <summary>Notes who worked on the store, on what and when.</summary>
    /// <param name="provenance">The provenance of this process.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public void AddProvenance(Provenance provenance) => AtomicFile.Write(
        Path.Combine(Directory, "provenance", $"{provenance.Started:yyyyMMdd'T'HHmmssfff}-{Environment.ProcessId}.json"), ResultJson.Write(provenance));

    /// <summary>Everyone who worked on the store, the first first; a file that cannot be read is told in <see cref="Warnings"/>.</summary>
    public ImmutableArray<Provenance> ReadProvenance()
    {
        string folder = Path.Combine(Directory, "provenance");
        if (!System.IO.Directory.Exists(folder)) return [];
        return [.. System.IO.Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(TryReadProvenance).OfType<Provenance>()];
    }

    private Provenance? TryReadProvenance(string path)
    {
        try
        {
            return Provenance.Read(path);
        }
        catch (InputException damaged)
        {
            lock (_gate)
            {
                if (!_warnings.Contains(damaged.Message)) _warnings.Add(damaged.Message);
            }

            return null;
        }
    }

    private string Locks => Path.Combine(Directory, "locks");

    private string LockPath(StageHash run) => Path.Combine(Locks, $"{run}.lock");

    private static string ResultsOf(string directory) => Path.Combine(directory, "results");

    // A store that lost its manifest is known by its results.
    private static bool HoldsResults(string directory)
    {
        var results = new ResultIndex(ResultsOf(directory));
        results.Refresh();
        return results.IsOfStore;
    }

    private static string? Strange(string directory) =>
        System.IO.Directory.EnumerateFileSystemEntries(directory)
            .FirstOrDefault(p => Path.GetFileName(p) is var name && name != StoreGate.Name && !name.StartsWith(ManifestName, StringComparison.Ordinal));
}
