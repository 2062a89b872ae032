using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// Moments of f(a + s xi), xi ~ N(0, 1), with their derivatives in a and in the variance v = s^2: F = E f, V = Var f. By the heat equation
/// dF/dv = F''/2 and dF'/dv = F'''/2, so that derivatives in a are enough, and dV/dv = E f'^2 + Cov(f, f'').
/// </summary>
/// <remarks>
/// A rectifier max(a, c a), q = a/s: F'' = (1-c) phi(q)/s, F''' = -q F''/s, dV/da = 2 (1-c) [c s phi + (1-c) s (q Phi + phi)(1 - Phi)],
/// dV/dv = c^2 + (1-c^2) Phi - F F''. A smooth f by the nodes of its moments, and Stein's lemma: F'' = E f' xi / s,
/// F''' = E f' (xi^2 - 1) / s^2, dV/da = 2 Cov(f, f'), dV/dv = E (f - F) f' xi / s. Where s = 0 those beyond F and F' are 0: nothing has a
/// covariance there, and nothing asks for them.
/// </remarks>
internal sealed class SmoothedDerivatives(int units)
{
    /// <summary>F.</summary>
    public double[] Mean { get; } = new double[units];

    /// <summary>F'.</summary>
    public double[] Slope { get; } = new double[units];

    /// <summary>F''.</summary>
    public double[] Second { get; } = new double[units];

    /// <summary>F'''.</summary>
    public double[] Third { get; } = new double[units];

    /// <summary>V.</summary>
    public double[] Variance { get; } = new double[units];

    /// <summary>dV/da.</summary>
    public double[] VarianceByArgument { get; } = new double[units];

    /// <summary>dV/dv.</summary>
    public double[] VarianceByVariance { get; } = new double[units];

    /// <summary>Whether they are known of an activation.</summary>
    public static bool AreKnown(Activation activation) => activation is Identity or Networks.Relu or LeakyRelu or Networks.Tanh or Networks.Sigmoid or SoftPlus or Gelu or Probit or PowerLaw { WholeExponent: not null };

    /// <summary>Fills all of them.</summary>
    /// <param name="activation">f.</param>
    /// <param name="a">Arguments. [units]</param>
    /// <param name="s">Standard deviations. [units]</param>
    public void Fill(Activation activation, ReadOnlySpan<double> a, ReadOnlySpan<double> s)
    {
        activation.Moments(a, s, Mean, Slope, Variance);
        for (var i = 0; i < units; i++)
            (Second[i], Third[i], VarianceByArgument[i], VarianceByVariance[i]) = (0, 0, 0, 0);
        switch (activation)
        {
            case Identity:
                Array.Fill(VarianceByVariance, 1);
                break;
            case Networks.Relu:
                Rectify(0, a, s);
                break;
            case LeakyRelu leaky:
                Rectify(leaky.Slope, a, s);
                break;
            case PowerLaw { WholeExponent: { } power } law:
                Raise(law.Gain, power, a, s);
                break;
            default:
                ActivationQuadrature.Derivatives(activation, activation.Bend, a, s, this);
                break;
        }
    }

    private void Raise(double gain, int power, ReadOnlySpan<double> a, ReadOnlySpan<double> s)
    {
        for (var i = 0; i < units; i++)
        {
            var (second, third, byArgument, byVariance) = PowerLawMoments.Derivatives(power, a[i], s[i]);
            (Second[i], Third[i], VarianceByArgument[i], VarianceByVariance[i]) = (gain * second, gain * third, gain * gain * byArgument, gain * gain * byVariance);
        }
    }

    private void Rectify(double c, ReadOnlySpan<double> a, ReadOnlySpan<double> s)
    {
        for (var i = 0; i < units; i++)
        {
            if (s[i] == 0)
                continue;
            var q = a[i] / s[i];
            var (density, below) = (Elementary.NormalDensity(q), Elementary.NormalCumulative(-q));
            var above = 1 - below;
            Second[i] = (1 - c) * density / s[i];
            Third[i] = -q * Second[i] / s[i];
            VarianceByArgument[i] = 2 * (1 - c) * s[i] * ((c * density) + ((1 - c) * ((q * above) + density) * below));
            VarianceByVariance[i] = (c * c) + ((1 - (c * c)) * above) - (Mean[i] * Second[i]);
        }
    }
}
