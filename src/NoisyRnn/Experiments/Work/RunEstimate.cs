using System.Collections.Immutable;
using NoisyRnn.Workers;

namespace NoisyRnn.Experiments;

/// <summary>Runs that are to be done, as far as their sizes and a few timed iterations tell.</summary>
/// <param name="Runs">Those that can be done here.</param>
/// <param name="Costs">The cost of each.</param>
/// <param name="Threads">Threads for one run: where there are fewer runs than cores, each takes several.</param>
/// <param name="Available">Memory that they may take together, bytes.</param>
/// <param name="TooLarge">Those for which there is no memory, with what they need.</param>
internal sealed record RunEstimate(ImmutableArray<PlannedRun> Runs, ImmutableArray<RunCost> Costs, int Threads, double Available, ImmutableArray<JobFailure> TooLarge)
{
    /// <summary>The time of all that can be done here.</summary>
    public double CoreMinutes => Costs.Sum(static cost => cost.CoreMinutes);

    /// <summary>"about 3.2 core-minutes", and how many runs are not in it for want of memory.</summary>
    /// <param name="bound">"about", or "at most".</param>
    public string TimeInWords(string bound) => Runs.IsEmpty && !TooLarge.IsEmpty ? "none can be done here, for want of memory"
        : RunWords.CoreMinutes(CoreMinutes, bound) + (TooLarge.IsEmpty ? "" : $", without {RunWords.Count(TooLarge.Length, "run")} for which there is not enough memory");

    /// <summary>Looks at runs.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="workers">Runs at a time.</param>
    /// <param name="cancellation">Stops.</param>
    public static RunEstimate Of(ImmutableArray<PlannedRun> runs, int workers, CancellationToken cancellation)
    {
        if (runs.IsEmpty)
            return new([], [], 1, 0, []);
        var (available, threads) = (MachineMemory.Available, ThreadsOf(runs.Length, workers));
        return Of(runs, RunCost.Of(runs, threads, available, cancellation), threads, available);
    }

    /// <summary>Runs whose times are known; only their memory is looked at.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="coreMinutes">The time of each.</param>
    /// <param name="workers">Runs at a time.</param>
    public static RunEstimate Of(ImmutableArray<PlannedRun> runs, IEnumerable<double> coreMinutes, int workers)
    {
        if (runs.IsEmpty)
            return new([], [], 1, 0, []);
        var (available, threads) = (MachineMemory.Available, ThreadsOf(runs.Length, workers));
        return Of(runs, RunCost.Of(runs, coreMinutes, threads, available), threads, available);
    }

    private static int ThreadsOf(int runs, int workers) => Math.Max(1, workers / Math.Min(workers, runs));

    private static RunEstimate Of(ImmutableArray<PlannedRun> runs, ImmutableArray<RunCost> costs, int threads, double available)
    {
        var (fit, large) = (runs.Zip(costs).Where(static run => run.Second.Refusal is null).ToArray(), runs.Zip(costs).Where(static run => run.Second.Refusal is not null));
        return new(
            [.. fit.Select(static run => run.First)], [.. fit.Select(static run => run.Second)], threads, available,
            [.. large.Select(static run => new JobFailure(run.First.Hash.Short, new InsufficientMemoryException(run.First.Point.Values.IsEmpty ? run.Second.Refusal : $"{run.First.Point}: {run.Second.Refusal}")))]);
    }
}
