using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>A network of another program: what is in its file, what is assumed, and the network here that executes the same equation.</summary>
public sealed record NetworkImport
{
    /// <summary>The layout of NoisyRnn's own model files.</summary>
    public const string Own = "noisyrnn";

    /// <summary>The layout that a sidecar tells.</summary>
    public const string Told = "sidecar";

    // What helps where no network here executes the equation.
    private const string Otherwise = "outputs that its own program recorded are audited too, and an ONNX file of it (docs/your-network.md)";

    private const int MostShown = 30;

    /// <summary>The file.</summary>
    public required ModelFile File { get; init; }

    /// <summary>The layout: torch-rnn.</summary>
    public required string Layout { get; init; }

    /// <summary>What it is, in the words of the program that saved it.</summary>
    public required string Words { get; init; }

    /// <summary>The network; null where there is none here that executes the same equation.</summary>
    public Model? Model { get; init; }

    /// <summary>Why there is none.</summary>
    public string? Missing { get; init; }

    /// <summary>The executed equation; of a network that is not here, that of its own program.</summary>
    public ImmutableArray<string> Equations { get; init; } = [];

    /// <summary>What the file does not tell and is taken to be so, with the key of the sidecar that tells otherwise; it is empty where none does.</summary>
    public ImmutableArray<(string Key, string Words)> Assumed { get; init; } = [];

    /// <summary>Our names of arrays with where they come from.</summary>
    public ImmutableArray<(string Role, string Shape, string Source)> Roles { get; init; } = [];

    /// <summary>Arrays of the file that the network is not made of.</summary>
    public ImmutableArray<string> Unused { get; init; } = [];

    /// <summary>Reads a file and finds out what network it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layout">Its layout, where the user says; else the first that fits.</param>
    /// <param name="sidecar">What the file does not tell.</param>
    /// <exception cref="InputException">It cannot be read, is of no known layout, or its arrays do not fit.</exception>
    public static NetworkImport Read(string path, string? layout, ImportSidecar sidecar)
    {
        var file = ModelFile.Read(path);
        if (sidecar.Arrays is { } arrays)
            return Make(file, Told, ArrayMapping.Find(file, arrays), sidecar);
        if (layout is null ? file.Metadata.ContainsKey("network") : layout == Own)
            return OfOwn(file, sidecar);
        var leaves = Catalogue.Leaves(typeof(WeightLayout));
        if (layout is not null && leaves.All(leaf => leaf.Name != layout))
            throw new InputException($"--as: {NearestName.Unknown("layout", layout, [.. leaves.Select(static leaf => leaf.Name), Own])}");
        foreach (var leaf in leaves.Where(leaf => layout is null || leaf.Name == layout))
        {
            if (((WeightLayout)Activator.CreateInstance(leaf.Type)!).Find(file, layout is not null) is { } found)
                return Make(file, leaf.Name, found, sidecar);
        }

        var asked = leaves.FirstOrDefault(leaf => leaf.Name == layout)?.Type;
        throw new InputException(asked is null
            ? $"{path}: of no layout that is known by name ({string.Join(", ", leaves.Select(static leaf => leaf.Name))}); tell which array is which: --sidecar FILE.yaml with {ArrayMapping.Example(file)} (docs/import.md) {ArraysOf(file)}"
            : $"{path}: not {layout}, {((WeightLayout)Activator.CreateInstance(asked)!).Summary} {ArraysOf(file)}");
    }

    /// <summary>"(arrays: W float32 [2, 3], ...)".</summary>
    internal static string ArraysOf(ModelFile file) =>
        $"(arrays: {string.Join(", ", file.Arrays.Take(MostShown).Select(static array => $"{ShownText.Of(array.Name)} {array}"))}{(file.Arrays.Length > MostShown ? $" and {file.Arrays.Length - MostShown} more" : "")})";

