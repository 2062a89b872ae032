using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// (c): the readout is fitted again to the silent states, by weighted least squares on trials of training, with a ridge on the change of the weights; with a sigmoid readout
/// by Gauss-Newton steps from where it is. The dynamics stay as they are.
/// </summary>
public sealed record ReadoutRepair : RepairMethod
{
    // A linear readout is there after one; the logistic one converges in a few, from where it is saturated in some more.
    private const int LogisticSteps = 30;

    // A full step is far too long where the readout is saturated: of its halves the best is taken. 2^-60 of it is none.
    private const int Halvings = 60;

    /// <summary>Trials of training.</summary>
    [Description("trials of training on whose silent states the readout is fitted")]
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 256;

    /// <summary>Ridge, relative to the mean diagonal of the normal matrix.</summary>
    [Description("penalty on the change of weights, relative to the mean square of the states: small for the lowest silent loss, larger for a readout that stands noise")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double Ridge { get; init; } = 1e-4;

    /// <summary>Steps of each.</summary>
    [Description("steps of each trial, evenly spread over those that count")]
    [Range(1, 1_000_000)]
    public int Steps { get; init; } = 8;

    /// <inheritdoc/>
    public override string Summary => "the readout fitted again to the silent states";

    /// <inheritdoc/>
    public override bool KeepsActivation => true;

    internal override string? Refusal(Setup setup) => SilentPath.Refusal(setup) ?? (setup.Network.HasPlainReadout ? null : "the readout's weights obey network.readout, which a fit does not keep; allowed are the methods averaged, averaged-by-closure and biases") ?? setup.Training.Loss.RefusalWithoutBias;

    /// <inheritdoc/>
    public override TrainedNetwork Apply(TrainedNetwork subject, CancellationToken cancellation = default)
    {
        var samples = Samples(subject, cancellation);
        var parameters = subject.Parameters.Copy();
        var (units, outputs) = (subject.Network.Units, subject.Task.OutputCount);
        var response = subject.Loss.Response;
        for (var o = 0; o < outputs; o++)
        {
            double[] weights = [.. parameters.ReadoutWeights.Slice(o * units, units), parameters.ReadoutBias[o]];
            for (var step = 0; step < (response is null ? 1 : LogisticSteps) && Improve(weights, samples, o, response, Ridge); step++)
                cancellation.ThrowIfCancellationRequested();
            weights.AsSpan(0, units).CopyTo(parameters.ReadoutWeights.Slice(o * units, units));
            parameters.ReadoutBias[o] = weights[units];
        }

        return subject with { Setup = subject.Setup with { Noise = [] }, Parameters = parameters };
    }

    private sealed record Sample(double[] State, double[] Target, double[] Mask);

    private List<Sample> Samples(TrainedNetwork subject, CancellationToken cancellation)
    {
        var samples = new List<Sample>();
        var trials = subject.Task.TrialsAtMost(Trials, NoiseStream.Task);
        foreach (var range in TrialRange.Blocks(trials, SilentPath.Width))
        {
            cancellation.ThrowIfCancellationRequested();
            var path = new SilentPath(subject, range, NoiseStream.Task);
            var steps = path.Trials.Select(trial => SampledSteps.Of(trial, Steps)).ToArray();
            path.Run(UnitResponse.Averaged(subject.Network, 0), null, SilentPath.At(steps, (t, lane, state) =>
                // The bias reads a constant.
                samples.Add(new([.. state[..subject.Network.Units], 1], path.Trials[lane].TargetsAt(t).ToArray(), path.Trials[lane].MaskAt(t).ToArray()))));
        }

        return samples;
    }

    // One Gauss-Newton step on E = sum mask (y - target)^2; whether there was one to make.
    private static bool Improve(double[] weights, List<Sample> samples, int output, Activation? response, double relativeRidge)
    {
        var n = weights.Length;
        var (jacobian, residual) = (new double[samples.Count * n], new double[samples.Count]);
        var (y, slope) = Outputs(weights, samples, response);
        for (var k = 0; k < samples.Count; k++)
        {
            var root = Math.Sqrt(samples[k].Mask[output]);
            residual[k] = root * (samples[k].Target[output] - y[k]);
            for (var i = 0; i < n; i++)
                jacobian[(k * n) + i] = root * slope[k] * samples[k].State[i];
        }

        var (normal, step) = (new double[n * n], new double[n]);
        DenseProduct.TransposeMultiply(jacobian, jacobian, normal, n, samples.Count, n);
        DenseProduct.TransposeMultiply(jacobian, residual, step, n, samples.Count, 1);
        var ridge = relativeRidge * Enumerable.Range(0, n).Average(i => normal[i * (n + 1)]);
        // An output that is never asked for, or saturated to the last bit, has no slope to go by.
        if (!double.IsNormal(ridge))
            return false;
        for (var i = 0; i < n; i++)
            normal[i * (n + 1)] += ridge;
        using var factors = new LuFactorization(normal, n);
        factors.Solve(step, step, 1);
        var share = response is null ? 1 : BestShare(weights, step, samples, output, response);
        for (var i = 0; i < n; i++)
            weights[i] += share * step[i];
        return share > 0;
    }

    // The part of a step, 1, 1/2, 1/4 .., at which E is least; 0 where none lowers it.
    private static double BestShare(double[] weights, double[] step, List<Sample> samples, int output, Activation response)
    {
        var (best, least) = (0.0, Error(0));
        for (var k = 0; k <= Halvings; k++)
        {
            var (share, error) = (Math.ScaleB(1, -k), Error(Math.ScaleB(1, -k)));
            if (error < least)
                (best, least) = (share, error);
        }

        return best;

        double Error(double share)
        {
            var (y, _) = Outputs([.. weights.Zip(step, (weight, change) => weight + (share * change))], samples, response);
            var sum = 0.0;
            for (var k = 0; k < samples.Count; k++)
                sum += samples[k].Mask[output] * (y[k] - samples[k].Target[output]) * (y[k] - samples[k].Target[output]);
            return sum;
        }
    }

    // y = r(z) and dy/dz of all samples, padded.
    private static (double[] Y, double[] Slope) Outputs(double[] weights, List<Sample> samples, Activation? response)
    {
        var (y, slope) = (new double[DenseProduct.Padded(samples.Count)], new double[DenseProduct.Padded(samples.Count)]);
        for (var k = 0; k < samples.Count; k++)
            y[k] = Dot(weights, samples[k].State);
        Array.Fill(slope, 1);
        response?.Evaluate(y, y, slope);
        return (y, slope);
    }

    private static double Dot(double[] a, double[] b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }
}
