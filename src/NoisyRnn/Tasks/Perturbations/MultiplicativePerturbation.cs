using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>Noise that grows with the input.</summary>
public sealed record MultiplicativePerturbation : RandomPerturbation
{
    /// <inheritdoc/>
    public override string Formula => "x (1 + s xi), xi ~ N(0,1)";

    private protected override Substream Draws => Substream.MultiplicativePerturbation;

    private protected override double Perturb(RandomStream random, double strength, (double Lowest, double Highest) range, double x) =>
        x * (1 + (strength * random.NextNormal()));
}
