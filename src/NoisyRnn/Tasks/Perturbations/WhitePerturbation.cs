using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>White noise on the inputs, not clipped to any range.</summary>
public sealed record WhitePerturbation : RandomPerturbation
{
    /// <inheritdoc/>
    public override string Formula => "x + s xi, xi ~ N(0,1)";

    private protected override Substream Draws => Substream.WhitePerturbation;

    private protected override double Perturb(RandomStream random, double strength, (double Lowest, double Highest) range, double x) =>
        x + (strength * random.NextNormal());
}
