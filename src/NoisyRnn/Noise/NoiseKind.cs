using System.ComponentModel;

namespace NoisyRnn.Noise;

/// <summary>
/// How a noise source scales its draws xi: the diffusion sigma(h, x) of dh = f dt + sigma(h, x) dB (spec 2, section 1). All
/// but additive and unit-uniform noise stand on the state, in networks that discretise a differential equation; multiplicative
/// noise stands inside and outside activations too.
/// </summary>
public enum NoiseKind
{
    /// <summary>sigma: the same whatever the state.</summary>
    [Description("sigma: the same whatever the state")]
    Additive,

    /// <summary>diag(h) sigma: each unit's noise grows with the unit. Inside f(a (1 + s xi)), outside f(a) (1 + s xi).</summary>
    [Description("diag(h) sigma: each unit's noise grows with the unit; inside f(a (1 + s xi)), outside f(a) (1 + s xi)")]
    Multiplicative,

    /// <summary>base I + sigma diag(f): each unit's noise grows with its drift; both parts share their draws.</summary>
    [Description("base + sigma f: each unit's noise grows with its drift; both parts share their draws")]
    DriftMultiplicative,

    /// <summary>sigma h: one draw for all units of a trial, times the state.</summary>
    [Description("sigma h: one draw for all units of a trial, times the state (kind multiplicative with common: layer)")]
    CommonScalar,

    /// <summary>
    /// The form of the released program of "Noisy Recurrent Neural Networks" (2021): the drift's step is multiplied by
    /// U[1 - sigma, 1], independent for each unit and step. Its mean is 1 - sigma/2. No diffusion: Euler steps only.
    /// </summary>
    [Description("the drift's step times U[1 - sigma, 1], of mean 1 - sigma/2 (released program of Lim et al. 2021)")]
    ReleasedUniform,

    /// <summary>
    /// sigma U, U uniform on [0, 1): the same whatever the state, and of mean sigma/2. Its standard deviation is sigma/sqrt(12). Test levels
    /// move that mean too, so silence is asked twice: without the noise, and with its mean in its place.
    /// </summary>
    [Description("s U on [0, 1), of mean s/2: silence is then told twice, off and mean-matched")]
    UnitUniform,
}
