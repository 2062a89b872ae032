using NoisyRnn.Formats;
using NoisyRnn.Reports;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>A folder of runs as it is compared: its experiment, what is done of it, and what its report would say.</summary>
internal sealed record ComparedFolder(Experiment Experiment, RunStore Store, HashSet<StageHash> Done, ReportContent Content)
{
    /// <summary>Reads it; nothing is written.</summary>
    public static ComparedFolder Read(string folder, Action<string> log)
    {
        var place = ReportPlace.Of(folder);
        var store = RunStore.OpenExisting(place.Store);
        foreach (var warning in store.Warnings)
            log($"warning: {warning}");
        var experiment = Experiment.OfFolder(place.Folder);
        return new(experiment, store, [.. experiment.Runs.Where(run => RunWork.IsDone(store, run)).Select(static run => run.Hash)], ExperimentReport.Of(experiment, store, place).Content);
    }
}
