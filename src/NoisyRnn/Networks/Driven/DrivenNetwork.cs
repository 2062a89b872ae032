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

    /// <summary>L, the number of layers.</summary>
    internal virtual int Depth => 1;

    /// <summary>A layer as a network by itself.</summary>
    /// <param name="layer">1 .. L.</param>
    internal virtual DrivenNetwork Layer(int layer) => this;

    /// <summary>Its layers as networks by themselves, with their arrays; itself where there is one.</summary>
    /// <param name="layout">From <see cref="Network.Layout"/>.</param>
    internal ImmutableArray<(DrivenNetwork Network, ParameterLayout Layout)> LayersOf(ParameterLayout layout) =>
        [.. Enumerable.Range(1, Depth).Select(layer => (Layer(layer), Places.Part(layout, layer)))];

    /// <summary>Where the arrays and states of its layers stand.</summary>
    private protected LayerStack Places => new(Units, Depth, Units);

    // Several layers, each reading the one below after the same step, are a map of their own, made of such steps.
    internal sealed override bool IsDriven => Depth == 1;

    internal sealed override string TakesNoScheme => "whose layers read one another within a step; allowed is euler-maruyama, or layers: 1";

    internal sealed override string Kind => Depth == 1 ? base.Kind : $"{base.Kind} of {Depth} layers";

    /// <inheritdoc/>
    public sealed override int StateRows => Places.StateRows;

    internal sealed override ImmutableArray<int> HiddenRows => Places.HiddenRows;

    /// <inheritdoc/>
    public override NoiseShape NoiseShape(int inputs, int outputs) => Places.Noise(inputs, outputs);

    internal sealed override double LargestStep => TimeConstants.Min();

    internal sealed override bool IsTimed => true;

    internal sealed override double[] StepSizes(Parameters effective, double dt)
    {
        if (Depth > 1)
            return [.. LayersOf(effective.Layout).SelectMany(layer => layer.Network.StepSizes(effective.Seen(layer.Layout), dt))];
        var values = MemoryMarshal.Cast<double, Real>(effective.Values);
        var sizes = new double[Units];
        for (var i = 0; i < Units; i++)
            sizes[i] = Step(effective.Layout, values, dt, i).Value;
        return sizes;
    }

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
    public sealed override void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        if (Depth > 1)
        {
            var values = parameters.ToArray();
            Places.Map(layout, state, input, inside, outside, next, (layer, part, before, read, within, without, after) =>
                Layer(layer).Map(part, values, dt, before, read, within, without, after));
            return;
        }

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
    public override string? Refusal(NoiseSource source) => RefusalOfFactor(source);

    internal sealed override bool TakesFactors => Layer(1).Form() is [{ Recurrent: not null }];

    private (DriftLayer Layer, ParameterSlice Recurrent) OneLayer(ParameterLayout layout) => Form(layout) is [{ Recurrent: { } recurrent } layer]
        ? (layer, recurrent)
        : throw new NotSupportedException($"the drift of {GetType().Name} is not one layer, and it has none of its own");
}
