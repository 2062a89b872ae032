using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// Collects the squared error of one network at one test-noise level, condition by condition.
/// With zbar and v the mean and the unbiased variance of the output z over the R draws of a condition,
/// <code>
/// loss = mean_P mean_r (z_r - y)^2
/// bias^2 = mean_P [(zbar - y)^2 - v/R]      never clipped
/// variance = mean_P v
/// </code>
/// and loss = bias^2 + variance, because mean_r (z_r - y)^2 = (zbar - y)^2 + v (R-1)/R. The three are summed separately,
/// so they agree to rounding. mean_P is weighted by each condition's weight (the mask). Conditions are summed in the
/// order of the calls, compensated: the same bits for the same order.
/// </summary>
public sealed class SweepAccumulator
{
    private CompensatedSum _weight, _loss, _even, _odd, _biasSquared, _variance, _evenMean, _oddMean;
    private bool _diverged;

    /// <summary>Conditions counted so far: those whose weight is not 0.</summary>
    public int Conditions { get; private set; }

    /// <summary>Draws R of each condition; 0 before the first.</summary>
    public int Draws { get; private set; }

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
        if (!(weight >= 0 && double.IsFinite(weight)))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "A weight is a finite number >= 0.");
        if (draws.IsEmpty || (Draws != 0 && draws.Length != Draws))
            throw new ArgumentException($"{draws.Length} draws where {(Draws == 0 ? "one or more" : $"{Draws}")} are needed.", nameof(draws));
        if (weight == 0)
            return;
        if (!double.IsFinite(target))
            throw new ArgumentOutOfRangeException(nameof(target), target, "A target that counts is finite.");
        Draws = draws.Length;
        Conditions++;

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
            _diverged = true;

        _weight.Add(weight);
        _loss.Add(weight * loss);
        _even.Add(weight * evenSquares / ((count + 1) / 2));
        // A single draw (the silent level) is its own other half.
        _odd.Add(weight * (count > 1 ? oddSquares / (count / 2) : loss));
        var (evenError, oddError) = (evenSum / ((count + 1) / 2), count > 1 ? oddSum / (count / 2) : evenSum);
        _evenMean.Add(weight * evenError * evenError);
        _oddMean.Add(weight * oddError * oddError);
        _biasSquared.Add(weight * ((mean - target) * (mean - target) - variance / count));
        _variance.Add(weight * variance);
    }

    /// <summary>The level's figures over all conditions added.</summary>
    /// <param name="level">r = s/s0, or s where s0 = 0.</param>
    /// <param name="sigma">The absolute test level s.</param>
    /// <exception cref="InvalidOperationException">
    /// No condition was added, or a single draw with noise, whose bias^2 and variance cannot be told apart.
    /// </exception>
    public SweepPoint ToPoint(double level, double sigma)
    {
        if (Conditions == 0)
            throw new InvalidOperationException("No condition of weight over 0 was added.");
        if (Draws == 1 && sigma != 0)
            throw new InvalidOperationException("A single draw is enough only without noise.");
        var weight = _weight.Value;
        if (_diverged || !double.IsFinite(_loss.Value / weight))
        {
            const double Infinite = double.PositiveInfinity;
            return new(level, sigma, Infinite, Infinite, Infinite, Infinite, Infinite);
        }

        return new(
            level, sigma, _loss.Value / weight, _biasSquared.Value / weight, _variance.Value / weight,
            _even.Value / weight, _odd.Value / weight)
        {
            EvenMeanLoss = _evenMean.Value / weight, OddMeanLoss = _oddMean.Value / weight,
        };
    }
}
