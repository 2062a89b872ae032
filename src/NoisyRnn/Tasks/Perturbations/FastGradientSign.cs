namespace NoisyRnn.Tasks;

/// <summary>The fast gradient sign method (Goodfellow et al. 2015): one step of s up the sign of the loss's gradient.</summary>
public sealed record FastGradientSign : AdversarialPerturbation
{
    /// <inheritdoc/>
    public override string Formula => "x + s sign(dL/dx)";

    /// <inheritdoc/>
    public override GradientAscent Ascent => new(1, 1, StartsAtRandom: false);
}
