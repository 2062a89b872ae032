using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>What a store holds of the runs of an experiment.</summary>
internal static class FinishedRuns
{
    /// <summary>The runs that have finished, in the grid's order. Of the trials that sweeps keep as examples only those that are drawn, of the first seed of each arm: of 100,000 runs they would be most of the memory.</summary>
    /// <param name="experiment">The experiment.</param>
    /// <param name="store">The store.</param>
    public static ImmutableArray<FinishedRun> Of(Experiment experiment, RunStore store)
    {
        store.Results.KeepsOpen = true;
        try
        {
            return Read(experiment, store);
        }
        finally
        {
            store.Results.KeepsOpen = false;
        }
    }

    private static ImmutableArray<FinishedRun> Read(Experiment experiment, RunStore store)
    {
        var finished = ImmutableArray.CreateBuilder<FinishedRun>();
        var drawn = new Dictionary<(Arm Arm, string Part), int>();
        foreach (var plan in experiment.Runs.Where(run => RunWork.IsDone(store, run)))
        {
            var run = new FinishedRun(
                plan,
                store.Results.Get<TrainingResult>(plan.TrainingHash, RunWork.TrainingStageName),
                [.. plan.Stages.Select(stage => stage.ResultIn(store)).OfType<AnalysisResult>()]);
            var arm = (plan.Arm, plan.Spec.Setup.Task.Part);
            if (!run.HasExample)
            {
                finished.Add(run);
            }
            else if (drawn.TryGetValue(arm, out var first) && finished[first].Plan.Spec.Setup.Seed <= plan.Spec.Setup.Seed)
            {
                finished.Add(run.WithoutExample());
            }
            else
            {
                if (drawn.TryGetValue(arm, out first))
                    finished[first] = finished[first].WithoutExample();
                drawn[arm] = finished.Count;
                finished.Add(run);
            }
        }

        return finished.ToImmutable();
    }
}
