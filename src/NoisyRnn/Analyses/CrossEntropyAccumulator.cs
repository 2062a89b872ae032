using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// Collects the cross-entropy of one network at one test-noise level, condition by condition.
/// For logits z_r [K] and a target distribution p [K], loss_r = ln sum_k exp z_rk - sum_k p_k z_rk. It has no bias^2;
/// in its place stand the loss of the logits averaged over the draws, and the Jensen gap = loss - that loss, which is
/// never negative because the loss is convex in the logits. Nats. Means, order and bits as in
/// <see cref="SweepAccumulator"/>.
/// </summary>
public sealed class CrossEntropyAccumulator
{
    private CompensatedSum _weight, _loss, _even, _odd, _meanLogitsLoss, _right;
    private bool _diverged;

    /// <summary>Conditions counted so far: those whose weight is not 0.</summary>
    public int Conditions { get; private set; }

    /// <summary>Draws R of each condition; 0 before the first.</summary>
    public int Draws { get; private set; }

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
        if (!(weight >= 0 && double.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "A weight is a finite number >= 0.");
        if (weight == 0)
            return;
        var classes = target.Length;
        RequireDistribution(target);
        var count = logits.Length / classes;
        if (logits.IsEmpty || logits.Length % classes != 0 || (Draws != 0 && count != Draws))
            throw new ArgumentException($"{logits.Length} logits are not {(Draws == 0 ? "one or more" : $"{Draws}")} draws of {classes} classes.", nameof(logits));
        Draws = count;
        Conditions++;

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
            _diverged = true;

        _weight.Add(weight);
        _loss.Add(weight * (even + odd) / count);
        _even.Add(weight * even / ((count + 1) / 2));
        _odd.Add(weight * (count > 1 ? odd / (count / 2) : even));
        _meanLogitsLoss.Add(weight * meanLogitsLoss);
        _right.Add(weight * right / count);
    }

    /// <summary>The level's figures over all conditions added; bias^2 and variance are null.</summary>
    /// <param name="level">r = s/s0, or s where s0 = 0.</param>
    /// <param name="sigma">The absolute test level s.</param>
    /// <exception cref="InvalidOperationException">No condition was added, or a single draw with noise.</exception>
    public SweepPoint ToPoint(double level, double sigma)
    {
        if (Conditions == 0)
            throw new InvalidOperationException("No condition of weight over 0 was added.");
        if (Draws == 1 && sigma != 0)
            throw new InvalidOperationException("A single draw is enough only without noise.");
        var weight = _weight.Value;
        var loss = _loss.Value / weight;
        var accuracy = _right.Value / weight;
        if (_diverged || !double.IsFinite(loss))
        {
            const double Infinite = double.PositiveInfinity;
            return new(level, sigma, Infinite, null, null, Infinite, Infinite)
            {
                MeanLogitsLoss = Infinite, JensenGap = Infinite, Accuracy = accuracy,
            };
        }

        var meanLogitsLoss = _meanLogitsLoss.Value / weight;
        return new(level, sigma, loss, null, null, _even.Value / weight, _odd.Value / weight)
        {
            MeanLogitsLoss = meanLogitsLoss, JensenGap = loss - meanLogitsLoss, Accuracy = accuracy,
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

    private static void RequireDistribution(ReadOnlySpan<double> target)
    {
        if (!IsDistribution(target))
            throw new ArgumentException("A target distribution has two or more entries >= 0 that sum to 1.", nameof(target));
    }
}
