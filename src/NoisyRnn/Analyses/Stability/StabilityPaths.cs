using System.Collections.Immutable;
using NoisyRnn.Dynamics;

namespace NoisyRnn.Analyses;

/// <summary>The top exponent of the tangent flow along test trials, with a look at every step on the way.</summary>
internal static class StabilityPaths
{
    /// <summary>Runs trials 0 .. n - 1.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="rollout">The same under some noise, ready to run.</param>
    /// <param name="trials">n.</param>
    /// <param name="times">The paths' steps.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="visitorOf">Who sees the steps of a trial; the trials of several threads come at the same time.</param>
    /// <param name="done">Called after each trial, one at a time; null for nobody.</param>
    /// <param name="cancellation">Stops it within a path.</param>
    /// <returns>One of each trial that did not leave the numbers, in their order.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static ImmutableArray<LyapunovCurve> Run(
        TrainedNetwork subject, Rollout<double> rollout, int trials, LyapunovTimes times, int threads,
        Func<int, LyapunovPath.Visitor?> visitorOf, Action? done, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var paths = new LyapunovCurve?[trials];
        var workers = new LyapunovPath?[Math.Clamp(threads, 1, trials)];
        ParallelBlocks.Run(trials, workers.Length, (p, thread) =>
        {
            if (cancellation.IsCancellationRequested)
                return;
            var worker = workers[thread] ??= new LyapunovPath(subject, rollout, 1, times);
            worker.Visit = visitorOf(p);
            paths[p] = worker.Run(p, cancellation);
            lock (paths)
                done?.Invoke();
        });
        cancellation.ThrowIfCancellationRequested();
        return [.. paths.OfType<LyapunovCurve>()];
    }
}
