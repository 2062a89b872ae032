namespace NoisyRnn.Networks;

/// <summary>Whether training changes time constants, and of which units together.</summary>
public enum TauTraining
{
    /// <summary>They stay as they are.</summary>
    None,

    /// <summary>One for all units.</summary>
    Shared,

    /// <summary>One for the units that excite, one for those that inhibit.</summary>
    ByPopulation,

    /// <summary>One a unit.</summary>
    PerUnit,
}
