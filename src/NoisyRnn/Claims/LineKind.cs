namespace NoisyRnn.Claims;

/// <summary>What kind of thing a line of a claim speaks of. Lines of a kind are corrected by Holm together.</summary>
internal enum LineKind
{
    /// <summary>What the claim is on: a cell, or several.</summary>
    Own,

    /// <summary>Networks with noise inside less those with noise outside, at equal s0.</summary>
    PairAtEqualLevel,

    /// <summary>The same at equal variance of the output.</summary>
    PairAtEqualVariance,

    /// <summary>A kind of perturbation that is made against the network.</summary>
    Adversarial,

    /// <summary>All that a claim says of networks with one kind of noise.</summary>
    NoiseKind,

    /// <summary>An arm over all kinds of perturbation.</summary>
    Arm,
}
