namespace NoisyRnn.Analyses;

/// <summary>What recorded outputs say of a preference for noise.</summary>
public enum AuditVerdict
{
    /// <summary>Some noise is better than none, beyond the interval.</summary>
    PrefersNoise,

    /// <summary>None is better than any noise recorded, beyond the interval.</summary>
    PrefersSilence,

    /// <summary>The losses in silence, at the best noisy level and at the training noise are within a tenth of each other by their intervals; where that noise is not known, at every level by the means.</summary>
    NoDifference,

    /// <summary>The interval holds both, or the choice of the level and the comparison do not agree; at best a tenth is gained by noise. What other levels cost is told beside.</summary>
    NothingGained,

    /// <summary>The same, and the interval holds a larger gain.</summary>
    Undecided,

    /// <summary>Without noise some output is not finite; with some noise all are.</summary>
    DivergesSilently,

    /// <summary>With noise some output is not finite, at every level; without all are.</summary>
    DivergesWithNoise,

    /// <summary>No level 0 was recorded: nothing can be said of silence.</summary>
    NoSilentLevel,

    /// <summary>One level was recorded: there is nothing to compare.</summary>
    OneLevel,

    /// <summary>One trial was recorded: there is no interval.</summary>
    NoInterval,

    /// <summary>At no level all outputs are finite.</summary>
    NothingFinite,
}
