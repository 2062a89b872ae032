using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Claims;

/// <summary>
/// N3 (spec 2, section 2): noise in training biases towards more stable dynamics: the largest Lyapunov exponent of the tangent flow along test
/// sequences is lower than that of the noise-off twin, both without noise, and also where the noisy network keeps its noise.
/// </summary>
public sealed record MoreStableDynamics : TwinClaim
{
    /// <inheritdoc/>
    public override string Symbol => "N3";

    /// <inheritdoc/>
    public override string Figure => "lyapunov-convergence";

    /// <inheritdoc/>
    public override string Title => "training with noise gives more stable dynamics";

    /// <inheritdoc/>
    public override string Summary => "trained with noise, a network is more stable along test sequences than its noise-off twin";

    private protected override bool IsAbove => false;

    private protected override string HoldsNote => "more stable than its twin";

    private protected override string Part => "largest exponent of the tangent flow, less the twin's";

    private protected override string InWords => "largest exponent of the tangent flow along test sequences (there is none where a path diverged) less that of the twin, which runs without noise";

    private protected override ImmutableArray<Contrast> ContrastsOf(TwinPairs pairs) =>
    [
        new("exponent - twin's", static (noisy, twin) => Largest(noisy, 0) - Largest(twin, 0), "the exponent is larger"),
        new("exponent under its noise - twin's", static (noisy, twin) => Largest(noisy, 1) - Largest(twin, 0), "under its noise the exponent is larger"),
    ];

    private protected override AnalysisResult? ResultOf(NetworkRun run) => run.Found<LyapunovResult>();

    // Of paths that diverged there is no exponent: a mean over those that did not would call the network more stable than it is.
    private static double? Largest(AnalysisResult result, double level) =>
        ((LyapunovResult)result).Levels.FirstOrDefault(at => at.Level == level) is { Diverged: 0, Exponents: [var largest, ..] } ? largest : null;
}
