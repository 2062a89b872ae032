using System.Collections.Immutable;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// Equal recurrent layers one above the other: where their arrays, their states and the rows of their noise stand. The first reads the input, each other one the hidden
/// state of the layer below after the same step, the readout the last. The arrays of the first layer have the plain names, those of layer 2 W_in_2, ...; the rows of noise
/// stand from the first layer to the last, the states from the last to the first.
/// </summary>
/// <param name="Units">N.</param>
/// <param name="Layers">L.</param>
/// <param name="Rows">Rows of the state of a layer; the first N are its hidden state.</param>
internal readonly record struct LayerStack(int Units, int Layers, int Rows)
{
    /// <summary>What a layer has of its own, in words, where it is no W_in, W_rec and b.</summary>
    public const string OwnArrays = "each layer has matrices, biases and noise of its own";

    /// <summary>Rows of the state.</summary>
    public int StateRows => Layers * Rows;

    /// <summary>Where the hidden states begin.</summary>
    public ImmutableArray<int> HiddenRows
    {
        get
        {
            var rows = Rows;
            return [.. Enumerable.Range(0, Layers).Select(layer => layer * rows)];
        }
    }

    /// <summary>The rows of noise, N a layer at each place.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="outputs">O.</param>
    public NoiseShape Noise(int inputs, int outputs) => new(Layers * Units, Layers * Units, Layers * Units, inputs, outputs) { Layers = Layers, StateLayers = Layers };

    /// <summary>All arrays.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="ofLayer">Those of a layer, of so many inputs.</param>
    /// <param name="readout">Those of the readout.</param>
    public ParameterLayout Layout(int inputs, Func<int, ImmutableArray<(string Name, int Rows, int Columns, bool Trainable, bool IsWeight)>> ofLayer, params ReadOnlySpan<(string Name, int Rows, int Columns, bool Trainable, bool IsWeight)> readout)
    {
        var arrays = new List<(string, int, int, bool, bool)>();
        for (var layer = 1; layer <= Layers; layer++)
        {
            foreach (var array in ofLayer(layer == 1 ? inputs : Units))
                arrays.Add(array with { Name = LayerNames.In(array.Name, layer) });
        }

        arrays.AddRange(readout);
        return ParameterLayout.Of([.. arrays]);
    }

    /// <summary>The arrays of a layer, where they stand, under their names in a layer; of one layer all.</summary>
    /// <param name="layout">All.</param>
    /// <param name="layer">1 .. L.</param>
    public ParameterLayout Part(ParameterLayout layout, int layer) => Layers == 1 ? layout : ParameterLayout.Part(
        from slice in layout.Slices
        where slice.Name is not ("W_out" or "b_out") && !MatrixPlace.Parts.Contains(slice.Name)
        let place = LayerNames.PlaceOf(slice.Name)
        where place.Layer == layer
        select slice with { Name = place.Name });

    /// <summary>The arrays of each layer.</summary>
    /// <param name="layout">All.</param>
    public ImmutableArray<ParameterLayout> Parts(ParameterLayout layout)
    {
        var stack = this;
        return [.. Enumerable.Range(1, Layers).Select(layer => stack.Part(layout, layer))];
    }

    /// <summary>The step of all layers, as plain functions.</summary>
    public void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input, ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next, LayerStep<TReal> step)
        where TReal : struct, IReal<TReal>
    {
        var read = input;
        for (var layer = 1; layer <= Layers; layer++)
        {
            var (first, row) = ((Layers - layer) * Rows, (layer - 1) * Units);
            var after = next.Slice(first, Rows);
            step(layer, Part(layout, layer), state.Slice(first, Rows), read, inside.Slice(row, Units), outside.Slice(row, Units), after);
            read = after[..Units];
        }
    }

    /// <summary>The step of one layer.</summary>
    public delegate void LayerStep<TReal>(
        int layer, ParameterLayout layout, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input, ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
        where TReal : struct, IReal<TReal>;
}
