namespace NoisyRnn.Analyses;

/// <summary>How stable a network was at one moment of its training, without noise; and how large its gradients were, with that of training.</summary>
public sealed record TrainingStabilityLook
{
    /// <summary>Iterations done; null for the trained network, where it ended before the first look.</summary>
    public required int? Iteration { get; init; }

    /// <summary>The top exponent of the tangent flow along test trials, mean; null where a path left the numbers.</summary>
    public required double? Exponent { get; init; }

    /// <summary>Its standard error over trials; NaN of a single one.</summary>
    public required double ExponentError { get; init; }

    /// <summary>The largest modulus of the step's Jacobian's eigenvalues, mean over steps along the paths; null likewise.</summary>
    public required double? SpectralRadius { get; init; }

    /// <summary>The mean training loss of the batches.</summary>
    public required double Loss { get; init; }

    /// <summary>Norms of the gradients of batches: the quantile .1, ...</summary>
    public required double LowGradient { get; init; }

    /// <summary>... the median, ...</summary>
    public required double MedianGradient { get; init; }

    /// <summary>... the quantile .9, ...</summary>
    public required double HighGradient { get; init; }

    /// <summary>... and the largest. Infinite where a gradient left the numbers.</summary>
    public required double LargestGradient { get; init; }
}
