using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// A network that discretises a driven differential equation, tau dh = f(h, u) dt + sigma(h, f) dB (spec 2, section 1): it
/// gives the drift; how a step is made of it is the scheme's affair, and what sigma is the noise's.
/// </summary>
public abstract record DrivenNetwork : Network
{
    /// <summary>Makes the drift ready to run; where it is one layer (<see cref="Network.Form(ParameterLayout)"/>), all have the same.</summary>
    /// <param name="layout">From <see cref="Network.Layout"/>.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public virtual DriftKernel<T> PrepareDrift<T>(ParameterLayout layout)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (layer, recurrent) = OneLayer(layout);
        return new LayerDrift<T>(layer, recurrent);
    }

    /// <summary>The Euler step with additive noise as one kernel of its own, where the network has a faster one than its drift and a sum.</summary>
    internal virtual Cell<T>? PrepareEuler<T>(ParameterLayout layout, double dt)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => null;

    internal override bool IsDriven => true;

    internal sealed override double LargestStep => TimeConstants.Min();

    internal sealed override bool IsTimed => true;

    internal override double[] StepSizes(Parameters effective, double dt)
    {
        var values = MemoryMarshal.Cast<double, Real>(effective.Values);
        var sizes = new double[Units];
        for (var i = 0; i < Units; i++)
            sizes[i] = Step(effective.Layout, values, dt, i).Value;
        return sizes;
    }

    /// <summary>The array of trainable steps, one a unit; null where the step is dt/tau.</summary>
    internal virtual ParameterSlice? StepSlice(ParameterLayout layout) => null;

    /// <summary>tau times the drift, tau dh/dt, once more, as a plain function: the reference for the kernels and the source of Jacobians.</summary>
    /// <param name="layout">From <see cref="Network.Layout"/>.</param>
    /// <param name="parameters">All parameters, effective, flat.</param>
    /// <param name="state">h [N].</param>
    /// <param name="input">u [I].</param>
    /// <param name="inside">Noise on the pre-activation [N].</param>
    /// <param name="outside">Noise on the value of the activation [N].</param>
    /// <param name="drift">Receives tau dh/dt [N].</param>
    public virtual void Drift<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> drift)
        where TReal : struct, IReal<TReal>
    {
        var (layer, recurrent) = OneLayer(layout);
        for (var i = 0; i < drift.Length; i++)
        {
            var a = parameters[layer.Bias.Offset + i] + inside[i] + recurrent.Row(parameters, i, state) + layer.Input.Row(parameters, i, input);
            drift[i] = layer.Activations[i].Apply(a) + outside[i];
            if (layer.Linear is { } linear)
                drift[i] += linear.Row(parameters, i, state);
            if (layer.Leaks)
                drift[i] -= state[i];
        }
    }

    /// <inheritdoc/>
    public override void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        Drift(layout, parameters, state, input, inside, outside, next);
        for (var i = 0; i < next.Length; i++)
            next[i] = state[i] + (Step(layout, parameters, dt, i) * next[i]);
    }

    /// <summary>The step of a unit: dt/tau, or its trainable step.</summary>
    /// <param name="layout">From <see cref="Network.Layout"/>.</param>
    /// <param name="parameters">All parameters, flat.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="unit">Which.</param>
    public TReal Step<TReal>(ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, int unit)
        where TReal : struct, IReal<TReal> => StepSlice(layout) is { } slice
            ? parameters[slice.Offset + unit]
            : TReal.Constant(dt / TimeConstants[TimeConstants.Length == 1 ? 0 : unit]);

    /// <inheritdoc/>
    public override string? Refusal(NoiseSource source) => IsDriven ? RefusalOfFactor(source) : base.Refusal(source);

    internal override bool TakesFactors => Form() is [{ Recurrent: not null }];

    private (DriftLayer Layer, ParameterSlice Recurrent) OneLayer(ParameterLayout layout) => Form(layout) is [{ Recurrent: { } recurrent } layer]
        ? (layer, recurrent)
        : throw new NotSupportedException($"the drift of {GetType().Name} is not one layer, and it has none of its own");
}
