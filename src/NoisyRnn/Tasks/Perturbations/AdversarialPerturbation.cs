namespace NoisyRnn.Tasks;

/// <summary>
/// A perturbation against the network itself, at most s in each value: steps up the gradient's sign, each followed by a
/// projection on the box. Inputs are not clipped to a range.
/// </summary>
public abstract record AdversarialPerturbation : Perturbation
{
    /// <summary>Smaller than random perturbations: the gradient sees to the rest.</summary>
    protected AdversarialPerturbation() => Strengths = [0.01, 0.03, 0.1];

    /// <inheritdoc/>
    public abstract override GradientAscent Ascent { get; }
}
