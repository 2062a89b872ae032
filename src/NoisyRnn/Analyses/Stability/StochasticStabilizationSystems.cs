using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Analyses;

/// <summary>Systems dh = (A h + tanh(W h)) dt + noise drawn at random, to hold the bounds against; every tenth is one whose bounds are tight.</summary>
internal static class StochasticStabilizationSystems
{
    private const int MostUnits = 8, TightEvery = 10;
    private const double HighestLevel = 2;

    /// <summary>Whether the k-th is tight.</summary>
    public static bool IsTight(int number) => number % TightEvery == 0;

    /// <summary>The k-th system: 1 to 8 units, any mixture of growth and decay, either noise of a level up to 2.</summary>
    /// <param name="number">k.</param>
    /// <param name="random">Its draws.</param>
    /// <returns>The system, its noise and its level.</returns>
    public static (StabilitySystem System, bool IsIndependent, double Level) Draw(int number, RandomStream random)
    {
        var units = 1 + (int)(MostUnits * random.NextUniform());
        var (shift, spread, gain) = (random.NextUniform(-1.5, 1), random.NextUniform(), random.NextUniform());
        var (isIndependent, level) = (random.NextUniform() < 0.5, random.NextUniform(0, HighestLevel));
        double[] a = new double[units * units], w = new double[units * units], rates = new double[units];
        for (var k = 0; k < a.Length; k++)
            (a[k], w[k]) = (spread * random.NextNormal() / Math.Sqrt(units), gain * random.NextNormal() / Math.Sqrt(units));
        if (IsTight(number))
        {
            for (var k = 0; k < a.Length; k++)
                w[k] = 0;
            for (var i = 0; i < units; i++)
            {
                a[i * (units + 1)] = 0;
                for (var j = 0; j < i; j++)
                    a[(i * units) + j] = -a[(j * units) + i];
            }
        }

        for (var i = 0; i < units; i++)
            a[i * (units + 1)] += shift;
        Array.Fill(rates, 1);
        return (new(a, w, rates, new(new Tanh(), [])), isIndependent && !IsTight(number), level);
    }

    /// <summary>Units that are apart, dh_i = a h_i dt + s h_i dB_i: each has the exponent a - s^2/2, of which the bound knows nothing.</summary>
    /// <param name="units">d.</param>
    /// <param name="rate">a.</param>
    public static StabilitySystem Decoupled(int units, double rate)
    {
        double[] a = new double[units * units], rates = new double[units];
        for (var i = 0; i < units; i++)
            (a[i * (units + 1)], rates[i]) = (rate, 1);
        return new(a, new double[units * units], rates, new(new Tanh(), []));
    }
}