    private static NetworkImport OfOwn(ModelFile file, ImportSidecar sidecar)
    {
        if (sidecar is not { Network: null, Dt: null, Readout: null, Noise.IsEmpty: true })
            throw new InputException($"{file.Path}: NoisyRnn's own model file tells all of its network; allowed is no sidecar and no --set");
        var model = Model.Read(file.Path);
        return new NetworkImport
        {
            File = file, Layout = Own, Words = "NoisyRnn's own model file", Model = model, Equations = model.Equations,
            Roles = [.. file.Arrays.Select(static array => (array.Name, $"[{ScalarText.List(array.Shape)}]", array.Name))],
        };
    }

    private static NetworkImport Make(ModelFile file, string layout, WeightsFound found, ImportSidecar sidecar)
    {
        var import = new NetworkImport
        {
            File = file, Layout = layout, Words = found.Words, Missing = found.Missing is { } missing ? $"{missing}; {Otherwise}" : null, Equations = found.Equations,
            Roles = [.. found.Arrays.Select(static array => (array.Role, array.Columns == 1 ? $"[{array.Rows}]" : $"[{array.Rows}, {array.Columns}]", array.Source))],
        };
        if (found.Kind is null)
            return import;
        string[] untold = [.. found.Needed.Where(needed => !IsTold(sidecar, needed.Key)).Select(static needed => $"--set {needed.Example}")];
        if (untold.Length > 0)
            return import with { Missing = $"needed is what the file does not tell: {string.Join(' ', untold)}, or in a sidecar" };
        var model = ModelOf(file, found, sidecar);
        string[] absent = [.. model.Parameters.Layout.Slices.Select(static slice => slice.Name).Where(name => found.Arrays.All(array => array.Role != name))];
        return import with
        {
            Model = model,
            Equations = model.Equations,
            Unused = [.. file.Arrays.Select(static array => array.Name).Except([.. found.Arrays.SelectMany(static array => array.Names), .. found.Read])],
            Assumed =
            [
                .. found.Assumed.Where(assumed => !IsTold(sidecar, assumed.Key)),
                .. absent.Select(static name => ("", $"{name} is 0: the file has none")),
                .. model.Noise.IsEmpty && found.Assumed.All(static assumed => assumed.Key != "noise") ? [("noise", "no noise: the file does not say which it was trained with; give it as noise: in a sidecar, as in an experiment file")] : ((string, string)[])[],
            ],
        };
    }

    private static bool IsTold(ImportSidecar sidecar, string key) => key switch
    {
        "dt" => sidecar.Dt is not null,
        "readout" => sidecar.Readout is not null,
        "noise" => !sidecar.Noise.IsEmpty,
        _ => sidecar.Network?.Find(key) is not null,
    };

    private static Model ModelOf(ModelFile file, WeightsFound found, ImportSidecar sidecar)
    {
        var (input, readout) = (Array(file, found, "W_in"), Array(file, found, "W_out"));
        var network = Binder.Bind<Network>(Settings(found, sidecar, readout.Columns), "network");
        if (network.Units != readout.Columns)
            throw new InputException($"{file.Path}: network.units: {network.Units}; W_out, from {readout.Source}, has [{readout.Rows}, {readout.Columns}]: its columns are the units");
        if (network.IsTimed && (sidecar.Dt ?? found.Dt) is null)
            throw new InputException($"{file.Path}: dt: needed is the time step, in the unit of tau, which the file does not tell: --set dt=0.1 --set network.tau=1, or in a sidecar");
        var dt = sidecar.Dt ?? found.Dt ?? 1;
        if (network.IsTimed && dt > network.TimeConstants.Min())
            throw new InputException($"{file.Path}: dt: {dt} is beyond tau, {network.TimeConstants.Min()}; allowed is up to tau, in its unit");
        CheckNoise(network, sidecar.Noise, input.Columns, readout.Rows, dt);
        return new Model(network, Fill(file, found, network.Layout(input.Columns, readout.Rows)), sidecar.Noise, dt, Seed: 0) { Readout = sidecar.Readout ?? found.Readout };
    }

    // What a source of noise accepts by itself may not be for this network.
    private static void CheckNoise(Network network, ImmutableArray<NoiseSource> sources, int inputs, int outputs, double dt)
    {
        if (sources.Length > NoiseKey.ItemLimit)
            throw new InputException($"noise: {sources.Length} sources; allowed are at most {NoiseKey.ItemLimit}");
        foreach (var source in sources)
        {
            source.PerStepDeviation(network.NoiseShape(inputs, outputs), dt, network.TimeConstants);
            if (network.RefusalOf(source) is { } refusal)
                throw new InputException(refusal);
        }
    }

