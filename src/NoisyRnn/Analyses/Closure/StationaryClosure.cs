using System.Collections.Immutable;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>What the Gaussian closure says of a network under some noise at the last step of some trials.</summary>
internal sealed class StationaryClosure
{
    // A histogram shows so many standard deviations about each mean.
    private const double Deviations = 3.5;

    public StationaryClosure(
        TrainedNetwork subject, ImmutableArray<NoiseSource> noise, NumberedTrial[] trials, int threads, CancellationToken cancellation)
    {
        Noise = noise;
        var closure = new GaussianClosure(subject, noise);
        var found = ParallelLoop.Run(trials, threads, trial =>
        {
            var state = closure.Start();
            for (var t = closure.Remembers ? 0 : trial.HeldFrom; t < trial.Steps && !cancellation.IsCancellationRequested; t++)
                closure.Step(state, trial.Trial.InputsAt(t, trial.HeldFrom));

            var (mean, variance, first) = (new double[closure.Outputs], new double[closure.Outputs], state.Layers[0]);
            closure.Read(state, mean, variance);
            return (state.Hidden, Outputs: mean.Zip(variance, static (m, v) => (m, Math.Sqrt(v))).ToArray(), PreActivations: first.PreActivation.Zip(first.Deviation).ToArray());
        }, cancellation: cancellation);
        Hidden = [.. found.Select(static trial => trial.Hidden)];
        (Outputs, PreActivations) = ([.. found.SelectMany(static trial => trial.Outputs)], [.. found.SelectMany(static trial => trial.PreActivations)]);
    }

    /// <summary>The noise.</summary>
    public ImmutableArray<NoiseSource> Noise { get; }

    /// <summary>The hidden state of each trial.</summary>
    public GaussianMoments[] Hidden { get; }

    /// <summary>Mean and standard deviation of each output of each trial.</summary>
    public (double Mean, double Deviation)[] Outputs { get; }

    /// <summary>Mean of each pre-activation, and the deviation of what the activation reads, of each trial; of the first layer.</summary>
    public (double Mean, double Deviation)[] PreActivations { get; }

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
