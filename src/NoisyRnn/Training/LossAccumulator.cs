using NoisyRnn.Numerics;

namespace NoisyRnn.Training;

/// <summary>
/// Collects the loss of one network at one test-noise level over draws of the noise, condition by condition. What is a
/// condition, and what else is known of it, is the loss's own. Means are weighted by each condition's weight (the mask);
/// conditions are summed in the order of the calls, compensated: the same bits for the same order.
/// </summary>
public abstract class LossAccumulator
{
    private CompensatedSum _weight, _loss, _even, _odd;
    private bool _diverged;

    /// <summary>Conditions counted so far: those whose weight is not 0.</summary>
    public int Conditions { get; private set; }

    /// <summary>Draws R of each condition; 0 before the first.</summary>
    public int Draws { get; private set; }

    /// <summary>Adds what a network puts out at one step of one trial.</summary>
    /// <param name="outputs">Outputs of all draws, output after output. [O,R]</param>
    /// <param name="targets">y. [O]</param>
    /// <param name="masks">Weights. [O]</param>
    /// <exception cref="ArgumentException">What the loss cannot take as a condition; outputs that are not finite make the level diverged.</exception>
    public abstract void AddStep(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> masks);

    /// <summary>The level's figures over all conditions added.</summary>
    /// <param name="level">r = s/s0, or s where s0 = 0.</param>
    /// <param name="sigma">The absolute test level s.</param>
    /// <exception cref="InvalidOperationException">
    /// No condition was added, or a single draw with noise, which says nothing of how draws differ.
    /// </exception>
    public SweepPoint ToPoint(double level, double sigma)
    {
        if (Conditions == 0)
            throw new InvalidOperationException("No condition of weight over 0 was added.");
        if (Draws == 1 && sigma != 0)
            throw new InvalidOperationException("A single draw is enough only without noise.");
        var weight = _weight.Value;
        var loss = _loss.Value / weight;
        const double Infinite = double.PositiveInfinity;
        return WithParts(
            _diverged || !double.IsFinite(loss)
                ? new(level, sigma, Infinite, null, null, Infinite, Infinite)
                : new(level, sigma, loss, null, null, _even.Value / weight, _odd.Value / weight),
            weight);
    }

    /// <summary>The point with the figures that only this loss has; infinite ones where it is diverged.</summary>
    /// <param name="point">Loss, even and odd.</param>
    /// <param name="weight">The sum of weights.</param>
    private protected abstract SweepPoint WithParts(SweepPoint point, double weight);

    /// <summary>Whether a condition of some weight counts.</summary>
    private protected static bool Counts(double weight) => weight >= 0 && double.IsFinite(weight)
        ? weight != 0
        : throw new ArgumentOutOfRangeException(nameof(weight), weight, "A weight is a finite number >= 0.");

    /// <summary>Adds a condition's losses, each times its weight.</summary>
    private protected void Add(int draws, double weight, double loss, double even, double odd)
    {
        Draws = draws;
        Conditions++;
        _weight.Add(weight);
        _loss.Add(loss);
        _even.Add(even);
        _odd.Add(odd);
    }

    /// <summary>Some output, or sum of losses, was not finite.</summary>
    private protected void Diverge() => _diverged = true;
}
