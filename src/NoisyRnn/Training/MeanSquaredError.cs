using System.ComponentModel;
using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Training;

/// <summary>sum mask (y - target)^2 over steps, outputs and trials, by the sum of the masks or the number of elements; y = r(z).</summary>
public sealed record MeanSquaredError : Loss
{
    private static readonly Activation Logistic = new Networks.Sigmoid();

    /// <summary>r.</summary>
    [Description("the output y = r(z) of a readout z: identity or sigmoid")]
    public Readout Readout { get; init; } = Readout.Identity;

    /// <summary>What the sum is divided by.</summary>
    [Description("what the sum of mask times squared error is divided by: weights (the sum of the masks) or elements (the number of steps, outputs and trials)")]
    public ErrorMean MeanOver { get; init; } = ErrorMean.Weights;

    /// <inheritdoc/>
    public override string Words => "mean squared error";

    /// <inheritdoc/>
    public override string Unit => "squared units of the target";

    /// <inheritdoc/>
    public override string Equation => Readout == Readout.Sigmoid ? Model.SigmoidEquation : "";

    /// <inheritdoc/>
    public override bool HasBias => true;

    /// <inheritdoc/>
    public override bool IsSeparable => true;

    /// <inheritdoc/>
    public override Activation? Response => Readout == Readout.Sigmoid ? Logistic : null;

    /// <inheritdoc/>
    public override Loss Through(Readout readout) => this with { Readout = readout };

    /// <inheritdoc/>
    public override LossAccumulator NewAccumulator() => new SquaredErrorAccumulator();

    /// <inheritdoc/>
    public override double Weight(ReadOnlySpan<double> mask)
    {
        if (MeanOver == ErrorMean.Elements)
            return mask.Length;
        var sum = 0.0;
        foreach (var m in mask)
            sum += m;
        return sum;
    }

    /// <inheritdoc/>
    public override void Evaluate<T>(Block<T> block, T[] targets, T[] masks, double normalizer, Span<double> losses)
    {
        var (width, stride) = (block.Width, block.OutputRows * block.Width);
        var factor = T.CreateTruncating(2 / normalizer);
        var backward = block.OutputGradients.Length > 0;
        var (outputs, slopes) = Readout == Readout.Sigmoid ? (new T[stride], new T[stride]) : ([], []);
        for (var t = 0; t < block.Steps; t++)
        {
            if (!block.Wanted[t])
                continue;
            var readout = block.At(block.Outputs, t, block.OutputRows);
            var start = t * stride;
            if (outputs.Length > 0)
            {
                readout.CopyTo(outputs);
                Logistic.EvaluateAs<T>(outputs, outputs, slopes);
                readout = outputs;
            }

            for (var k = 0; k < stride; k++)
            {
                var error = readout[k] - targets[start + k];
                var weighted = masks[start + k] * error;
                losses[k % width] += double.CreateTruncating(weighted * error);
                if (!backward)
                    continue;
                var gradient = factor * weighted;
                block.OutputGradients[start + k] = slopes.Length > 0 ? gradient * slopes[k] : gradient;
            }
        }
    }

    // m (r(z) - y)^2: 2 m (r - y) r' and 2 m (r'^2 + (r - y) r''), of each output.
    internal override void Differentiate(
        ReadOnlySpan<double> readout, ReadOnlySpan<double> target, ReadOnlySpan<double> mask, Span<double> gradient, Span<double> hessian)
    {
        hessian.Clear();
        for (var o = 0; o < readout.Length; o++)
        {
            var (y, slope, bend) = (readout[o], 1.0, 0.0);
            if (Readout == Readout.Sigmoid)
            {
                y = 1 / (1 + Elementary.Exp(-readout[o]));
                slope = y * (1 - y);
                bend = slope * (1 - (2 * y));
            }

            gradient[o] = 2 * mask[o] * (y - target[o]) * slope;
            hessian[o * (readout.Length + 1)] = 2 * mask[o] * ((slope * slope) + ((y - target[o]) * bend));
        }
    }

    // One output at a time: l = mask (r(z) - y)^2 and its derivatives l', l'', l''' by z.
    private protected override double Expand(LossExpansion point)
    {
        ReadOnlySpan<double> first = point.First, second = point.Second;
        var value = 0.0;
        for (var o = 0; o < first.Length; o++)
        {
            var (r, slope, bend, turn) = Responses(point.Readout[o]);
            var (twice, error) = (2 * point.Mask[o], r - point.Target[o]);
            var gradient = twice * error * slope;
            var curvature = twice * ((slope * slope) + (error * bend));
            var change = twice * ((3 * slope * bend) + (error * turn));
            value += curvature * first[o] * first[o] / 2;
            point.ByReadout[o] = change * first[o] * first[o] / 2;
            point.ByOrders[o] = curvature * first[o];
            if (second.IsEmpty)
                continue;
            value += gradient * second[o];
            point.ByReadout[o] += curvature * second[o];
            point.ByOrders[first.Length + o] = gradient;
        }

        return value;
    }

    // r(z) with its first three derivatives.
    private (double Value, double Slope, double Second, double Third) Responses(double z)
    {
        if (Readout == Readout.Identity)
            return (z, 1, 0, 0);
        var r = Elementary.Sigmoid(z);
        var slope = r * (1 - r);
        var second = slope * (1 - (2 * r));
        return (r, slope, second, (second * (1 - (2 * r))) - (2 * slope * slope));
    }
}
