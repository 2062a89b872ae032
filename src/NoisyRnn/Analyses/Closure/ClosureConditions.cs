using System.Collections.Immutable;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// The test trials of a seed and what the Gaussian closure says of a network on them, in the form of a sweep's point: conditions
/// are steps and outputs, weighted by their masks. Summed in the order of trials: threads change no bit.
/// </summary>
internal sealed class ClosureConditions
{
    private readonly TrainedNetwork _subject;
    private readonly Trial[] _trials;
    private readonly int _threads;

    public ClosureConditions(TrainedNetwork subject, int trials, int threads)
    {
        (_subject, _threads) = (subject, threads);
        _trials = [.. subject.TestTrials(trials).Select(static trial => trial.Trial)];
    }

    /// <summary>Number of trials.</summary>
    public int Count => _trials.Length;

    /// <summary>Bias^2 and variance of the output; not a number where the network's moments are not finite.</summary>
    /// <param name="noise">The noise.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public (double BiasSquared, double Variance) Measure(ImmutableArray<NoiseSource> noise, CancellationToken cancellation)
    {
        var closure = new GaussianClosure(_subject, noise);
        var sums = new ParallelLoop<ClosureState>(_threads, closure.Start).Run(
            _trials, (trial, state) => Follow(closure, state, trial, cancellation), cancellation: cancellation);
        CompensatedSum bias = default, variance = default, weight = default;
        foreach (var sum in sums)
        {
            bias.Add(sum.Bias);
            variance.Add(sum.Variance);
            weight.Add(sum.Weight);
        }

        return (bias.Value / weight.Value, variance.Value / weight.Value);
    }

    private static (double Bias, double Variance, double Weight) Follow(
        GaussianClosure closure, ClosureState state, Trial trial, CancellationToken cancellation)
    {
        closure.Restart(state);
        var (mean, variance) = (new double[closure.Outputs], new double[closure.Outputs]);
        var sum = (Bias: 0.0, Variance: 0.0, Weight: 0.0);
        var last = trial.LastCounted();
        for (var t = 0; t <= last && !cancellation.IsCancellationRequested; t++)
        {
            var counts = trial.Counts(t);
            if (!counts && !closure.Remembers)
                continue;
            closure.Step(state, trial.InputsAt(t));
            if (!counts)
                continue;
            closure.Read(state, mean, variance);
            for (var o = 0; o < mean.Length; o++)
            {
                // Where nothing is asked there may be no target.
                if (trial.Mask[t, o] is not (var mask and not 0))
                    continue;
                var error = mean[o] - trial.Targets[t, o];
                sum = (sum.Bias + (mask * error * error), sum.Variance + (mask * variance[o]), sum.Weight + mask);
            }
        }

        return sum;
    }
}
