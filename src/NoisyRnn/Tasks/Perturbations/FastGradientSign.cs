namespace NoisyRnn.Tasks;

/// <summary>The fast gradient sign method (Goodfellow et al. 2015): one step of s up the sign of the loss's gradient.</summary>
public sealed record FastGradientSign : AdversarialPerturbation
{
    /// <inheritdoc/>
    public override string Formula => "x + s sign(dL/dx)";

    /// <inheritdoc/>
    public override int StepCount => 1;

    /// <inheritdoc/>
    public override double StepLength => 1;

    /// <inheritdoc/>
    public override bool StartsAtRandom => false;
}
