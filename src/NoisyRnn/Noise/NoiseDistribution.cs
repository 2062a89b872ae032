using System.ComponentModel;

namespace NoisyRnn.Noise;

/// <summary>The law of the draws xi of a noise source; mean 0 and variance 1 each, so sigma is the standard deviation of all.</summary>
public enum NoiseDistribution
{
    /// <summary>N(0, 1).</summary>
    [Description("N(0, 1)")]
    Gaussian,

    /// <summary>U[-sqrt 3, sqrt 3].</summary>
    [Description("U[-sqrt 3, sqrt 3]")]
    Uniform,

    /// <summary>Density exp(-sqrt 2 |x|) / sqrt 2: heavier tails than the normal's.</summary>
    [Description("density exp(-sqrt 2 |x|) / sqrt 2: heavier tails")]
    Laplace,

    /// <summary>-1 or +1, each with probability 1/2.</summary>
    [Description("-1 or +1, each with probability 1/2")]
    TwoPoint,
}
