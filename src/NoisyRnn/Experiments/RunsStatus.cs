using System.Collections.Immutable;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>How far a folder of runs is.</summary>
/// <param name="Done">Runs with results.</param>
/// <param name="Diverged">Runs that diverged (recorded, not lost).</param>
/// <param name="Running">Runs that some process is computing.</param>
/// <param name="Missing">The others.</param>
/// <param name="Warnings">What is wrong with the store's files.</param>
public sealed record RunsStatus(int Done, int Diverged, int Running, int Missing, ImmutableArray<string> Warnings)
{
    /// <summary>Looks at a folder.</summary>
    /// <exception cref="Formats.InputException">Not a folder of runs.</exception>
    public static RunsStatus Of(string folder)
    {
        var store = RunStore.OpenExisting(folder);
        var experiment = Experiment.OfFolder(folder);
        var (done, diverged, running, missing) = (0, 0, 0, 0);
        foreach (var run in experiment.Runs)
        {
            // A run that diverged has no sweep; one that has, but lacks an analysis, is not done.
            if (RunWork.IsDone(store, run))
                _ = store.Results.Has(run.Hash, RunWork.SweepStageName) ? done++ : diverged++;
            else if (store.LooksLocked(run.TrainingHash))
                running++;
            else
                missing++;
        }

        return new RunsStatus(done, diverged, running, missing, store.Warnings);
    }
}
