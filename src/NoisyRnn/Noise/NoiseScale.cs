using System.ComponentModel;
using System.Text.Json.Serialization;

namespace NoisyRnn.Noise;

/// <summary>What the number sigma means. The same .05 spans a factor tau/dt between conventions of the field.</summary>
public enum NoiseScale
{
    /// <summary>The standard deviation of the term as it stands in the step's equation, whatever dt is.</summary>
    [Description("the standard deviation of the term as it stands in the step's equation, whatever dt is")]
    PerStep,

    /// <summary>tau dh = ... + tau sigma dW: the state's increment has standard deviation sigma sqrt(dt).</summary>
    [Description("the state's increment has standard deviation sigma sqrt(dt)")]
    SqrtDt,

    /// <summary>A term that is multiplied by alpha = dt/tau has standard deviation sqrt(2/alpha) sigma (Yang et al. 2019).</summary>
    [Description("a term that is multiplied by alpha = dt/tau has standard deviation sqrt(2/alpha) sigma (Yang et al. 2019)")]
    [JsonStringEnumMemberName("sqrt-2-over-alpha")]
    SqrtTwoOverAlpha,
}
