using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Analyses;

/// <summary>
/// What noise that grows with the state does to the top exponent by itself:
/// psi = 1/2 sup ||sigma||_F^2/|h|^2 - inf |sigma^T h|^2/|h|^4 and phi = 1/2 inf ||sigma||_F^2/|h|^2 - sup |sigma^T h|^2/|h|^4
/// (spec 2, section 4). Of noise that does not depend on the state the tangent flow has none: 0 and 0.
/// </summary>
/// <param name="Phi">phi, per unit of time.</param>
/// <param name="Psi">psi, per unit of time.</param>
internal readonly record struct StabilityNoise(double Phi, double Psi)
{
    /// <summary>No noise, or noise that does not depend on the state.</summary>
    public static StabilityNoise None => new(0, 0);

    /// <summary>One Brownian motion for all units, sigma = s h: both are -s^2/2.</summary>
    /// <param name="s">s, per square root of time.</param>
    public static StabilityNoise CommonScalar(double s) => new(-s * s / 2, -s * s / 2);

    /// <summary>One of its own for each unit, sigma = diag(s) diag(h): of equal s, psi = s^2/2 - s^2/d and phi = -s^2/2.</summary>
    /// <param name="s">s of each unit, per square root of time.</param>
    public static StabilityNoise Independent(ReadOnlySpan<double> s)
    {
        // Over p_i = h_i^2/|h|^2: sum s_i^2 p_i is at most the largest s^2, and sum s_i^2 p_i^2 at least 1 / sum s_i^-2.
        double smallest = double.PositiveInfinity, largest = 0, inverse = 0;
        foreach (var level in s)
        {
            (smallest, largest) = (Math.Min(smallest, level * level), Math.Max(largest, level * level));
            inverse += 1 / (level * level);
        }

        return new((smallest / 2) - largest, (largest / 2) - (1 / inverse));
    }

    /// <summary>That of a network's sources, which are independent of each other; null where some have none in this form.</summary>
    /// <param name="subject">Whose.</param>
    /// <param name="sources">Its noise at some level.</param>
    public static StabilityNoise? Of(TrainedNetwork subject, ImmutableArray<NoiseSource> sources)
    {
        var sum = None;
        foreach (var source in sources.Where(static source => source.IsActive() && !source.IsAdded()))
        {
            double[] s = [.. source.PerStepDeviation(subject.Network.Units, subject.Dt, subject.Network.TimeConstants).Select(level => level / Math.Sqrt(subject.Dt))];
            if (source.Kind is not (NoiseKind.Multiplicative or NoiseKind.CommonScalar) || source.IsOnActivation() || (source.IsCommon() && s.Distinct().Count() > 1))
                return null;
            var own = source.IsCommon() ? CommonScalar(s[0]) : Independent(s);
            sum = new(sum.Phi + own.Phi, sum.Psi + own.Psi);
        }

        return sum;
    }
}
