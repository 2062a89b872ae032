namespace NoisyRnn.Analyses;

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
