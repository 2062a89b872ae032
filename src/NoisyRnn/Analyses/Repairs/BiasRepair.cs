using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// (b): f stays, biases move by d_i = argmin_d of the mean over trials and time of [f(a_i + d) - F_s0(a_i)]^2, with a from the run
/// repaired by (a). One number a unit cannot mend a shift that depends on the input.
/// </summary>
public sealed record BiasRepair : RepairMethod
{
    // Farther than this from where it is, in noise levels, no bias undoes a shift of at most .4 of them.
    private const double Reach = 4;
    private const int GridPoints = 161;

    /// <summary>Trials of training.</summary>
    [Description("trials of training over which biases are fitted")]
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 64;

    /// <summary>Steps of each.</summary>
    [Description("steps of each trial, evenly spread")]
    [Range(1, 1_000_000)]
    public int Steps { get; init; } = 32;

    /// <inheritdoc/>
    public override string Summary => "biases moved so that each unit answers, on average, as it did under the noise";

    /// <inheritdoc/>
    public override bool KeepsActivation => true;

    /// <inheritdoc/>
    public override TrainedNetwork Apply(TrainedNetwork subject, CancellationToken cancellation = default)
    {
        var (plain, deviations) = (UnitResponse.Averaged(subject.Network, 0).Activation, ArgumentNoise.Of(subject, subject.TrainingSigma, cancellation));
        var own = UnitResponse.Averaged(subject.Network, deviations);
        var (samples, count) = PreActivations(subject, own, cancellation);
        var parameters = subject.Parameters.Copy();
        var layers = subject.Network.LeakyLayers(parameters.Layout);
        for (var i = 0; i < samples.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (layer, unit) = (layers[i / subject.Network.Units], i % subject.Network.Units);
            var moved = Best(plain[i], own.Activation[i], samples[i], count, Reach * deviations[i]);
            parameters[layer.Bias][unit] += moved;
            // A current that starts there too is moved by as much at every step.
            if (layer is { LeaksFirst: true, InitialState: { } initial })
                parameters[initial][unit] += moved;
        }

        return subject with { Setup = subject.Setup with { Noise = [] }, Parameters = parameters };
    }

    // Of each unit, padded by repeating the last, and how many there are before. [rows][samples]
    private (double[][] Samples, int Count) PreActivations(TrainedNetwork subject, UnitResponse own, CancellationToken cancellation)
    {
        List<double>[]? samples = null;
        var trials = subject.Task.TrialsAtMost(Trials, NoiseStream.Task);
        foreach (var range in TrialRange.Blocks(trials, SilentPath.Width))
        {
            cancellation.ThrowIfCancellationRequested();
            var path = new SilentPath(subject, range, NoiseStream.Task);
            samples ??= [.. Enumerable.Range(0, path.Rows).Select(static _ => new List<double>())];
            ImmutableArray<int>[] steps = [.. Enumerable.Range(0, range.Count).Select(lane => SampledSteps.Spread(path.StepsOf(lane), Steps))];
            path.Run(own, SilentPath.At(steps, (_, _, a) =>
            {
                for (var i = 0; i < samples.Length; i++)
                    samples[i].Add(a[i]);
            }));
        }

        return ([.. samples!.Select(static list => list.Concat(Enumerable.Repeat(list[^1], DenseProduct.Padded(list.Count) - list.Count)).ToArray())], samples![0].Count);
    }

    // On a grid first, for a kinked f has flat and several minima; then by golden sections about the best.
    private static double Best(Activation plain, Activation averaged, double[] a, int count, double reach)
    {
        var (target, moved, value) = (new double[a.Length], new double[a.Length], new double[a.Length]);
        averaged.Evaluate(a, target, []);
        var spacing = 2 * reach / (GridPoints - 1);
        var best = Enumerable.Range(0, GridPoints).Select(k => -reach + (k * spacing)).OrderBy(Error).ThenBy(Math.Abs).First();
        var (low, high) = (best - spacing, best + spacing);
        var golden = (Math.Sqrt(5) - 1) / 2;
        while (high - low > 1e-9 * reach)
        {
            var (left, right) = (high - (golden * (high - low)), low + (golden * (high - low)));
            if (Error(left) <= Error(right))
                high = right;
            else
                low = left;
        }

        var refined = (low + high) / 2;
        // A silent unit stays where it is.
        return Error(refined) < Error(best) ? refined : best;

        double Error(double d)
        {
            for (var k = 0; k < a.Length; k++)
                moved[k] = a[k] + d;
            plain.Evaluate(moved, value, []);
            var sum = 0.0;
            for (var k = 0; k < count; k++)
                sum += (value[k] - target[k]) * (value[k] - target[k]);
            return sum;
        }
    }
}
