using System.Text.Json.Serialization;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Analyses;

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
