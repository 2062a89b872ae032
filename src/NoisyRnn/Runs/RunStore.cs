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

    private RunStore(string directory, LockWatch watch, IReadOnlySet<StageHash>? only = null)
    {
        (Directory, Locks, History) = (directory, new StoreLocks(directory, watch), new ProvenanceFolder(directory));
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

    /// <summary>Who computes which run just now.</summary>
    public StoreLocks Locks { get; }

    /// <summary>Who worked on the store, on what and when.</summary>
    public ProvenanceFolder History { get; }

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
                return [.. manifest, .. _manifest.Warnings, .. History.Warnings, .. Results.Warnings];
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
        StoreFolder.Make(directory);
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

    /// <summary>Whether a folder is a store.</summary>
    /// <param name="directory">The folder.</param>
    /// <exception cref="InputException">Results cannot be read.</exception>
    public static bool Exists(string directory) => StoreFolder.IsStore(directory);

    /// <summary>Looks for what others have added since.</summary>
    /// <exception cref="InputException">A file cannot be read or is of another format.</exception>
    public void Refresh()
    {
        lock (_gate) _manifest.ReadOn();
        Locks.Refresh();
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
    public ResultWriter OpenWriter(int worker) => new(ResultsOf(Directory), worker, Results);

    /// <summary>Deletes what killed processes left: temporary files, and locks of processes that are known to be gone.</summary>
    internal void DeleteLeftOvers()
    {
        AtomicFile.DeleteAbandoned(Directory);
        Locks.DeleteDead();
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

    internal static string ResultsOf(string directory) => Path.Combine(directory, "results");
}
