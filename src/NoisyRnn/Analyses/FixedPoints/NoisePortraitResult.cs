using System.Collections.Immutable;

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

    /// <summary>The training level; null where there is none.</summary>
    internal NoisePortraitLevel? AtTraining => TrainingSigma > 0 ? Levels.First(static level => level.Level == 1) : null;
}
