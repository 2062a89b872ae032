using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// A trained network as a file: safetensors with the parameters in double under the field's names, and in the metadata
/// all that is needed to run it again.
/// </summary>
/// <param name="Network">The architecture.</param>
/// <param name="Parameters">The parameters.</param>
/// <param name="Noise">The noise it was trained with.</param>
/// <param name="Dt">Time step, in the unit of tau.</param>
/// <param name="Seed">The seed it was trained from.</param>
public sealed record Model(Network Network, Parameters Parameters, ImmutableArray<NoiseSource> Noise, double Dt, ulong Seed)
{
    /// <summary>The line of an executed equation that says y = r(z) where r is a sigmoid.</summary>
    internal const string SigmoidEquation = "y[t]   = 1 / (1 + exp(-z[t]))";

    private const string Format = "2";
    private const string Unchecked = "1";

    /// <summary>r of its outputs y = r(z).</summary>
    public Readout Readout { get; init; } = Readout.Identity;

    /// <summary>The executed equation, a line each.</summary>
    public ImmutableArray<string> Equations => [.. Network.Equations(Noise, Dt), .. Readout == Readout.Sigmoid ? [SigmoidEquation] : (string[])[]];

    /// <summary>The time constants: of units whose tau was trained, as training left them, one a unit. In the unit of dt.</summary>
    public ImmutableArray<double> TimeConstants =>
        Network.TrainsTau ? [.. Network.StepSizes(Network.Effective(Parameters), Dt).Select(step => Dt / step)] : Network.TimeConstants;

    /// <summary>I, input channels.</summary>
    public int Inputs => Parameters.Layout["W_in"].Columns;

    /// <summary>O, output channels.</summary>
    public int Outputs => Parameters.Layout.ReadoutWeights.Rows;

    /// <summary>Writes the file under a temporary name, then renames it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="about">More metadata, for people: task, hash, version.</param>
    public void Write(string path, params ReadOnlySpan<(string Key, string Value)> about)
    {
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["format"] = Format,
            ["network"] = CanonicalJson.WriteWhole(Network),
            ["noise"] = "[" + string.Join(",", Noise.Select(static source => CanonicalJson.WriteWhole(source))) + "]",
            ["dt"] = $"{Dt:R}",
            ["seed"] = $"{Seed}",
            ["equation"] = string.Join("\n", Equations),
            ["W"] = "W[post, pre]",
        };
        if (Readout != Readout.Identity)
            metadata["readout"] = Catalogue.NameOf(Readout);
        foreach (var (key, value) in about)
            metadata[key] = value;
        Safetensors.Write(path, Arrays, metadata);
    }

    /// <summary>The arrays as they are stored, and those made of others; of a matrix that is made from a parameter NAME_effective too, as the step reads it.</summary>
    internal IEnumerable<Tensor> Arrays
    {
        get
        {
            var effective = Network.Effective(Parameters);
            foreach (var slice in Parameters.Layout.Slices)
            {
                ImmutableArray<int> shape = slice.Columns == 1 && !slice.IsWeight ? [slice.Rows] : [slice.Rows, slice.Columns];
                yield return Tensor.Of(slice.Name, shape, slice.IsDerived ? effective[slice] : Parameters[slice]);
                if (!slice.IsDerived && !effective[slice].SequenceEqual(Parameters[slice]))
                    yield return Tensor.Of($"{slice.Name}_effective", shape, effective[slice]);
            }
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">Not a model file, of another format, or its arrays do not fit its network.</exception>
    public static Model Read(string path)
    {
        var file = Safetensors.Read(path);
        if (Text("format") is not (Format or Unchecked))
            throw new InputException($"{path}: model of format {Text("format")}; allowed is {Format}, or {Unchecked} of older versions");
        if (Text("format") == Format && !file.IsChecked)
            throw new InputException($"{path}: without the checksum that a model of format {Format} carries");
        var network = Binder.Bind<Network>(JsonTree.Parse(Text("network"), $"{path}, metadata 'network'"));
        var sources = JsonTree.Parse(Text("noise"), $"{path}, metadata 'noise'") as TreeList
            ?? throw new InputException($"{path}, metadata 'noise': '{ShownText.Of(Text("noise"))}' is not allowed; a list of noise sources");
        var noise = sources.Items.Select(static item => Binder.Bind<NoiseSource>(item));
        var dt = Binder.Bind<double>(YamlTree.ParseValue(Text("dt"), $"{path}, metadata 'dt'"));
        if (dt is not (> 0 and < double.PositiveInfinity))
            throw new InputException($"{path}, metadata 'dt': {dt} is not allowed; a number above 0");
        var seed = Binder.Bind<ulong>(YamlTree.ParseValue(Text("seed"), $"{path}, metadata 'seed'"));
        var layout = network.Layout(Shape("W_in")[1], Shape("W_out")[0]);
        // All shapes before any memory: what they hold is in the file.
        foreach (var slice in layout.Slices)
        {
            if (Find(slice.Name).Shape is not [var rows, .. var columns] || rows != slice.Rows || columns is not ([] or [_]) || (columns.IsEmpty ? 1 : columns[0]) != slice.Columns)
                throw new InputException($"{path}: array '{slice.Name}' is [{ScalarText.List(Find(slice.Name).Shape)}]; the network needs [{slice.Rows}, {slice.Columns}]");
        }

        var parameters = new Parameters(layout);
        foreach (var slice in layout.Slices)
        {
            var values = Find(slice.Name).ToDouble();
            if (Array.FindIndex(values, static value => !double.IsFinite(value)) is >= 0 and var at)
                throw new InputException($"{path}: array '{slice.Name}' holds {values[at].ToString(CultureInfo.InvariantCulture)} at [{at / slice.Columns}, {at % slice.Columns}]; allowed are finite numbers");
            values.CopyTo(parameters[slice]);
        }

        return new Model(network, parameters, [.. noise], dt, seed)
        {
            Readout = file.Metadata.TryGetValue("readout", out var readout) ? Binder.Bind<Readout>(YamlTree.ParseValue(readout, $"{path}, metadata 'readout'")) : Readout.Identity,
        };

        string Text(string key) => file.Metadata.TryGetValue(key, out var value)
            ? value
            : throw new InputException($"{path}: no metadata '{key}'; not a model file of NoisyRnn");

        Tensor Find(string name) => file.Find(name) ?? throw new InputException($"{path}: no array '{name}'");

        ImmutableArray<int> Shape(string name) => Find(name).Shape is [> 0, > 0] shape
            ? shape
            : throw new InputException($"{path}: array '{name}' is [{ScalarText.List(Find(name).Shape)}]; a matrix is needed");
    }
}
