using System.Collections.Concurrent;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Networks;

/// <summary>
/// F_s(a) = E f(a + s xi), xi ~ N(0, 1): an activation averaged over Gaussian noise on its argument (spec 1, section 3).
/// A network trained with noise s inside f and run silently with F_s in the place of f is the repaired network.
/// </summary>
public sealed record GaussianSmoothed : Activation
{
    // A kink smoothed at c bends over c: with steps h of c/(2 s) in xi the rule leaves exp(-2 pi^2 / (h^2 (1 + 2 s^2/c^2))) < 1e-16.
    private const double BendOfKink = 2.5;

    private static readonly ConcurrentDictionary<(Activation Of, double Sigma), Activation> Forms = new();

    /// <summary>f.</summary>
    [Description("the activation that is averaged")]
    public Activation Of { get; init; } = new Relu();

    /// <summary>s, the standard deviation of the noise on the pre-activation, per step.</summary>
    [Description("standard deviation of the noise on the pre-activation, per step")]
    [Range(0, double.MaxValue)]
    public double Sigma { get; init; } = 1;

    /// <inheritdoc/>
    public override string Formula => $"F(a) = E f(a + {Sigma} xi), f: {Of.Formula}";

    /// <inheritdoc/>
    public override double? Kink => Sigma == 0 ? Of.Kink : null;

    private Activation Form => Forms.GetOrAdd((Of, Sigma), static key =>
        key.Sigma == 0 ? key.Of
        : key.Of is GaussianSmoothed inner ? inner.Under(key.Sigma).Form
        : key.Of.SmoothedForm(key.Sigma));

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<float> a, Span<float> value, Span<float> slope) => Form.Evaluate(a, value, slope);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<double> a, Span<double> value, Span<double> slope) => Form.Evaluate(a, value, slope);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => Form.Apply(a);

    /// <inheritdoc/>
    public override void Moments(ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance)
    {
        if (Of is GaussianSmoothed inner)
        {
            inner.Under(Sigma).Moments(a, s, mean, slope, variance);
            return;
        }

        if (Sigma == 0)
        {
            Of.Moments(a, s, mean, slope, variance);
            return;
        }

        // The variance is that of F itself; the mean over the noise is the mean of f over both.
        ActivationQuadrature.Moments(Form, Of.Kink is null ? Of.Bend : Math.Min(Of.Bend, BendOfKink * Sigma), a, s, mean, slope, variance);
        var total = new double[a.Length];
        for (var i = 0; i < a.Length; i++)
            total[i] = Math.Sqrt((Sigma * Sigma) + (s[i] * s[i]));
        Of.Moments(a, total, mean, slope, new double[a.Length]);
    }

    // Two smoothings in a row are one with the variances added.
    private GaussianSmoothed Under(double sigma) => this with { Sigma = Math.Sqrt((Sigma * Sigma) + (sigma * sigma)) };
}
