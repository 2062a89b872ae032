using System.Text;
using System.Text.RegularExpressions;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>
/// The results of an experiment in one file (<c>.tar.br</c>), without its networks: all that its report needs, for readers who run nothing. Opened it is a folder of
/// runs. Of the trials that sweeps keep as examples it has those that are drawn, of the first seed of each arm. Nothing in it tells of the machine's folders or name, and the
/// same results give the same bytes.
/// </summary>
public static partial class ResultArchive
{
    /// <summary>How its name ends.</summary>
    public const string Extension = ".tar.br";

    /// <summary>Writes the archive of a folder of runs.</summary>
    /// <param name="folder">The folder, or that of an earlier report in it.</param>
    /// <param name="path">The archive; it appears whole or not at all.</param>
    /// <param name="without">Analyses that are left out, by their names: the report then says nothing of them.</param>
    /// <param name="log">Gets warnings.</param>
    /// <exception cref="InputException">Not a folder of runs, nothing in it has finished, no such analysis, or the archive cannot be written.</exception>
    public static void Write(string folder, string path, IReadOnlyList<string> without, Action<string> log)
    {
        if (!path.EndsWith(Extension, StringComparison.Ordinal))
            throw new InputException($"{path}: the name of an archive ends with {Extension}");
        var place = ReportPlace.Of(folder);
        var store = RunStore.OpenExisting(place.Store);
        var experiment = Without(Experiment.OfFolder(place.Folder), without);
        foreach (var warning in store.Warnings)
            log($"warning: {warning}");
        var missing = experiment.Runs.Count(run => !RunWork.IsDone(store, run));
        if (missing == experiment.Runs.Length)
            throw new InputException($"{folder}: no run has finished; there is nothing to put into an archive");
        if (missing > 0)
            log($"warning: {RunWords.Count(missing, "run")} of {experiment.Runs.Length} not finished: not in the archive");
        TarArchive.Write(path, [
            (Experiment.SavedName, Encoding.UTF8.GetBytes(experiment.SavedText(experiment.Folder))), (RunStore.ManifestName, Manifest(store, experiment)), ("results/results.jsonl", Results(store, experiment)),
            .. store.History.Read().Select(static (past, index) => ($"provenance/{index + 1:D4}.json", Encoding.UTF8.GetBytes(ResultJson.Write(Published(past)))))]);
    }

    /// <summary>Opens an archive as a folder of runs.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">A new folder, or an empty one; it appears whole or not at all.</param>
    /// <exception cref="InputException">No archive of results, cut off, damaged, or of another format; or the folder is not empty.</exception>
    public static void Open(string path, string folder)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
            throw new InputException($"{folder}: is not empty; an archive is opened in a new folder");
        // On the same disk, and in a folder that is there: an archive that is refused leaves nothing.
        var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        while (parent is not null && !Directory.Exists(parent))
            parent = Path.GetDirectoryName(parent);
        var temporary = Path.Combine(parent ?? ".", $"{Path.GetFileName(folder)}.{Guid.NewGuid():N}.tmp");
        try
        {
            Directory.CreateDirectory(temporary);
            TarArchive.Unpack(path, temporary, static name => Part().IsMatch(name));
            Check(path, temporary);
            if (Directory.Exists(folder))
                Directory.Delete(folder);
            Directory.CreateDirectory(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)))!);
            Directory.Move(temporary, folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{folder}: cannot be written: {e.Message}", e);
        }
        finally
        {
            if (Directory.Exists(temporary))
                Directory.Delete(temporary, recursive: true);
        }
    }

    // Each line of results vouches for itself; here none may be lost.
    private static void Check(string path, string folder)
    {
        try
        {
            var store = RunStore.OpenExisting(folder);
            _ = Experiment.OfFolder(folder);
            _ = store.History.Read();
            if (store.Warnings is [var first, ..])
                throw new InputException(first);
        }
        catch (InputException error)
        {
            throw new InputException($"{path}: {error.Message.Replace(folder + Path.DirectorySeparatorChar, "", StringComparison.Ordinal).Replace(folder, "the archive", StringComparison.Ordinal)}", error);
        }
    }

    private static byte[] Manifest(RunStore store, Experiment experiment)
    {
        var known = store.Manifest.ToDictionary(static entry => entry.Run);
        var entries = experiment.Runs.Select(run => known.GetValueOrDefault(run.Hash)).OfType<ManifestEntry>().DistinctBy(static entry => entry.Run);
        return Lines([StoreFormat.Header(StoreFormat.Manifest), .. entries.Select(static entry => ResultJson.Write(entry with { Spec = null, Model = null }))]);
    }

    private static byte[] Results(RunStore store, Experiment experiment)
    {
        var drawn = experiment.Runs.Where(run => Sweep(store, run)?.Example is not null).GroupBy(static run => (run.Arm, run.Spec.Setup.Task.Part))
            .Select(static arm => arm.MinBy(static run => run.Spec.Setup.Seed)!.Hash).ToHashSet();
        var seconds = store.Results.All.ToDictionary(static result => (result.Run, result.Stage), static result => result.Seconds);
        var lines = from run in experiment.Runs
                    from stage in run.Stages.Select(static stage => (stage.Hash, stage.Name)).Prepend((Hash: run.TrainingHash, Name: RunWork.TrainingStageName))
                    where seconds.ContainsKey(stage)
                    let body = stage == (run.Stages[0].Hash, run.Stages[0].Name) && !drawn.Contains(run.Hash) && Sweep(store, run) is { } sweep
                        ? ResultJson.Write(sweep with { Example = null }) : store.Results.Body(stage.Hash, stage.Name)!
                    select Encoding.UTF8.GetString(ResultLine.Write(stage.Hash, stage.Name, body, seconds[stage] is { } taken ? ResultJson.Write(new { Seconds = taken }) : null).Line);
        return Lines(lines.Distinct().Prepend(StoreFormat.Header(StoreFormat.Results)));
    }

    private static SweepResult? Sweep(RunStore store, PlannedRun run) => run.Stages[0].ResultIn(store) as SweepResult;

    private static Experiment Without(Experiment experiment, IReadOnlyList<string> names)
    {
        string[] known = [.. experiment.Runs.SelectMany(static run => run.Stages.Skip(1)).Select(static stage => stage.Name).Distinct()];
        foreach (var name in names.Except(known))
            throw new InputException($"--without: {NearestName.Unknown("analysis of this folder", name, known)}");
        var tree = names.Aggregate(experiment.Tree, static (tree, name) => Grid.Without(tree, name));
        return names.Count == 0 ? experiment : experiment.Changed(tree, TaskContents.Of(experiment.Runs).ToDictionary(known => TaskContents.KeyOf(known.Task, experiment.Folder)));
    }

    private static byte[] Lines(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line + "\n")));

    // As the page shows it.
    private static Provenance Published(Provenance past) => past with { Machine = "", Folder = null, Command = [.. past.Command.Select(ShownPath.Of)] };

    [GeneratedRegex(@"^(experiment\.yaml|manifest\.jsonl|results/[A-Za-z0-9._-]+\.jsonl|provenance/[A-Za-z0-9._-]+\.json)\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();
}
