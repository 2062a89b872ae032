using NoisyRnn.Numerics;

namespace NoisyRnn.Training;

/// <summary>
/// Collects the cross-entropy of one network at one test-noise level, condition by condition.
/// For logits z_r [K] and a target distribution p [K], loss_r = ln sum_k exp z_rk - sum_k p_k z_rk. It has no bias^2;
/// in its place stand the loss of the logits averaged over the draws, and the Jensen gap = loss - that loss, which is
/// never negative because the loss is convex in the logits. Nats.
/// </summary>
public sealed class CrossEntropyAccumulator : LossAccumulator
{
    private CompensatedSum _meanLogitsLoss, _right;
    private double[] _logits = [];

    /// <inheritdoc/>
    public override void AddStep(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> masks)
    {
        if (masks[0] == 0)
            return;
        if (_logits.Length != outputs.Length)
            _logits = new double[outputs.Length];
        Matrices.Transpose(outputs, targets.Length, outputs.Length / targets.Length, _logits.AsSpan());
        Add(_logits, targets, masks[0]);
    }

    /// <summary>Adds one condition: one input at one time.</summary>
    /// <param name="logits">The logits of each draw, draw after draw, in draw order. [R,K]</param>
    /// <param name="target">The target distribution p over classes: entries &gt;= 0 that sum to 1. [K]</param>
    /// <param name="weight">The condition's weight in the mean (its mask), &gt;= 0; a condition of weight 0 is skipped.</param>
    /// <exception cref="ArgumentException">
    /// A target that is no distribution over two or more classes, logits that do not come in whole draws, another number
    /// of draws than before, or a negative or non-finite weight. Non-finite logits make the level diverged.
    /// </exception>
    public void Add(ReadOnlySpan<double> logits, ReadOnlySpan<double> target, double weight)
    {
        if (!Counts(weight))
            return;
        var classes = target.Length;
        RequireDistribution(target);
        var count = logits.Length / classes;
        if (logits.IsEmpty || logits.Length % classes != 0 || (Draws != 0 && count != Draws))
            throw new ArgumentException($"{logits.Length} logits are not {(Draws == 0 ? "one or more" : $"{Draws}")} draws of {classes} classes.", nameof(logits));

        var mean = new double[classes];
        double even = 0, odd = 0;
        var right = 0;
        var likeliest = IndexOfLargest(target);
        for (var r = 0; r < count; r++)
        {
            var draw = logits.Slice(r * classes, classes);
            var loss = Loss(draw, target);
            if ((r & 1) == 0)
                even += loss;
            else
                odd += loss;
            if (IndexOfLargest(draw) == likeliest)
                right++;
            for (var k = 0; k < classes; k++)
                mean[k] += draw[k] - logits[k];
        }

        for (var k = 0; k < classes; k++)
            mean[k] = logits[k] + mean[k] / count;
        var meanLogitsLoss = Loss(mean, target);
        if (!double.IsFinite((even + odd) * weight) || !double.IsFinite(meanLogitsLoss))
            Diverge();

        Add(count, weight, weight * (even + odd) / count, weight * even / ((count + 1) / 2), weight * (count > 1 ? odd / (count / 2) : even));
        _meanLogitsLoss.Add(weight * meanLogitsLoss);
        _right.Add(weight * right / count);
    }

    private protected override SweepPoint WithParts(SweepPoint point, double weight)
    {
        var meanLogitsLoss = point.Diverged ? double.PositiveInfinity : _meanLogitsLoss.Value / weight;
        return point with
        {
            MeanLogitsLoss = meanLogitsLoss,
            JensenGap = point.Diverged ? double.PositiveInfinity : point.Loss - meanLogitsLoss,
            Accuracy = _right.Value / weight,
        };
    }

    // The largest logit is taken out first, so that exp cannot overflow.
    private static double Loss(ReadOnlySpan<double> logits, ReadOnlySpan<double> target)
    {
        var largest = logits[IndexOfLargest(logits)];
        double exponentials = 0, expected = 0;
        for (var k = 0; k < logits.Length; k++)
        {
            exponentials += Elementary.Exp(logits[k] - largest);
            expected += target[k] * (logits[k] - largest);
        }

        return Elementary.Log(exponentials) - expected;
    }

    private static int IndexOfLargest(ReadOnlySpan<double> values)
    {
        var best = 0;
        for (var k = 1; k < values.Length; k++)
        {
            if (values[k] > values[best])
                best = k;
        }

        return best;
    }

    private static void RequireDistribution(ReadOnlySpan<double> target)
    {
        if (!CrossEntropy.IsDistribution(target))
            throw new ArgumentException("A target distribution has two or more entries >= 0 that sum to 1.", nameof(target));
    }
}
