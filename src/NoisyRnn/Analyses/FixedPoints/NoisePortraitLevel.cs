using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>A network under one level of test noise: states, fixed points and output. What is not finite stands as NaN.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record NoisePortraitLevel
{
    /// <summary>r = s/s0; the absolute level where s0 = 0.</summary>
    public required double Level { get; init; }

    /// <summary>The absolute test level s.</summary>
    public required double Sigma { get; init; }

    /// <summary>Mean loss over the trials of the output and their draws, over all steps that count; infinite where an output is not finite.</summary>
    public required double Loss { get; init; }

    /// <summary>States at the last step along the first principal component, five digits; without noise one a trial. [trials of the cloud][draws]</summary>
    public required ImmutableArray<ImmutableArray<double>> First { get; init; }

    /// <summary>The same along the second; 0 where there is but one.</summary>
    public required ImmutableArray<ImmutableArray<double>> Second { get; init; }

    /// <summary>Fixed points at the held inputs of these trials; of the noise-free map at r = 0 alone where there is no other.</summary>
    public required ImmutableArray<NoisePortraitPoint> Points { get; init; }

    /// <summary>Mean of the first output over draws at the last step, seven digits. [trials]</summary>
    public required ImmutableArray<double> Mean { get; init; }

    /// <summary>Its standard deviation over draws, unbiased in the variance; 0 without noise. [trials]</summary>
    public required ImmutableArray<double> Deviation { get; init; }
}
