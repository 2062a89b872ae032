using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Training;

/// <summary>
/// sum mask (-sum_k y_k ln softmax(z)_k) / sum mask, over steps and trials; targets are distributions over the outputs,
/// and the mask of output 0 is the step's mask.
/// </summary>
public sealed record CrossEntropy : Loss
{
    /// <inheritdoc/>
    public override string Words => "cross-entropy";

    /// <inheritdoc/>
    public override string Unit => "nats";

    /// <inheritdoc/>
    public override bool HasAccuracy => true;

    /// <inheritdoc/>
    public override LossAccumulator NewAccumulator() => new CrossEntropyAccumulator();

    /// <inheritdoc/>
    public override bool Accepts(ReadOnlySpan<double> target) => IsDistribution(target);

    /// <inheritdoc/>
    public override double Shown(ReadOnlySpan<double> outputs, int output)
    {
        Span<double> probability = new double[outputs.Length];
        Softmax(outputs, 0, 1, probability);
        return probability[output];
    }

    /// <inheritdoc/>
    public override double Weight(ReadOnlySpan<double> mask) => mask[0];

    /// <inheritdoc/>
    public override void Evaluate<T>(Block<T> block, T[] targets, T[] masks, double normalizer, Span<double> losses)
    {
        var (width, outputs) = (block.Width, block.OutputRows);
        Span<double> probability = new double[outputs];
        var backward = block.OutputGradients.Length > 0;
        for (var t = 0; t < block.Steps; t++)
        {
            if (!block.Wanted[t])
                continue;
            for (var b = 0; b < width; b++)
            {
                var first = (t * outputs * width) + b;
                var mask = double.CreateTruncating(masks[first]);
                var logSum = Softmax<T>(block.Outputs, first, width, probability);
                double loss = 0, total = 0;
                for (var o = 0; o < outputs; o++)
                {
                    var y = double.CreateTruncating(targets[first + (o * width)]);
                    loss += y * (logSum - double.CreateTruncating(block.Outputs[first + (o * width)]));
                    total += y;
                }

                losses[b] += mask * loss;
                for (var o = 0; backward && o < outputs; o++)
                {
                    var k = first + (o * width);
                    block.OutputGradients[k] = T.CreateTruncating(mask / normalizer * ((total * probability[o]) - double.CreateTruncating(targets[k])));
                }
            }
        }
    }

    /// <inheritdoc/>
    public override double RightWeight<T>(Block<T> block, T[] targets, T[] masks, int lane)
    {
        var right = 0.0;
        for (var t = 0; t < block.Steps; t++)
        {
            var first = (t * block.OutputRows * block.Width) + lane;
            if (block.Wanted[t] && Largest(block.Outputs, first, block) == Largest(targets, first, block))
                right += double.CreateTruncating(masks[first]);
        }

        return right;
    }

    // m sum y (ln sum exp z - z): m (sum y p - y) and m sum y (diag p - p p^T).
    internal override void Differentiate(
        ReadOnlySpan<double> readout, ReadOnlySpan<double> target, ReadOnlySpan<double> mask, Span<double> gradient, Span<double> hessian)
    {
        Softmax(readout, 0, 1, gradient);
        var total = 0.0;
        foreach (var y in target)
            total += y;
        for (var o = 0; o < readout.Length; o++)
        {
            for (var k = 0; k < readout.Length; k++)
                hessian[(o * readout.Length) + k] = mask[0] * total * gradient[o] * ((o == k ? 1 : 0) - gradient[k]);
        }

        for (var o = 0; o < readout.Length; o++)
            gradient[o] = mask[0] * ((total * gradient[o]) - target[o]);
    }

    /// <summary>Whether a target gives a probability to each of two classes or more.</summary>
    internal static bool IsDistribution(ReadOnlySpan<double> target)
    {
        var sum = 0.0;
        var negative = false;
        foreach (var p in target)
        {
            sum += p;
            negative |= p < 0;
        }

        // 1e-6 lets distributions through that were normalised in float.
        return target.Length >= 2 && !negative && Math.Abs(sum - 1) <= 1e-6;
    }

    // With total = sum y, p = softmax z and v[z1] the variance of z1 under p: grad l = total p - y, H_l z1 = total p (z1 - p.z1), and the
    // derivative of z1^T H_l z1 = total v[z1] is total p ((z1 - p.z1)^2 - v[z1]).
    private protected override double Expand(LossExpansion point)
    {
        Span<double> p = new double[point.Readout.Length];
        Softmax<double>(point.Readout, 0, 1, p);
        ReadOnlySpan<double> first = point.First, second = point.Second;
        double mask = point.Mask[0], total = 0, firstMean = 0, variance = 0, secondMean = 0;
        for (var o = 0; o < p.Length; o++)
        {
            total += point.Target[o];
            firstMean += p[o] * first[o];
            secondMean += second.IsEmpty ? 0 : p[o] * second[o];
        }

        for (var o = 0; o < p.Length; o++)
            variance += p[o] * (first[o] - firstMean) * (first[o] - firstMean);
        var value = total * variance / 2;
        for (var o = 0; o < p.Length; o++)
        {
            var apart = first[o] - firstMean;
            point.ByReadout[o] = mask * total * p[o] * ((apart * apart) - variance) / 2;
            point.ByOrders[o] = mask * total * p[o] * apart;
            if (second.IsEmpty)
                continue;
            var gradient = (total * p[o]) - point.Target[o];
            value += gradient * second[o];
            point.ByReadout[o] += mask * total * p[o] * (second[o] - secondMean);
            point.ByOrders[p.Length + o] = mask * gradient;
        }

        return mask * value;
    }

    // The first of equal ones.
    private static int Largest<T>(T[] values, int first, Block<T> block)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var best = 0;
        for (var o = 1; o < block.OutputRows; o++)
        {
            if (values[first + (o * block.Width)] > values[first + (best * block.Width)])
                best = o;
        }

        return best;
    }

    // Probabilities of one trial's outputs; returns ln sum exp(z).
    private static double Softmax<T>(ReadOnlySpan<T> outputs, int first, int width, Span<double> probability)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var largest = double.NegativeInfinity;
        for (var o = 0; o < probability.Length; o++)
            largest = Math.Max(largest, double.CreateTruncating(outputs[first + (o * width)]));
        var sum = 0.0;
        for (var o = 0; o < probability.Length; o++)
            sum += probability[o] = Elementary.Exp(double.CreateTruncating(outputs[first + (o * width)]) - largest);
        for (var o = 0; o < probability.Length; o++)
            probability[o] /= sum;
        return largest + Elementary.Log(sum);
    }
}
