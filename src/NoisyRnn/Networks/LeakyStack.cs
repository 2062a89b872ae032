using System.Collections.Immutable;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The arrays of leaky networks of one or more layers, as stacks of Elman networks has them: those of the first layer have the plain names, those of layer 2 W_rec_2, W_in_2, ...;
/// the states stand from the last layer to the first. A layer is a network of one layer by itself, whose arrays have the plain names.
/// </summary>
/// <param name="Units">N.</param>
/// <param name="Layers">L.</param>
/// <param name="Structure">What the recurrent weights of each layer may be.</param>
/// <param name="Tau">The time constants of each layer, where they are trained.</param>
/// <param name="Input">What the weights may be by which the first layer reads the input.</param>
/// <param name="Readout">What those of the readout may be.</param>
internal readonly record struct LeakyStack(int Units, int Layers, RecurrentStructure Structure, TrainedTau Tau, WeightStructure Input, WeightStructure Readout)
{
    /// <summary>Whether the step reads the arrays as they are stored.</summary>
    public bool IsPlain => Structure.IsPlain && !Tau.IsTrained && Input.IsPlain && Readout.IsPlain;

    /// <summary>All arrays.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="trains">Whether training changes W_rec, W_in, b and the initial state.</param>
    /// <param name="readout">The arrays of the readout.</param>
    public ParameterLayout Layout(int inputs, (bool Recurrent, bool Input, bool Bias, bool State) trains, params ReadOnlySpan<(string Name, int Rows, int Columns, bool Trainable, bool IsWeight)> readout)
    {
        var arrays = new List<(string, int, int, bool, bool)>();
        for (var layer = 1; layer <= Layers; layer++)
        {
            arrays.AddRange(
            [
                (LayerNames.In("W_rec", layer), Units, Units, trains.Recurrent, true),
                (LayerNames.In("W_in", layer), Units, layer == 1 ? inputs : Units, trains.Input, true),
                (LayerNames.In("b_rec", layer), Units, 1, trains.Bias, false),
                (LayerNames.In("init_state", layer), Units, 1, trains.State, false),
            ]);
        }

        arrays.AddRange(readout);
        for (var layer = 1; layer <= Layers; layer++)
        {
            foreach (var array in Tau.Arrays.AddRange(Structure.Arrays(Units, trains.Recurrent)))
                arrays.Add(array with { Name = LayerNames.In(array.Name, layer) });
        }

        foreach (var (structure, matrix) in Outside(inputs, readout[0].Rows))
            arrays.AddRange(structure.Arrays(matrix));
        var layout = ParameterLayout.Of([.. arrays]);
        for (var layer = 1; layer <= Layers; layer++)
            layout = Structure.Marked(layout, LayerNames.In("W_rec", layer));
        return layout;
    }

    /// <summary>The arrays of a layer, where they stand, under their names in a layer.</summary>
    /// <param name="layout">All.</param>
    /// <param name="layer">1 .. L.</param>
    public ParameterLayout Part(ParameterLayout layout, int layer) => new LayerStack(Units, Layers, Units).Part(layout, layer);

    /// <summary>The plain name of an array: of W_rec_2 W_rec.</summary>
    public static string NameOf(string name) => LayerNames.PlaceOf(name).Name;

    /// <summary>The levels of a layer, of those of all: of a list of none, none.</summary>
    public ImmutableArray<double> LevelsOf(ImmutableArray<double> levels, int layer) =>
        levels.IsEmpty || Layers == 1 ? levels : levels.Slice((layer - 1) * Units, Units);

    /// <summary>The effective parameters.</summary>
    public Parameters Effective(Parameters parameters)
    {
        if (IsPlain)
            return parameters;
        var effective = parameters.Copy();
        for (var layer = 1; layer <= Layers; layer++)
        {
            var view = effective.Seen(Part(effective.Layout, layer));
            Structure.Build(view, Units);
            Tau.Build(view);
        }

        foreach (var (structure, matrix) in Outside(effective.Layout))
            structure.Build(effective, matrix);

        return effective;
    }

    /// <summary>The gradient by the effective parameters becomes that by the parameters, in place.</summary>
    public void PullBack(Parameters parameters, Span<double> gradient)
    {
        for (var layer = 1; !IsPlain && layer <= Layers; layer++)
        {
            var view = parameters.Seen(Part(parameters.Layout, layer));
            var slice = view.Layout["W_rec"];
            Structure.PullBack(view, gradient.Slice(slice.Offset, slice.Length), Units);
            Tau.PullBack(view, gradient);
        }

        foreach (var (structure, matrix) in Outside(parameters.Layout))
            structure.PullBack(parameters, matrix, gradient);
    }

    /// <summary>The initialisers' draws become initial parameters.</summary>
    public void Start(Parameters parameters, ImmutableArray<double> tau, double dt, ulong seed)
    {
        for (var layer = 1; layer <= Layers; layer++)
        {
            var view = parameters.Seen(Part(parameters.Layout, layer));
            Structure.Start(view, Units, seed, layer);
            Tau.Start(view, tau, dt);
        }

        foreach (var (structure, matrix) in Outside(parameters.Layout))
            structure.Start(parameters, matrix, Structure.Populations(Units), seed);
    }

    /// <summary>The populations of all layers.</summary>
    public ImmutableArray<UnitGroup> Populations
    {
        get
        {
            var (one, units) = (Structure.Populations(Units), Units);
            return Layers == 1 ? one
                : [.. Enumerable.Range(1, Layers).SelectMany(layer => one.Select(group => new UnitGroup($"{group.Name}, layer {layer}", ((layer - 1) * units) + group.First, group.Count)))];
        }
    }

    /// <summary>What is wrong of the input and the readout by themselves.</summary>
    public IEnumerable<(string Key, string Problem)> Problems() =>
        Input.Problems("input.", Structure.Populations(Units)).Concat(Readout.Problems("readout.", Structure.Populations(Units)));

    /// <summary>What is wrong of them beside so many channels; null where all fits.</summary>
    public string? Misfit(int inputs, int outputs) => Outside(inputs, outputs)
        .SelectMany(static one => one.Structure.Misfits(one.Matrix, one.Matrix.IsInput ? "network.input." : "network.readout."))
        .Select(static wrong => $"{wrong.Key}: {wrong.Problem}").FirstOrDefault();

    /// <summary>The same with the weights that files give.</summary>
    /// <param name="folder">Where relative paths start.</param>
    public LeakyStack Load(string folder) => this with
    {
        Structure = Structure.Load(folder, Units),
        Input = Input.Load(folder, "network.input", Units, null),
        Readout = Readout.Load(folder, "network.readout", null, Units),
    };

    /// <summary>How an array of any layer starts.</summary>
    public static Initializer InitializerOf(ParameterSlice slice, Initializer recurrent, Initializer input, Initializer bias, Initializer state, Initializer readout) => NameOf(slice.Name) switch
    {
        "W_rec" => recurrent,
        "W_in" => input,
        "b_rec" => bias,
        "init_state" => state,
        "W_out" => readout,
        _ => RecurrentStructure.InitializerOf(slice) ?? new ZeroInitializer(),
    };

    /// <summary>What the matrices are, in words; none of those that are stored as they are read.</summary>
    public IEnumerable<string> Lines() => [.. Structure.Lines(Units), .. Input.Lines("W_in"), .. Readout.Lines("W_out")];

    // Those between units and channels that obey rules.
    private IEnumerable<(WeightStructure Structure, MatrixPlace Matrix)> Outside(int inputs, int outputs)
    {
        if (!Input.IsPlain)
            yield return (Input, new(IsInput: true, Units, inputs));
        if (!Readout.IsPlain)
            yield return (Readout, new(IsInput: false, Units, outputs));
    }

    private IEnumerable<(WeightStructure Structure, MatrixPlace Matrix)> Outside(ParameterLayout layout) => Outside(layout["W_in"].Columns, layout.ReadoutWeights.Rows);
}
