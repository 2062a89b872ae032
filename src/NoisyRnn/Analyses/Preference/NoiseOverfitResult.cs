using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>How a network trained with Gaussian noise stands noise of other laws and the same variance.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record NoiseOverfitResult : AnalysisResult
{
    /// <summary>s0, in the scale of the experiment's noise.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>Number of conditions P (inputs x times).</summary>
    public required int Conditions { get; init; }

    /// <summary>Number of noise draws R of each condition.</summary>
    public required int Draws { get; init; }

    /// <summary>One entry a law, the Gaussian first; empty where the network was trained without noise.</summary>
    public required ImmutableArray<NoiseOverfitLaw> Laws { get; init; }

    internal override ImmutableArray<(double Level, Metric Metric)> FiguresOfMerit => Laws.IsEmpty ? [] :
    [
        .. Laws.Skip(1).Select(law => (1.0, new Metric($"loss under {law.Name} over gaussian noise", "ratio", law.Loss / Laws[0].Loss))),
        .. Laws.Where(static law => law.Preferred is not null)
            .Select(static law => (1.0, new Metric($"preferred level of {law.Name} noise", "relative level", law.Preferred!.Level))),
    ];
}

/// <summary>What noise of one law and the training level does to a network trained with Gaussian noise.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record NoiseOverfitLaw
{
    /// <summary>The law of the draws.</summary>
    public required NoiseDistribution Distribution { get; init; }

    /// <summary>Correlation time of Ornstein-Uhlenbeck noise, in units of tau; 0 for white noise.</summary>
    public required double CorrelationTime { get; init; }

    /// <summary>Loss at the training level; infinite where the network diverges.</summary>
    public required double Loss { get; init; }

    /// <summary>Squared bias there; null for cross-entropy.</summary>
    public required double? BiasSquared { get; init; }

    /// <summary>Variance there; null for cross-entropy.</summary>
    public required double? Variance { get; init; }

    /// <summary>The level with the lowest loss on the even draws; null where no level has a finite loss.</summary>
    public required PreferredLevel? Preferred { get; init; }

    /// <summary>Loss of the silent network with f averaged over the law; null where noise inside is not all there is to average.</summary>
    public double? PredictedLoss { get; init; }

    /// <summary>
    /// Mean squared difference between the output of that silent network and the measured mean output, unbiased (may be slightly
    /// negative); null likewise.
    /// </summary>
    public double? PredictionError { get; init; }

    /// <summary>"gaussian", "laplace", "OU 0.2 tau".</summary>
    [JsonIgnore]
    public string Name => CorrelationTime > 0 ? $"OU {CorrelationTime} tau" : Catalogue.NameOf(Distribution);
}
