using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Numerics;

namespace NoisyRnn.Claims;

/// <summary>
/// N4 (spec 2, section 2): noise in training favours a larger classification margin: the smallest perturbation of an input that is found to change
/// the answer, an L2 distance in the space of inputs, never a difference of outputs.
/// </summary>
public sealed record LargerMargin : TwinClaim
{
    /// <inheritdoc/>
    public override string Symbol => "N4";

    /// <inheritdoc/>
    public override string Figure => "margin-measured";

    /// <inheritdoc/>
    public override string Title => "training with noise gives larger margins";

    /// <inheritdoc/>
    public override string Summary => "trained with noise, a network's test inputs lie farther from a wrong answer than its noise-off twin's";

    private protected override bool IsAbove => true;

    // The specification asks for no order of the levels here.
    private protected override bool AsksOrder => false;

    private protected override string HoldsNote => "a larger margin than its twin";

    private protected override string Part => "median measured L2 distance to a wrong answer, as ln ratio";

    private protected override string NoEffectInWords => $"; that all are small by an equivalence test (a ratio within {SmallRatio:G3}, and what that is of other scales) is \"no effect\"";

    private protected override string InWords =>
        "median over test samples of the measured L2 distance to a wrong answer, as ln ratio: over all samples (0 where the answer is wrong as it stands), and over those that both networks answer rightly (no ratio where a median is 0, or nothing was found in half of the samples)";

    private protected override ImmutableArray<Contrast> ContrastsOf(TwinPairs pairs) =>
    [
        new("ln ratio, all samples", static (noisy, twin) => Ratio(((MarginResult)noisy).MedianMeasured.All, ((MarginResult)twin).MedianMeasured.All), "the margin over all samples is smaller") { Small = Elementary.Log(SmallRatio) },
        new("ln ratio, both right", static (noisy, twin) => OfBothRight((MarginResult)noisy, (MarginResult)twin), "the margin over samples that both answer rightly is smaller") { Small = Elementary.Log(SmallRatio) },
    ];

    private protected override AnalysisResult? ResultOf(NetworkRun run) => run.Found<MarginResult>();

    private static double? OfBothRight(MarginResult noisy, MarginResult twin)
    {
        var both = Enumerable.Range(0, Math.Min(noisy.Trials, twin.Trials)).Where(n => noisy.Right[n] && twin.Right[n]).ToArray();
        return both.Length == 0 ? null : Ratio(Median(noisy), Median(twin));

        double Median(MarginResult result) => MarginResult.Quantile([.. both.Select(n => result.Measured[n])], 0.5);
    }

    // A median of 0 is that of a network that answers most samples wrongly; of an infinite one the search found nothing in half of the samples, which measures the search.
    private static double? Ratio(double noisy, double twin) => IsMeasured(noisy) && IsMeasured(twin) ? Elementary.Log(noisy / twin) : null;

    private static bool IsMeasured(double median) => median > 0 && double.IsFinite(median);
}
