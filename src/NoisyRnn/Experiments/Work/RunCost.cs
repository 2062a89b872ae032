using System.Collections.Immutable;
using System.Diagnostics;
using NoisyRnn.Noise;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>What a run will cost on this machine.</summary>
/// <param name="CoreMinutes">From a few timed iterations of each kind of run: at most, where a training may stop early.</param>
/// <param name="Bytes">Memory.</param>
/// <param name="Refusal">Why it cannot be done here; null where it can.</param>
internal sealed record RunCost(double CoreMinutes, double Bytes, string? Refusal)
{
    private static readonly TimeSpan Warm = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Timed = TimeSpan.FromMilliseconds(100);

    /// <summary>The costs of runs, one each.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="available">Memory that runs may take, bytes.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    public static ImmutableArray<RunCost> Of(ImmutableArray<PlannedRun> runs, int threads, double available, CancellationToken cancellation)
    {
        var kinds = runs.GroupBy(KindOf).ToDictionary(static kind => kind.Key, kind => Of(kind.First().Spec, threads, available, cancellation));
        return [.. runs.Select(run => kinds[KindOf(run)])];
    }

    /// <summary>The cost of a run whose time is known.</summary>
    public static RunCost Of(PlannedRun run, double coreMinutes, int threads, double available)
    {
        var memory = RunMemory.Of(run.Spec.Setup, threads, available);
        return new(coreMinutes, memory.Bytes, memory.Refusal(available));
    }

    // What noise there is counts, not how much of it.
    private static (string Arm, Placement Placement, bool IsNoisy) KindOf(PlannedRun run) =>
        (run.Arm.Name, run.Spec.Setup.Source.Placement, run.Spec.Setup.Source.IsActive());

    private static RunCost Of(ExperimentSpec spec, int threads, double available, CancellationToken cancellation)
    {
        var memory = RunMemory.Of(spec.Setup, threads, available);
        if (memory.Refusal(available) is { } refusal)
            return new(0, memory.Bytes, refusal);
        try
        {
            var analyses = spec.Analyses.Sum(stage => stage.Analysis.Cost(spec.Setup.Task)) / spec.Setup.Training.Batch;
            return new(SecondsPerIteration(spec.Setup, cancellation) * (spec.Setup.Training.Iterations + analyses) / 60, memory.Bytes, null);
        }
        catch (OutOfMemoryException)
        {
            return new(0, memory.Bytes, memory.Refusal(0));
        }
    }

    private static double SecondsPerIteration(Setup setup, CancellationToken cancellation)
    {
        var trainer = new Trainer<float>(setup with { Training = setup.Training with { Iterations = int.MaxValue, ValidateEvery = int.MaxValue } }, threads: 1);
        Repeat(Warm);
        return Repeat(Timed);

        // A network that takes longer than this is warm from its first iteration on, and one more is enough.
        double Repeat(TimeSpan duration)
        {
            var clock = Stopwatch.StartNew();
            var iterations = 0;
            do
            {
                cancellation.ThrowIfCancellationRequested();
                trainer.Iterate();
                iterations++;
            }
            while (clock.Elapsed < duration && !trainer.IsDone);
            return clock.Elapsed.TotalSeconds / iterations;
        }
    }
}
