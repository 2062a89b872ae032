using NoisyRnn.Analyses;
using NoisyRnn.Training;

namespace NoisyRnn.Tests.Statistics;

/// <summary>
/// Experiments whose answer is known: each seed's network has a known optimal test noise, and its outputs are drawn with
/// noise that all levels share, as in a real sweep. The outputs go through the library's own accumulator.
/// </summary>
internal sealed record SimulatedSweeps
{
    private static readonly double[] Levels = [0, .1, .25, .5, .75, .9, 1, 1.1, 1.25, 1.5, 2];

    /// <summary>Mean of the optimum over seeds: what the interval must cover.</summary>
    public const double MeanOptimum = 0.9;

    /// <summary>Spread of the optimum over seeds.</summary>
    public const double Spread = 0.1;

    /// <summary>Standard deviation of the output noise at level 1, in units of the bias per level (c = 1).</summary>
    private const double NoiseShare = 0.4;

    public const int Draws = 64;

    /// <summary>Optimum over seeds: normal, or a shifted gamma law of shape 4, skewness 1.</summary>
    public required bool Skewed { get; init; }

    /// <summary>
    /// A kinked activation: bias c (r - q), loss c^2 (r - q)^2 + k^2 r^2, a parabola, optimum q c^2/(c^2 + k^2).
    /// A smooth one: bias c (r^2 - q^2), optimum sqrt(q^2 - k^2/(2 c^2)); the parabola through three levels is inexact.
    /// </summary>
    public required bool Smooth { get; init; }

    public required int Seeds { get; init; }

    /// <summary>Conditions of independent noise; a real sweep has more, but steps of one trial are correlated.</summary>
    public int Conditions { get; init; } = 20;

    /// <summary>Whether the networks of all seeds see the same noise, or each seed its own.</summary>
    public bool SeedsShareDraws { get; init; }

    /// <summary>Preferred level of each seed's network. [Seeds]</summary>
    public double[] Preferred(int experiment)
    {
        var random = new Random(Key(experiment));
        var noise = new double[Conditions * Draws];
        var preferred = new double[Seeds];
        for (var seed = 0; seed < Seeds; seed++)
        {
            for (var i = 0; i < noise.Length && (seed == 0 || !SeedsShareDraws); i++)
                noise[i] = Normal(random);
            preferred[seed] = Sweep(MeanOptimum + Spread * (Skewed ? Gamma(random) : Normal(random)), noise);
        }

        return preferred;
    }

    private double Sweep(double optimum, double[] noise)
    {
        var q = Smooth
            ? Math.Sqrt(optimum * optimum + NoiseShare * NoiseShare / 2)
            : optimum * (1 + NoiseShare * NoiseShare);
        var losses = new double[Levels.Length];
        var draws = new double[Draws];
        for (var k = 0; k < Levels.Length; k++)
        {
            var level = Levels[k];
            var sweep = new SquaredErrorAccumulator();
            for (var p = 0; p < Conditions; p++)
            {
                var target = Math.Sin(p);
                // The bias has either sign, and its square is 1 on average over conditions.
                var coefficient = Math.Sqrt(2) * Math.Cos(2 * Math.PI * (p + .5) / Conditions);
                var bias = coefficient * (Smooth ? level * level - q * q : level - q);
                for (var r = 0; r < Draws; r++)
                    draws[r] = target + bias + NoiseShare * level * noise[p * Draws + r];
                sweep.Add(draws, target, 1);
            }

            losses[k] = sweep.ToPoint(level, level).EvenLoss;
        }

        return PreferredLevel.Of(Levels, losses)!.Level;
    }

    private int Key(int experiment) => experiment * 4 + (Skewed ? 1 : 0) + (Smooth ? 2 : 0);

    private static double Gamma(Random random)
    {
        var sum = 0.0;
        for (var i = 0; i < 4; i++)
            sum -= Math.Log(1 - random.NextDouble());
        return (sum - 4) / 2;
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
