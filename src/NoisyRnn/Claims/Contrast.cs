using NoisyRnn.Analyses;

namespace NoisyRnn.Claims;

/// <summary>A quantity in which a network trained with noise is compared with its noise-off twin.</summary>
/// <param name="Symbol">As in the criterion: "ln lambda_1 ratio".</param>
/// <param name="Of">The contrast of a pair (the noisy network's result first): 0 where they are alike; null or not a number where it cannot be told.</param>
/// <param name="Wrong">What is said where it lies on the other side of 0: "the largest eigenvalue is larger".</param>
internal sealed record Contrast(string Symbol, Func<AnalysisResult, AnalysisResult, double?> Of, string Wrong)
{
    /// <summary>Within this of 0 it is no effect; null where nothing is called so.</summary>
    public double? Small { get; init; }
}
