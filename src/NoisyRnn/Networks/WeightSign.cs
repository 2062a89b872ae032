using System.ComponentModel;

namespace NoisyRnn.Networks;

/// <summary>The sign that weights have.</summary>
public enum WeightSign
{
    /// <summary>Any.</summary>
    [Description("weights of any sign")]
    Any,

    /// <summary>None below 0.</summary>
    [Description("none below 0")]
    Positive,

    /// <summary>None above 0.</summary>
    [Description("none above 0")]
    Negative,
}