    private static ImportedArray Array(ModelFile file, WeightsFound found, string role) => found.Arrays.FirstOrDefault(array => array.Role == role)
        ?? throw new InputException($"{file.Path}: arrays.{role}: needed, and not told {ArraysOf(file)}");

    // The layout's keys, then the user's over them.
    private static TreeMap Settings(WeightsFound found, ImportSidecar sidecar, int units)
    {
        var told = sidecar.Network ?? new TreeMap([]);
        var keys = found.Settings.Append(("units", $"{units}"));
        if (found.Kind is { Length: > 0 } kind)
            keys = keys.Prepend((SpecType.KindKey, kind));
        else if (told.Find(SpecType.KindKey) is null)
            throw new InputException($"network.kind: needed in a sidecar with arrays; allowed: {string.Join(", ", Catalogue.Leaves(typeof(Network)).Select(static leaf => leaf.Name))}");
        var tree = new TreeMap([.. keys.Where(key => told.Find(key.Item1) is null).Select(static key => new TreeEntry(key.Item1, YamlTree.ParseValue(key.Item2, key.Item1)))]);
        if (found.Kind is { Length: > 0 } needed && told.Find(SpecType.KindKey)?.Value is { } value && (value as TreeScalar)?.Text != needed)
            throw new InputException($"{value.Where}: network.kind: {value.InWords} is not allowed; the layout's equation is that of {needed}");
        return told.Entries.Aggregate(tree, static (map, entry) => map.With(entry.Key, entry.Value));
    }

    private static Parameters Fill(ModelFile file, WeightsFound found, ParameterLayout layout)
    {
        var problems = new List<string>();
        // All shapes before any memory: what they hold is in the file.
        foreach (var array in found.Arrays)
        {
            var slice = layout.Slices.FirstOrDefault(slice => slice.Name == array.Role);
            if (slice is null)
                problems.Add($"{file.Path}: arrays: {NearestName.Unknown("array of this network", array.Role, [.. layout.Slices.Select(static each => each.Name)])}");
            else if (!Fits(array, slice))
                problems.Add($"{file.Path}: {array.Role}, from {array.Source}, is [{array.Rows}, {array.Columns}]; the network needs [{slice.Rows}, {slice.Columns}]{Instead(file, array, slice)}");
            else if (System.Array.FindIndex(array.Values, static value => !double.IsFinite(value)) is >= 0 and var at)
                problems.Add($"{file.Path}: {array.Role}, from {array.Source}, holds {array.Values[at].ToString(CultureInfo.InvariantCulture)} at [{at / array.Columns}, {at % array.Columns}]; allowed are finite numbers");
        }

        if (problems.Count > 0)
            throw new InputException(string.Join('\n', problems));
        var parameters = new Parameters(layout);
        foreach (var array in found.Arrays)
            array.Values.CopyTo(parameters[array.Role]);
        return parameters;
    }

    // A vector may stand as one row.
    private static bool Fits(ImportedArray array, ParameterSlice slice) => (array.Rows, array.Columns) == (slice.Rows, slice.Columns)
        || (slice is { Columns: 1, IsWeight: false } && (array.Rows, array.Columns) == (1, slice.Rows));

    private static string Instead(ModelFile file, ImportedArray array, ParameterSlice slice)
    {
        if ((array.Rows, array.Columns) == (slice.Columns, slice.Rows))
            return ": transposed it fits ({array: NAME, transposed: true})";
        string[] others = [.. file.Arrays.Where(other => other.Shape.Length == 2 && (other.Shape.SequenceEqual([slice.Rows, slice.Columns]) || other.Shape.SequenceEqual([slice.Columns, slice.Rows]))).Take(5).Select(static other => $"{ShownText.Of(other.Name)} {other}")];
        return others.Length == 0 ? "" : $"; of that shape, or transposed: {string.Join(", ", others)}";
    }
}
