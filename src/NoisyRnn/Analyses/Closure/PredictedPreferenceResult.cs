using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>The best test noise of a network predicted from its weights and inputs.</summary>
public sealed record PredictedPreferenceResult : AnalysisResult
{
    /// <summary>s0.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>Test trials.</summary>
    public required int Trials { get; init; }

    /// <summary>One entry a level, ascending.</summary>
    public required ImmutableArray<PredictedPoint> Points { get; init; }

    /// <summary>The predicted rho, relative to s0 where s0 &gt; 0; null where no level has a finite loss.</summary>
    public required PreferredLevel? Preferred { get; init; }

    /// <summary>The level of the lowest predicted bias^2.</summary>
    public required PreferredLevel? PreferredBias { get; init; }

    internal override Findings? Findings => TrainingSigma > 0 && Preferred is not null
        ? new("Preferred test noise, predicted from the weights", [new("predicted rho", "", Preferred.Level)])
        : null;
}

/// <summary>What the Gaussian closure says of a network at one test level; not a number where its moments are not finite.</summary>
/// <param name="Level">r = s/s0; the absolute level where s0 = 0.</param>
/// <param name="Sigma">The absolute test level s.</param>
/// <param name="Loss">bias^2 + variance.</param>
/// <param name="BiasSquared">Squared error of the mean output, mean over conditions.</param>
/// <param name="Variance">Variance of the output, mean over conditions.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record PredictedPoint(double Level, double Sigma, double Loss, double BiasSquared, double Variance);
