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

    // Two smoothings in a row are one with the variances added.
    private Activation Form => Forms.GetOrAdd((Of, Sigma), static key =>
        key.Sigma == 0 ? key.Of
        : key.Of is GaussianSmoothed inner ? new GaussianSmoothed { Of = inner.Of, Sigma = Math.Sqrt((inner.Sigma * inner.Sigma) + (key.Sigma * key.Sigma)) }.Form
        : key.Of.SmoothedForm(key.Sigma));

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<float> a, Span<float> value, Span<float> slope) => Form.Evaluate(a, value, slope);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<double> a, Span<double> value, Span<double> slope) => Form.Evaluate(a, value, slope);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => Form.Apply(a);
}
