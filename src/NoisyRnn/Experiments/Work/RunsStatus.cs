using System.Collections.Immutable;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>How far a folder of runs is.</summary>
/// <param name="Done">Runs with results.</param>
/// <param name="Diverged">Runs that diverged (recorded, not lost).</param>
/// <param name="Running">Runs that some process is computing.</param>
/// <param name="Missing">The others.</param>
/// <param name="Warnings">What is wrong with the store's files.</param>
/// <param name="Others">The folders of the other experiments, from this one.</param>
public sealed record RunsStatus(int Done, int Diverged, int Running, int Missing, ImmutableArray<string> Warnings, ImmutableArray<string> Others)
{
    /// <summary>Looks at a folder of runs, or at that of an earlier report in it: how far its experiment is, in all that was asked of it.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="Formats.InputException">Not a folder of runs.</exception>
    public static RunsStatus Of(string folder)
    {
        var place = ReportPlace.Of(folder);
        var store = RunStore.OpenExisting(place.Store);
        var experiment = Experiment.OfFolder(place.Folder);
        var (done, diverged, running, missing) = (0, 0, 0, 0);
        foreach (var run in experiment.Runs)
        {
            // A run that diverged has no analyses; one that has some, but lacks others, is not done.
            if (RunWork.IsDone(store, run))
                _ = run.Stages[0].IsIn(store) ? done++ : diverged++;
            else if (store.LooksLocked(run.TrainingHash))
                running++;
            else
                missing++;
        }

        return new RunsStatus(done, diverged, running, missing, store.Warnings, place.Others());
    }
}
