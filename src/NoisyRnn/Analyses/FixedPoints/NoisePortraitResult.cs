using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>The portrait of a network as the test noise moves: for looking at, not for deciding.</summary>
public sealed record NoisePortraitResult : AnalysisResult
{
    /// <summary>s0; 0 where it was trained without noise and the levels are absolute.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>Draws R of each output and of the loss.</summary>
    public required int Draws { get; init; }

    /// <summary>Steps beyond the last counted one at which states and outputs are looked at.</summary>
    public required int Hold { get; init; }

    /// <summary>Why there are fixed points in silence alone, or none; null where there are some of the averaged map at all levels.</summary>
    public string? NoiseFreeBecause { get; init; }

    /// <summary>Shares of the variance of the states, those of all levels together, along their first two principal components.</summary>
    public required ImmutableArray<double> VarianceShares { get; init; }

    /// <summary>Whether there is one input, held through every trial: the output is then a curve over it.</summary>
    public required bool IsCurve { get; init; }

    /// <summary>Whether outputs are probabilities, of the first class.</summary>
    public required bool IsProbability { get; init; }

    /// <summary>The first input at the last counted step of each trial. [trials]</summary>
    public required ImmutableArray<double> Inputs { get; init; }

    /// <summary>The first target there. [trials]</summary>
    public required ImmutableArray<double> Targets { get; init; }

    /// <summary>One entry a level, ascending.</summary>
    public required ImmutableArray<NoisePortraitLevel> Levels { get; init; }

    /// <summary>Silence with the mean of the training noise in its place; null where that has none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public NoisePortraitLevel? MeanMatched { get; init; }

    /// <summary>All that can be looked at: the second silence after the first, then the levels.</summary>
    internal ImmutableArray<NoisePortraitLevel> Shown => MeanMatched is null ? Levels : Levels.Insert(1, MeanMatched);

    /// <summary>The training level; null where there is none.</summary>
    internal NoisePortraitLevel? AtTraining => TrainingSigma > 0 ? Levels.First(static level => level.Level == 1) : null;
}

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

/// <summary>A fixed point in the portrait of a network.</summary>
/// <param name="Trial">The test trial whose input is held.</param>
/// <param name="Branch">Number of its branch at this input: the same at all levels.</param>
/// <param name="Stability">Its class.</param>
/// <param name="First">Its place along the first principal component of the states.</param>
/// <param name="Second">Along the second; 0 where there is but one.</param>
/// <param name="Output">The first output y = r(z) there.</param>
public sealed record NoisePortraitPoint(int Trial, int Branch, FixedPointStability Stability, double First, double Second, double Output)
{
    /// <summary>Whether a network comes to stand there, or on a line or ring through it.</summary>
    internal bool Attracts => Stability is FixedPointStability.Stable or FixedPointStability.Marginal;
}
