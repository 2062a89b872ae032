using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Dynamics;

/// <summary>
/// How one step is made of drift and diffusion: dh = f(h, u) dt + sigma(h, f) dB over one dt, the input held. Drift, diffusion
/// and Brownian path are the same for all schemes; only Ito and Stratonovich differ in what the equation means.
/// </summary>
[Leaf("euler-maruyama", typeof(EulerMaruyama))]
[Leaf("milstein", typeof(Milstein))]
[Leaf("heun-stratonovich", typeof(HeunStratonovich))]
public abstract record Scheme
{
    /// <summary>Ito or Stratonovich: the meaning that the scheme gives to the stochastic integral.</summary>
    public abstract string Calculus { get; }

    /// <summary>The strong order of convergence with additive noise, and with noise that depends on the state.</summary>
    public abstract (double Additive, double Multiplicative) StrongOrder { get; }

    /// <summary>The step in words and symbols, for the report; empty where the network's own equation says it.</summary>
    public abstract string Equation { get; }

    /// <summary>Why a network with some noise cannot be run by this scheme; null where it can.</summary>
    public abstract string? Refusal(Network network, ImmutableArray<NoiseSource> sources);

    /// <summary>Makes the steps of a driven network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="noise">Its noise: a step saves what the terms that are there need on the way back.</param>
    internal abstract Cell<T> Prepare<T>(DrivenNetwork network, ParameterLayout layout, double dt, Increments<T> noise)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
