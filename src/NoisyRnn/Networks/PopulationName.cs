using System.ComponentModel;

namespace NoisyRnn.Networks;

/// <summary>Which units, by Dale's law.</summary>
public enum PopulationName
{
    /// <summary>All.</summary>
    [Description("all units")]
    All,

    /// <summary>Those that excite.</summary>
    [Description("the units that excite, with recurrent.dale")]
    Excitatory,

    /// <summary>Those that inhibit.</summary>
    [Description("the units that inhibit, with recurrent.dale")]
    Inhibitory,
}
