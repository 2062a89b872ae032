using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>What the Gaussian closure says of a network under some noise at the last step of some trials.</summary>
internal sealed class StationaryClosure
{
    // A histogram shows so many standard deviations about each mean.
    private const double Deviations = 3.5;

    private readonly (double Mean, double Deviation)[][] _outputs, _preActivations;

    public StationaryClosure(
        TrainedNetwork subject, ImmutableArray<NoiseSource> noise, Trial[] trials, int hold, int threads, CancellationToken cancellation)
    {
        Noise = noise;
        (Hidden, _outputs, _preActivations) = (new GaussianMoments[trials.Length], new (double, double)[trials.Length][], new (double, double)[trials.Length][]);
        var closure = new GaussianClosure(subject, noise);
        ParallelBlocks.Run(trials.Length, Math.Clamp(threads, 1, trials.Length), (p, _) =>
        {
            var state = closure.Start();
            var last = trials[p].LastCounted() ?? 0;
            for (var t = closure.Remembers ? 0 : last; t <= last + hold && !cancellation.IsCancellationRequested; t++)
                closure.Step(state, trials[p].InputsAt(t, heldFrom: last));

            var (mean, variance) = (new double[closure.Outputs], new double[closure.Outputs]);
            closure.Read(state, mean, variance);
            Hidden[p] = state.Hidden;
            _outputs[p] = [.. mean.Zip(variance, static (m, v) => (m, Math.Sqrt(v)))];
            var first = state.Layers[0];
            _preActivations[p] = [.. first.PreActivation.Zip(first.Deviation)];
        });
        cancellation.ThrowIfCancellationRequested();
    }

    /// <summary>The noise.</summary>
    public ImmutableArray<NoiseSource> Noise { get; }

    /// <summary>The hidden state of each trial.</summary>
    public GaussianMoments[] Hidden { get; }

    /// <summary>Mean and standard deviation of each output of each trial.</summary>
    public IEnumerable<(double Mean, double Deviation)> Outputs => _outputs.SelectMany(static trial => trial);

    /// <summary>Mean of each pre-activation, and the deviation of what the activation reads, of each trial; of the first layer.</summary>
    public IEnumerable<(double Mean, double Deviation)> PreActivations => _preActivations.SelectMany(static trial => trial);

    /// <summary>A range that holds most of what is to be expected, and 0.</summary>
    public static HistogramRange Range(IEnumerable<(double Mean, double Deviation)> expected, double scale)
    {
        var (low, high) = (0.0, 0.0);
        foreach (var (mean, deviation) in expected)
        {
            var (from, to) = ((mean - (Deviations * deviation)) / scale, (mean + (Deviations * deviation)) / scale);
            if (double.IsFinite(from) && double.IsFinite(to))
                (low, high) = (Math.Min(low, from), Math.Max(high, to));
        }

        return low < high ? new(low, high) : new(-1, 1);
    }
}
