namespace NoisyRnn.Claims;

/// <summary>What an experiment says of a claim.</summary>
public enum Outcome
{
    /// <summary>The criterion is met.</summary>
    Holds,

    /// <summary>The contrary criterion is met.</summary>
    DoesNotHold,

    /// <summary>Neither.</summary>
    Undecided,

    /// <summary>What would speak either way is shown to be small: an equivalence test.</summary>
    NoEffect,

    /// <summary>Too few seeds for a verdict: the numbers are shown, nothing is decided.</summary>
    Preview,

    /// <summary>Over 20 % of the networks diverged or did not learn the task.</summary>
    NotTrained,
}
