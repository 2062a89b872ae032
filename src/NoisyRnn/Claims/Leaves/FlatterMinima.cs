using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Numerics;

namespace NoisyRnn.Claims;

/// <summary>
/// N2 (spec 2, section 2): noise in training promotes flatter minima: the Hessian of the training loss without noise has a smaller largest
/// eigenvalue and a smaller trace than that of the noise-off twin, and less curvature along each matrix, which no scaling of the parameters mimics.
/// </summary>
public sealed record FlatterMinima : TwinClaim
{
    /// <inheritdoc/>
    public override string Symbol => "N2";

    /// <inheritdoc/>
    public override string Title => "training with noise ends in flatter minima";

    /// <inheritdoc/>
    public override string Summary => "trained with noise, a network ends in a flatter minimum than its noise-off twin";

    /// <inheritdoc/>
    public override string Figure => "hessian-eigenvalues";

    /// <inheritdoc/>
    public override string Reading => base.Reading + " Along a matrix W: (a - b)/(|a| + |b|), a and b being W^T H W of the noisy network and of its twin; from -1 to 1, below 0 where it is flatter.";

    private protected override bool IsAbove => false;

    private protected override string HoldsNote => "flatter than its twin";

    private protected override string Part => "curvature of the training loss without noise";

    private protected override string NoEffectInWords => $"; that all are small by an equivalence test (a ratio within {SmallRatio:G3}, and what that is of other scales) is \"no effect\"";

    private protected override string InWords =>
        "ln ratios of the largest eigenvalue and of the trace of the Hessian of the training loss without noise, and for each matrix (a - b)/(|a| + |b|), a and b being theta_l^T H theta_l"
        + " of both networks (which may be negative on a saddle)";

    private protected override ImmutableArray<Contrast> ContrastsOf(TwinPairs pairs) =>
    [
        new("ln ratio of lambda_1", static (noisy, twin) => Ratio(noisy, twin, static part => part.Top[0]), "the largest eigenvalue is larger") { Small = Elementary.Log(SmallRatio) },
        new("ln ratio of the trace", static (noisy, twin) => Ratio(noisy, twin, static part => part.Trace), "the trace is larger") { Small = Elementary.Log(SmallRatio) },
        .. ((HessianResult)pairs.Pairs[0].Noisy).ScaledCurvatures.Where(array => pairs.Cell.Matrices.Contains(array.Name)).Select(static array => new Contrast(
            $"along {array.Name}", (noisy, twin) => Along(array.Name, (HessianResult)noisy, (HessianResult)twin), $"there is more curvature along {array.Name}") { Small = (SmallRatio - 1) / (SmallRatio + 1) }),
    ];

    private protected override AnalysisResult? ResultOf(NetworkRun run) => run.Found<HessianResult>() is { Parts.IsEmpty: false } result ? result : null;

    private static double? Ratio(AnalysisResult noisy, AnalysisResult twin, Func<HessianPart, double> of) =>
        Positive(noisy, of) is { } a && Positive(twin, of) is { } b ? Elementary.Log(a / b) : null;

    private static double? Positive(AnalysisResult result, Func<HessianPart, double> of) =>
        ((HessianResult)result).Parts.FirstOrDefault() is { } all && of(all) is var value && value > 0 ? value : null;

    private static double? Along(string name, HessianResult noisy, HessianResult twin) =>
        Curvature(noisy, name) is { } a && Curvature(twin, name) is { } b ? (a - b) / (Math.Abs(a) + Math.Abs(b)) : null;

    private static double? Curvature(HessianResult result, string name) => result.ScaledCurvatures.FirstOrDefault(array => array.Name == name)?.Value;
}
