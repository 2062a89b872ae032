using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>The fixed points at one held input.</summary>
/// <param name="Trial">The test trial in which the input occurs.</param>
/// <param name="Step">The step, from 0.</param>
/// <param name="Input">u [I].</param>
/// <param name="Levels">One entry a level, ascending; silence alone where there is the noise-free map alone.</param>
public sealed record FixedPointsAtInput(int Trial, int Step, ImmutableArray<double> Input, ImmutableArray<FixedPointLevel> Levels)
{
    /// <summary>The points at a level; null where it was not asked for.</summary>
    internal FixedPointLevel? At(double level) => Levels.FirstOrDefault(entry => entry.Level == level);
}
