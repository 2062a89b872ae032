namespace NoisyRnn.Tasks;

/// <summary>
/// A perturbation against the network itself, at most s in each value: steps up the gradient's sign, each followed by a
/// projection on the box. Inputs are not clipped to a range.
/// </summary>
public abstract record AdversarialPerturbation : Perturbation
{
    /// <summary>Smaller than random perturbations: the gradient sees to the rest.</summary>
    protected AdversarialPerturbation() => Strengths = [0.01, 0.03, 0.1];

    /// <summary>Number of gradient steps.</summary>
    public abstract int StepCount { get; }

    /// <summary>The length of a step, in units of s.</summary>
    public abstract double StepLength { get; }

    /// <summary>Whether it starts at a random point of the box (stream 4 of its kind), else at the clean input.</summary>
    public abstract bool StartsAtRandom { get; }
}
