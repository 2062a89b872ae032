using System.Collections.Immutable;
using System.Diagnostics;
using NoisyRnn.Formats;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>Estimates what runs will cost, from a few timed iterations of each kind of run on this machine.</summary>
internal static class RunCost
{
    private static readonly TimeSpan Warm = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Timed = TimeSpan.FromMilliseconds(100);

    /// <summary>Core-minutes of each run: at most, where a training may stop early.</summary>
    public static ImmutableArray<double> CoreMinutes(ImmutableArray<PlannedRun> runs, CancellationToken cancellation)
    {
        var minutes = new Dictionary<StageHash, double>();
        foreach (var kind in runs.GroupBy(static run => (run.Arm, run.Placement, Noisy: run.Spec.Noise.Any(static s => s.IsActive()))))
        {
            var spec = kind.First().Spec;
            var iteration = SecondsPerIteration(spec, cancellation);
            var analyses = spec.Analyses.Prepend(spec.Sweep).Sum(analysis => analysis.Cost(spec.Task)) / spec.Training.Batch;
            foreach (var run in kind)
                minutes[run.Hash] = iteration * (spec.Training.Iterations + analyses) / 60;
        }

        return [.. runs.Select(run => minutes[run.Hash])];
    }

    private static double SecondsPerIteration(ExperimentSpec spec, CancellationToken cancellation)
    {
        var trainer = new Trainer<float>(
            spec.Training with { Iterations = int.MaxValue, ValidateEvery = int.MaxValue }, spec.Network, spec.Task, spec.Noise, spec.Dt, spec.Seed, threads: 1, spec.Scheme);
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
