using System.Collections.Immutable;

namespace NoisyRnn.Reports;

/// <summary>The figures of the page in their order. A new figure is one file and one line here.</summary>
internal static class FigureCatalogue
{
    private static readonly ImmutableArray<Func<ReportContent, Figure?>> OfTests =
    [
        RobustnessFigure.Of,
        PlaneFigure.Of,
        BehaviourCurvesFigure.Of,
        PerformanceFigure.Of,
        PerformanceFigure.OfAccuracy,
        BiasVarianceFigure.Of,
        PreferredNoiseFigure.Of,
    ];

    private static readonly ImmutableArray<Func<ReportContent, Figure?>> OfFindings =
    [
        BiasFigure.Of,
        RepairFigure.Of,
        OperatingPointsFigure.OfAttenuation,
        OperatingPointsFigure.OfPosition,
        OperatingPointsFigure.OfHistogram,
        NoiseOverfitFigure.Of,
        FixedPointShiftFigure.Of,
        FixedPointShiftFigure.OfReadout,
        FixedPointPlaneFigure.Of,
        EigenvalueFigure.Of,
        LyapunovFigure.OfConvergence,
        LyapunovFigure.OfSpectrum,
        StabilityFigure.Of,
        StochasticStabilizationFigure.OfLevels,
        StochasticStabilizationFigure.OfPortraits,
        StochasticStabilizationFigure.OfSlack,
        TrainingStabilityFigure.OfExponent,
        TrainingStabilityFigure.OfRadius,
        TrainingStabilityFigure.OfGradients,
        NoisePortraitFigure.OfFirst,
        NoisePortraitFigure.OfSecond,
        NoisePortraitFigure.OfThird,
        HessianFigure.OfEigenvalues,
        HessianFigure.OfDensity,
        RegularizerFigure.OfExcess,
        RegularizerFigure.OfRatio,
        MarginFigure.OfMeasured,
        MarginFigure.OfCertified,
        PredictedPreferenceFigure.Of,
        StationaryFigure.OfPreActivations,
        StationaryFigure.OfOutputs,
        ClosureAgreementFigure.OfMeans,
        ClosureAgreementFigure.OfVariances,
    ];

    private static readonly ImmutableArray<Func<ReportContent, Figure?>> OfTraining =
    [
        LearningCurvesFigure.Of,
        LearningCurvesFigure.OfAccuracy,
        ExampleTrialsFigure.Of,
        TrialPicturesFigure.Of,
    ];

    /// <summary>The figures for which the content has something to show.</summary>
    public static ImmutableArray<Figure> Of(ReportContent content) => Drawn(content, [.. OfTests, .. OfFindings, .. OfTraining]);

    /// <summary>Of these what analyses found of each network: why it does what it does.</summary>
    public static ImmutableArray<Figure> OfAnalyses(ReportContent content) => Drawn(content, [.. OfFindings, RobustnessFigure.Of, BehaviourCurvesFigure.Of]);

    private static ImmutableArray<Figure> Drawn(ReportContent content, IEnumerable<Func<ReportContent, Figure?>> figures) => [.. figures.Select(of => of(content)).OfType<Figure>()];
}
