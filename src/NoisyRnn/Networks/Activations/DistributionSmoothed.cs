using System.Collections.Concurrent;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// F(a) = E f(a + s xi) with xi of any law of mean 0 and variance 1: <see cref="GaussianSmoothed"/> for the others. To leading
/// order in g a network under such noise inside f follows, in the mean, the silent network with F in the place of f
/// (spec 1, section 3, noise overfit).
/// <code>
/// two-point  [f(a+s) + f(a-s)] / 2
/// uniform    1/(2w) int_{a-w}^{a+w} f,  w = sqrt(3) s
/// laplace    1/2 int_0^inf [f(a+x) + f(a-x)] exp(-x/b)/b dx,  b = s/sqrt(2)
/// </code>
/// The integrals are closed forms for max(a, c a), else Gauss-Legendre rules on short panels.
/// </summary>
public sealed record DistributionSmoothed : Activation, IValidated
{
    private static readonly ConcurrentDictionary<(Activation Of, double Sigma, NoiseDistribution Law), Activation> Forms = new();

    /// <summary>f: smooth, or max(a, c a); with the two-point law any.</summary>
    [Description("the activation that is averaged: smooth, relu or leaky-relu; with two-point noise any")]
    public Activation Of { get; init; } = new SoftPlus();

    /// <summary>s, the standard deviation of the noise on the pre-activation, per step.</summary>
    [Description("standard deviation of the noise on the pre-activation, per step")]
    [Range(0, double.MaxValue)]
    public double Sigma { get; init; } = 1;

    /// <summary>The law of xi.</summary>
    [Description("law of the noise, of mean 0 and variance 1")]
    public NoiseDistribution Distribution { get; init; } = NoiseDistribution.TwoPoint;

    /// <inheritdoc/>
    public override string Formula => Form.Formula;

    /// <summary>Where f' jumps; of the two places of a two-point law the upper one.</summary>
    public override double? Kink => Form.Kink;

    private Activation Form => Forms.GetOrAdd((Of, Sigma, Distribution), static key => FormOf(key.Of, key.Sigma, key.Law));

    /// <summary>The mean of an activation over noise of any law.</summary>
    /// <param name="of">f.</param>
    /// <param name="sigma">s.</param>
    /// <param name="law">The law.</param>
    public static Activation Mean(Activation of, double sigma, NoiseDistribution law) => law == NoiseDistribution.Gaussian
        ? new GaussianSmoothed { Of = of, Sigma = sigma }
        : new DistributionSmoothed { Of = of, Sigma = sigma, Distribution = law };

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Distribution is NoiseDistribution.Uniform or NoiseDistribution.Laplace && Sigma > 0 && Of is not (Relu or LeakyRelu) && !HasRule(Of))
            yield return ("of", $"{Catalogue.KindOf(Of.GetType())} has kinks; allowed with distribution: {Catalogue.NameOf(Distribution)} is a smooth activation, relu or leaky-relu");
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<float> a, Span<float> value, Span<float> slope) => Form.Evaluate(a, value, slope);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<double> a, Span<double> value, Span<double> slope) => Form.Evaluate(a, value, slope);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => Form.Apply(a);

    private static Activation FormOf(Activation of, double sigma, NoiseDistribution law) => (law, of) switch
    {
        (_, Identity) => of,
        _ when sigma == 0 => of,
        (NoiseDistribution.Gaussian, _) => new GaussianSmoothed { Of = of, Sigma = sigma },
        (NoiseDistribution.TwoPoint, _) => new TwoPointSmoothed(of, sigma),
        (NoiseDistribution.Uniform, Relu) => new UniformRectifier(0, sigma),
        (NoiseDistribution.Uniform, LeakyRelu leaky) => new UniformRectifier(leaky.Slope, sigma),
        (NoiseDistribution.Laplace, Relu) => new LaplaceRectifier(0, sigma),
        (NoiseDistribution.Laplace, LeakyRelu leaky) => new LaplaceRectifier(leaky.Slope, sigma),
        _ when !HasRule(of) => throw new ArgumentException($"no rule for its mean over {Catalogue.NameOf(law)} noise: {of.Formula}", nameof(of)),
        _ => QuadratureSmoothed.Over(law, of, sigma),
    };

    // The quadrature's panels do not know where a kink is; of another such mean not how fast it turns.
    private static bool HasRule(Activation of) => of.Kink is null && of is not DistributionSmoothed { Sigma: > 0 };
}
