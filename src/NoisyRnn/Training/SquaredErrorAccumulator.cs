using NoisyRnn.Numerics;

namespace NoisyRnn.Training;

/// <summary>
/// Collects the squared error of one network at one test-noise level, condition by condition.
/// With zbar and v the mean and the unbiased variance of the output z over the R draws of a condition,
/// <code>
/// loss = mean_P mean_r (z_r - y)^2
/// bias^2 = mean_P [(zbar - y)^2 - v/R]      never clipped
/// variance = mean_P v
/// </code>
/// and loss = bias^2 + variance, because mean_r (z_r - y)^2 = (zbar - y)^2 + v (R-1)/R. The three are summed separately,
/// so they agree to rounding.
/// </summary>
public sealed class SquaredErrorAccumulator : LossAccumulator
{
    private CompensatedSum _biasSquared, _variance, _evenMean, _oddMean;

    /// <inheritdoc/>
    public override void AddStep(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> masks)
    {
        var draws = outputs.Length / targets.Length;
        for (var o = 0; o < targets.Length; o++)
            Add(outputs.Slice(o * draws, draws), targets[o], masks[o]);
    }

    /// <summary>Adds one condition: one input at one time, one output.</summary>
    /// <param name="draws">The output z of each noise draw, in draw order; draws 0, 2, ... are the even ones. [R]</param>
    /// <param name="target">The target y; ignored where the weight is 0.</param>
    /// <param name="weight">The condition's weight in the mean (its mask), &gt;= 0; a condition of weight 0 is skipped.</param>
    /// <exception cref="ArgumentException">
    /// No draw, another number of draws than before, a negative or non-finite weight, or a non-finite target.
    /// Non-finite draws are not an error: they make the level diverged.
    /// </exception>
    public void Add(ReadOnlySpan<double> draws, double target, double weight)
    {
        var counts = Counts(weight);
        if (draws.IsEmpty || (Draws != 0 && draws.Length != Draws))
            throw new ArgumentException($"{draws.Length} draws where {(Draws == 0 ? "one or more" : $"{Draws}")} are needed.", nameof(draws));
        if (!counts)
            return;
        if (!double.IsFinite(target))
            throw new ArgumentOutOfRangeException(nameof(target), target, "A target that counts is finite.");

        double evenSquares = 0, oddSquares = 0, offset = 0, evenSum = 0, oddSum = 0;
        for (var r = 0; r < draws.Length; r++)
        {
            var error = draws[r] - target;
            if ((r & 1) == 0)
            {
                evenSquares += error * error;
                evenSum += error;
            }
            else
            {
                oddSquares += error * error;
                oddSum += error;
            }

            // Measured from the first draw, equal draws have their mean exactly, and a variance of exactly 0.
            offset += draws[r] - draws[0];
        }

        var count = draws.Length;
        var mean = draws[0] + offset / count;
        var squares = 0.0;
        foreach (var z in draws)
            squares += (z - mean) * (z - mean);
        var variance = count > 1 ? squares / (count - 1) : 0;
        var loss = (evenSquares + oddSquares) / count;
        if (!double.IsFinite(loss * weight) || !double.IsFinite(variance))
            Diverge();

        // A single draw (the silent level) is its own other half.
        Add(count, weight, weight * loss, weight * evenSquares / ((count + 1) / 2), weight * (count > 1 ? oddSquares / (count / 2) : loss));
        var (evenError, oddError) = (evenSum / ((count + 1) / 2), count > 1 ? oddSum / (count / 2) : evenSum);
        _evenMean.Add(weight * evenError * evenError);
        _oddMean.Add(weight * oddError * oddError);
        _biasSquared.Add(weight * ((mean - target) * (mean - target) - variance / count));
        _variance.Add(weight * variance);
    }

    private protected override SweepPoint WithParts(SweepPoint point, double weight) => point.Diverged
        ? point with { BiasSquared = double.PositiveInfinity, Variance = double.PositiveInfinity }
        : point with
        {
            BiasSquared = _biasSquared.Value / weight,
            Variance = _variance.Value / weight,
            EvenMeanLoss = _evenMean.Value / weight,
            OddMeanLoss = _oddMean.Value / weight,
        };
}
