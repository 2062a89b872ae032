using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>
/// N2 (spec 2, section 2): noise in training promotes flatter minima: the Hessian of the training loss without noise has a smaller largest
/// eigenvalue and a smaller trace than that of the noise-off twin, and less curvature along each array, which no scaling of the parameters mimics.
/// </summary>
public sealed record FlatterMinima : TwinClaim
{
    /// <inheritdoc/>
    public override string Symbol => "N2";

    /// <inheritdoc/>
    public override string Summary => "trained with noise, a network ends in a flatter minimum than its noise-off twin";

    private protected override bool IsAbove => false;

    private protected override string HoldsNote => "flatter than its twin";

    private protected override string Quantity =>
        "curvature of the training loss without noise: ln ratios of the Hessian's largest eigenvalue and of its trace, and the mean over arrays of"
        + " (a - b)/(|a| + |b|), a and b being theta_l^T H theta_l of both networks (which may be negative on a saddle)";

    private protected override ImmutableArray<Contrast> Contrasts =>
    [
        new("ln ratio of lambda_1", static (noisy, twin) => Ratio(noisy, twin, static part => part.Top[0]), "the largest eigenvalue is larger"),
        new("ln ratio of the trace", static (noisy, twin) => Ratio(noisy, twin, static part => part.Trace), "the trace is larger"),
        new("theta^T H theta", static (noisy, twin) => Scaled((HessianResult)noisy, (HessianResult)twin), "there is more curvature along the arrays"),
    ];

    private protected override AnalysisResult? ResultOf(SweptRun run) => run.Results.OfType<HessianResult>().FirstOrDefault(static result => !result.Parts.IsEmpty);

    private static double? Ratio(AnalysisResult noisy, AnalysisResult twin, Func<HessianPart, double> of) =>
        Positive(noisy, of) is { } a && Positive(twin, of) is { } b ? Math.Log(a / b) : null;

    private static double? Positive(AnalysisResult result, Func<HessianPart, double> of) =>
        ((HessianResult)result).Parts.FirstOrDefault() is { } all && of(all) is var value && value > 0 ? value : null;

    private static double? Scaled(HessianResult noisy, HessianResult twin)
    {
        var contrasts = noisy.ScaledCurvatures.Join(twin.ScaledCurvatures, static a => a.Name, static b => b.Name, static (a, b) => (a.Name, A: a.Value, B: b.Value))
            .Where(static pair => pair.Name != HessianPart.All).Select(static pair => (pair.A - pair.B) / (Math.Abs(pair.A) + Math.Abs(pair.B))).ToArray();
        return contrasts.Length > 0 ? contrasts.Average() : null;
    }
}
