using System.Collections.Immutable;

namespace NoisyRnn.Reports;

/// <summary>The figures of the page in their order, part by part. A new figure is one file and one line here.</summary>
internal static class FigureCatalogue
{
    private static readonly ImmutableArray<(FigurePart Part, Func<ReportContent, Figure?> Of)> All =
    [
        (FigurePart.Result, RobustnessFigure.Of),
        (FigurePart.Result, PlaneFigure.Of),
        (FigurePart.Result, BehaviourCurvesFigure.Of),
        (FigurePart.Result, PerformanceFigure.Of),
        (FigurePart.Result, PerformanceFigure.OfAccuracy),
        (FigurePart.Result, PreferredNoiseFigure.Of),
        (FigurePart.Result, PreferredByWidthFigure.Of),
        (FigurePart.Result, NoiseOverfitFigure.Of),
        (FigurePart.Result, LyapunovFigure.OfConvergence),
        (FigurePart.Result, StabilityFigure.Of),
        (FigurePart.Result, StochasticStabilizationFigure.OfLevels),
        (FigurePart.Result, TrainingStabilityFigure.OfExponent),
        (FigurePart.Result, HessianFigure.OfEigenvalues),
        (FigurePart.Result, RegularizerFigure.OfExcess),
        (FigurePart.Result, MarginFigure.OfMeasured),
        (FigurePart.Result, PredictedPreferenceFigure.Of),
        (FigurePart.Portrait, NoisePortraitFigure.OfFirst),
        (FigurePart.Portrait, NoisePortraitFigure.OfSecond),
        (FigurePart.Portrait, NoisePortraitFigure.OfThird),
        (FigurePart.Why, BiasVarianceFigure.Of),
        (FigurePart.Why, BiasFigure.Of),
        (FigurePart.Why, OperatingPointsFigure.OfAttenuation),
        (FigurePart.Why, OperatingPointsFigure.OfHistogram),
        (FigurePart.Why, FixedPointShiftFigure.Of),
        (FigurePart.Why, FixedPointShiftFigure.OfReadout),
        (FigurePart.Why, TimeConstantsFigure.Of),
        (FigurePart.Repair, RepairFigure.Of),
        (FigurePart.Appendix, OperatingPointsFigure.OfPosition),
        (FigurePart.Appendix, FixedPointPlaneFigure.Of),
        (FigurePart.Appendix, EigenvalueFigure.Of),
        (FigurePart.Appendix, LyapunovFigure.OfSpectrum),
        (FigurePart.Appendix, StochasticStabilizationFigure.OfPortraits),
        (FigurePart.Appendix, StochasticStabilizationFigure.OfSlack),
        (FigurePart.Appendix, TrainingStabilityFigure.OfRadius),
        (FigurePart.Appendix, TrainingStabilityFigure.OfGradients),
        (FigurePart.Appendix, HessianFigure.OfDensity),
        (FigurePart.Appendix, RegularizerFigure.OfRatio),
        (FigurePart.Appendix, MarginFigure.OfCertified),
        (FigurePart.Appendix, StationaryFigure.OfPreActivations),
        (FigurePart.Appendix, StationaryFigure.OfOutputs),
        (FigurePart.Appendix, ClosureAgreementFigure.OfMeans),
        (FigurePart.Appendix, ClosureAgreementFigure.OfVariances),
        (FigurePart.Appendix, LearningCurvesFigure.Of),
        (FigurePart.Appendix, LearningCurvesFigure.OfAccuracy),
        (FigurePart.Appendix, ExampleTrialsFigure.Of),
        (FigurePart.Appendix, TrialPicturesFigure.Of),
    ];

    // What an audit draws in its own way, of the sweep and of trials.
    private static readonly ImmutableArray<Func<ReportContent, Figure?>> OfTests =
        [PlaneFigure.Of, PerformanceFigure.Of, PerformanceFigure.OfAccuracy, BiasVarianceFigure.Of, PreferredNoiseFigure.Of, LearningCurvesFigure.Of, LearningCurvesFigure.OfAccuracy, ExampleTrialsFigure.Of, TrialPicturesFigure.Of];

    /// <summary>What analyses found of each network: why it does what it does.</summary>
    public static ImmutableArray<Figure> OfAnalyses(ReportContent content) => [.. All.Where(static line => !OfTests.Contains(line.Of)).Select(line => line.Of(content)).OfType<Figure>()];

    /// <summary>The figures for which the content has something to show; first the one on which its first claim is seen.</summary>
    public static ImmutableArray<Figure> Of(ReportContent content)
    {
        var figures = All.Select(line => line.Of(content) is { } figure ? figure with { Part = line.Part } : null).OfType<Figure>().ToList();
        var shown = content.Claims.Select(claim => figures.Find(figure => figure.Name == claim.Figure)).OfType<Figure>().FirstOrDefault();
        return [.. figures.OrderBy(figure => figure != shown)];
    }
}
