namespace NoisyRnn.Analyses;

/// <summary>Where a curve over levels is lowest.</summary>
/// <param name="Level">The level of the minimum, refined by a parabola through the best level and its neighbours.</param>
/// <param name="End">Whether the minimum lies inside the range of levels or at one of its ends.</param>
public sealed record PreferredLevel(double Level, RangeEnd End)
{
    /// <summary>
    /// Finds the level at which the loss is lowest. Inside the range the minimum is moved to the vertex of the parabola
    /// through the best level and its two neighbours (in the level itself, unequally spaced or not), which always lies
    /// between the midpoints to the neighbours. At an end of the range it is that end.
    /// Equal losses: the lowest level (less noise) wins, so a flat curve prefers the lowest level, "at most".
    /// Infinite or NaN losses mark diverged levels: they are never the best, and beside one the best level is not refined.
    /// </summary>
    /// <param name="levels">The levels, strictly ascending, finite. [K]</param>
    /// <param name="losses">The loss at each; bias^2 may be negative. [K]</param>
    /// <returns>The preferred level; null where no loss is finite.</returns>
    /// <exception cref="ArgumentException">The lengths differ, there is no level, or levels are not ascending.</exception>
    public static PreferredLevel? Of(ReadOnlySpan<double> levels, ReadOnlySpan<double> losses)
    {
        if (levels.IsEmpty || levels.Length != losses.Length)
            throw new ArgumentException($"{losses.Length} losses for {levels.Length} levels.", nameof(losses));
        var best = -1;
        for (var k = 0; k < levels.Length; k++)
        {
            if (!double.IsFinite(levels[k]) || (k > 0 && !(levels[k] > levels[k - 1])))
                throw new ArgumentException("Levels are finite and strictly ascending.", nameof(levels));
            if (double.IsFinite(losses[k]) && (best < 0 || losses[k] < losses[best]))
                best = k;
        }

        if (best < 0)
            return null;
        if (best == 0)
            return new(levels[0], RangeEnd.AtMost);
        return best == levels.Length - 1
            ? new(levels[best], RangeEnd.AtLeast)
            : new(Vertex(levels.Slice(best - 1, 3), losses.Slice(best - 1, 3)), RangeEnd.Inside);
    }

    private static double Vertex(ReadOnlySpan<double> level, ReadOnlySpan<double> loss)
    {
        double left = level[1] - level[0], right = level[2] - level[1];
        double riseLeft = loss[0] - loss[1], riseRight = loss[2] - loss[1];
        var curvature = left * riseRight + right * riseLeft;
        if (!double.IsFinite(curvature) || curvature <= 0)
            return level[1];
        var vertex = level[1] + 0.5 * (right * right * riseLeft - left * left * riseRight) / curvature;
        return double.IsFinite(vertex) ? Math.Clamp(vertex, level[0], level[2]) : level[1];
    }
}

/// <summary>Where in the range of tested levels a minimum lies.</summary>
public enum RangeEnd
{
    /// <summary>Between the lowest and the highest level.</summary>
    Inside,

    /// <summary>At the lowest level: the preferred level is "at most" this (for level 0: exactly none).</summary>
    AtMost,

    /// <summary>At the highest level: the preferred level is "at least" this.</summary>
    AtLeast,
}
