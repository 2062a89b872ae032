using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>What a folder of runs holds: decided and reported, without running anything.</summary>
public static class FolderReport
{
    /// <summary>The folder of runs that a folder is, or that of the earlier report that it is.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="InputException">Not a folder of runs.</exception>
    public static string StoreOf(string folder) => ReportPlace.Of(folder).Store is var store && RunStore.Exists(store)
        ? store : throw new InputException($"{folder}: is no folder of runs (no {RunStore.ManifestName}); name the folder given to --out");

    /// <summary>Decides on what a folder holds, and writes the page.</summary>
    /// <param name="folder">The folder of runs, or that of an earlier report in it (<c>DIR/earlier/1</c>).</param>
    /// <param name="log">Gets warnings, and the earlier reports.</param>
    /// <exception cref="InputException">Not a folder of runs.</exception>
    public static ExperimentOutcome Write(string folder, Action<string> log) => Look(folder, log, ExperimentReport.Write);

    /// <summary>The same, when the work of others is done: what killed processes left is tidied up first.</summary>
    internal static ExperimentOutcome Close(string folder, Action<string> log)
    {
        RunFiles.TidyUp(RunStore.OpenExisting(folder), Experiment.OfFolder(folder).Runs);
        return Write(folder, log);
    }

    /// <summary>The same, and nothing is written.</summary>
    internal static ExperimentOutcome Decide(string folder, Action<string> log) => Look(folder, log, ExperimentReport.Of);

    /// <summary>Tells what of a store is damaged.</summary>
    internal static void Warn(RunStore store, Action<string> log)
    {
        // Read for the report; what is damaged is told now.
        _ = store.History.Read();
        foreach (var warning in store.Warnings)
            log($"warning: {warning}");
    }

    private static ExperimentOutcome Look(string folder, Action<string> log, Func<Experiment, RunStore, ReportPlace, ExperimentOutcome> decide)
    {
        var place = ReportPlace.Of(folder);
        var store = RunStore.OpenExisting(place.Store);
        Warn(store, log);
        return decide(Experiment.OfFolder(place.Folder), store, place);
    }
}
