using System.Collections.Immutable;
using System.Diagnostics;
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

    // A quarter of a second each.
    private const int MostTimed = 40;

    /// <summary>The costs of runs, one each.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="available">Memory that runs may take, bytes.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    public static ImmutableArray<RunCost> Of(ImmutableArray<PlannedRun> runs, int threads, double available, CancellationToken cancellation)
    {
        var kinds = Kinds(runs, threads, available);
        var seconds = Seconds([.. kinds.Values.DistinctBy(static kind => kind.Key).OrderBy(static kind => kind.Memory.Bytes)], available, cancellation);
        return [.. runs.Select(run => Of(run.Spec, kinds[Seedless(run)], seconds, available))];
    }

    /// <summary>The costs of runs whose times are known.</summary>
    /// <param name="runs">The runs.</param>
    /// <param name="coreMinutes">The time of each.</param>
    /// <param name="threads">Threads of each.</param>
    /// <param name="available">Memory that runs may take, bytes.</param>
    public static ImmutableArray<RunCost> Of(ImmutableArray<PlannedRun> runs, IEnumerable<double> coreMinutes, int threads, double available)
    {
        var kinds = Kinds(runs, threads, available);
        return [.. runs.Zip(coreMinutes, (run, minutes) => new RunCost(minutes, kinds[Seedless(run)].Memory.Bytes, kinds[Seedless(run)].Memory.Refusal(available)))];
    }

    private static RunCost Of(ExperimentSpec spec, RunKind kind, Dictionary<string, double> timed, double available)
    {
        var seconds = timed.GetValueOrDefault(kind.Key);
        if ((kind.Memory.Refusal(available) ?? (double.IsNaN(seconds) ? kind.Memory.Refusal(0) : null)) is { } refusal)
            return new(0, kind.Memory.Bytes, refusal);
        var analyses = spec.Analyses.Sum(stage => stage.Analysis.Cost(spec.Setup.Task)) / spec.Setup.Training.Batch;
        return new(seconds * (spec.Setup.Training.Iterations + analyses) / 60, kind.Memory.Bytes, null);
    }

    // What all seeds share is looked at once.
    private static Setup Seedless(PlannedRun run) => run.Spec.Setup with { Seed = 0 };

    private static Dictionary<Setup, RunKind> Kinds(ImmutableArray<PlannedRun> runs, int threads, double available)
    {
        var kinds = new Dictionary<Setup, RunKind>();
        foreach (var run in runs)
        {
            if (!kinds.ContainsKey(Seedless(run)))
                kinds.Add(Seedless(run), RunKind.Of(run, threads, available));
        }

        return kinds;
    }

    // Of very many kinds some are timed, from the smallest to the largest; the others take what the next in size takes.
    private static Dictionary<string, double> Seconds(RunKind[] kinds, double available, CancellationToken cancellation)
    {
        var seconds = new Dictionary<string, double>(StringComparer.Ordinal);
        var feasible = kinds.Where(kind => kind.Memory.Refusal(available) is null).ToArray();
        var (step, next, last) = (Math.Max(1, feasible.Length / (double)MostTimed), 0.0, double.NaN);
        foreach (var (k, kind) in feasible.Index())
        {
            if (k >= next)
            {
                last = TrySecondsPerIteration(kind.Setup, cancellation);
                next += step;
            }

            seconds[kind.Key] = last;
        }

        return seconds;
    }

    // Not a number where there is no memory for it after all.
    private static double TrySecondsPerIteration(Setup setup, CancellationToken cancellation)
    {
        try
        {
            return SecondsPerIteration(setup, cancellation);
        }
        catch (OutOfMemoryException)
        {
            return double.NaN;
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
