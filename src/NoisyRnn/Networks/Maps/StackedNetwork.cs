using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Numerics;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// A recurrent network of one or more layers of N units, as nn.RNN, nn.GRU and nn.LSTM of PyTorch are with num_layers: the first reads the
/// input, each other one the hidden state of the layer below after the same step, and the readout reads the last.
/// </summary>
/// <remarks>
/// The arrays of the first layer have the plain names, W_rec, W_in, ..., those of layer 2 W_rec_2, W_in_2, ... The rows of noise stand layer after
/// layer, the first layer's first; those of the state the other way round, so that its first N are what the readout reads.
/// </remarks>
public abstract record StackedNetwork : MapNetwork
{
    private const int MostLayers = 16;

    /// <summary>L, the number of layers.</summary>
    [Description("number of recurrent layers, each of N units: the first reads the input, each other one the hidden state of the layer below after the same step, the readout the last")]
    [Range(1, MostLayers)]
    public int Layers { get; init; } = 1;

    /// <inheritdoc/>
    public sealed override ImmutableArray<double> TimeConstants => [1.0];

    /// <inheritdoc/>
    public sealed override int StateRows => Layers * LayerStateRows;

    /// <summary>Rows of the state of one layer; the first N are its hidden state.</summary>
    private protected virtual int LayerStateRows => Units;

    /// <summary>Pre-activations a unit of a layer.</summary>
    private protected abstract int Gates { get; }

    /// <inheritdoc/>
    public sealed override NoiseShape NoiseShape(int inputs, int outputs) => new(Layers * Gates * Units, Layers * Gates * Units, Layers * Units, inputs, outputs) { Layers = Layers, StateLayers = Layers };

    /// <inheritdoc/>
    public sealed override ParameterLayout Layout(int inputs, int outputs) => ParameterLayout.Of(
    [
        .. from layer in Enumerable.Range(1, Layers)
           from array in LayerArrays(layer == 1 ? inputs : Units)
           select (InLayer(array.Name, layer), array.Rows, array.Columns, true, array.IsWeight),
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false),
    ]);

    /// <summary>The arrays of a layer.</summary>
    /// <param name="inputs">What it reads: I, or N.</param>
    private protected abstract ImmutableArray<(string Name, int Rows, int Columns, bool IsWeight)> LayerArrays(int inputs);

    /// <summary>The name of a layer's array: of the first W_rec, of the second W_rec_2.</summary>
    /// <param name="name">Its name in a layer.</param>
    /// <param name="layer">1 .. L.</param>
    internal static string InLayer(string name, int layer) => LayerNames.In(name, layer);

    /// <summary>The arrays of a layer, where they stand, under their names in a layer.</summary>
    /// <param name="layout">From <see cref="Layout"/>.</param>
    /// <param name="layer">1 .. L.</param>
    internal ParameterLayout LayerLayout(ParameterLayout layout, int layer) => ParameterLayout.Part(
        LayerArrays(1).Select(array => layout[InLayer(array.Name, layer)] with { Name = array.Name }));

    /// <summary>Where the state of a layer begins.</summary>
    /// <param name="layer">1 .. L.</param>
    internal int FirstStateRow(int layer) => (Layers - layer) * LayerStateRows;

    internal sealed override string Kind => Layers == 1 ? base.Kind : $"{base.Kind} of {Layers} layers";

    internal sealed override ImmutableArray<int> HiddenRows => [.. Enumerable.Range(0, Layers).Select(layer => layer * LayerStateRows)];

    /// <inheritdoc/>
    public sealed override Cell<T> Prepare<T>(ParameterLayout layout, double dt) => Layers == 1
        ? PrepareLayer<T>(layout, 1)
        : new StackedCell<T>(Units, [.. Enumerable.Range(1, Layers).Select(layer => PrepareLayer<T>(LayerLayout(layout, layer), layer))]);

    /// <summary>Makes a layer ready to run.</summary>
    /// <param name="layout">Its arrays.</param>
    /// <param name="layer">1 .. L.</param>
    private protected abstract Cell<T> PrepareLayer<T>(ParameterLayout layout, int layer)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <inheritdoc/>
    public sealed override void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        var read = input;
        for (var layer = 1; layer <= Layers; layer++)
        {
            var (first, row) = (FirstStateRow(layer), (layer - 1) * Gates * Units);
            var after = next.Slice(first, LayerStateRows);
            MapLayer(LayerLayout(layout, layer), layer, parameters, state.Slice(first, LayerStateRows), read, inside.Slice(row, Gates * Units), outside.Slice(row, Gates * Units), after);
            read = after[..Units];
        }
    }

    /// <summary>The step of a layer, as <see cref="Network.Map"/>.</summary>
    private protected abstract void MapLayer<TReal>(
        ParameterLayout layout, int layer, ReadOnlySpan<TReal> parameters, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
        where TReal : struct, Numerics.IReal<TReal>;

    /// <summary>The equations of a layer: h and c with its number where there are several, W and b without.</summary>
    /// <param name="x">What the layer reads.</param>
    /// <param name="l">"_l" where there are several layers, else nothing.</param>
    /// <param name="noise">The noise.</param>
    private protected abstract IEnumerable<string> LayerEquations(string x, string l, NoiseLines noise);

    /// <summary>What stands below the equations: the activation.</summary>
    private protected abstract IEnumerable<string> Definitions { get; }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt)
    {
        var noise = new NoiseLines(sources, dt, TimeConstants, Layers == 1 ? "h" : "h_l");
        var input = noise.Noisy("u[t]", Placement.Input);
        return
        [
            .. Layers == 1 ? LayerEquations(input, "", noise) : LayerEquations("x_l", "_l", noise),
            .. Layers == 1 ? [] : (string[])[$"x_1 = {input}, {LayerNames.Reads(Layers, "h")}"],
            $"z[t]   = W_out h{(Layers == 1 ? "" : $"_{Layers}")}[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            .. Definitions,
            .. noise.Levels(),
        ];
    }

    private protected sealed override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) => slice.Name switch
    {
        "W_out" => ReadoutInitializer,
        "b_out" when !ReadoutBias => new ZeroInitializer(),
        "b_out" => InitializerOf(slice),
        _ => InitializerOf(slice with { Name = LayerArrays(1).First(array => slice.Name.StartsWith(array.Name, StringComparison.Ordinal)).Name }),
    };

    /// <summary>The initialiser of an array of a layer, or of b_out.</summary>
    /// <param name="slice">The array under its name in a layer.</param>
    private protected abstract Initializer InitializerOf(ParameterSlice slice);
}
