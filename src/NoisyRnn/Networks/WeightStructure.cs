using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// What the weights between the units and the channels outside may be, W_in and W_out: their sign, which units they meet, which there are. The step reads
/// W = M S(V) + F as <see cref="RecurrentStructure"/> has it, S(V) = s |V| or s max(0, s V). Beside the matrix stand M (W_in_free) and, where weights are fixed, F (W_in_fixed).
/// </summary>
public sealed record WeightStructure
{
    // Beyond the layers, each of which draws its recurrent connections from a stream of its number.
    private const ulong InputStream = 1000, ReadoutStream = 1001;

    /// <summary>The sign of all of them.</summary>
    [Description("sign of all these weights")]
    public WeightSign Sign { get; init; }

    /// <summary>How a weight gets its sign.</summary>
    [Description("how a stored weight V gets the sign s: absolute, s |V|, or rectified, s max(0, s V)")]
    public DaleForm Form { get; init; } = DaleForm.Absolute;

    /// <summary>The units that have such weights, for all channels or one a channel.</summary>
    [Description("the units that have such weights; one for all channels, or one a channel (input or output)")]
    public ImmutableArray<PopulationName> Population { get; init; } = [];

    /// <summary>Probability of a connection.</summary>
    [Description("probability of each connection, drawn by the run's seed; all others stay 0")]
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double Density { get; init; } = 1;

    /// <summary>An npz file of the connections.</summary>
    [Description("npz file, relative to the experiment file, with an array mask of the shape of the matrix: 1 where a weight W[post, pre] is trained, 0 elsewhere; and perhaps fixed, the weights there, else 0")]
    [Location]
    public string? File { get; init; }

    /// <summary>The connections, a line a row.</summary>
    [Description("the connections in the experiment file itself: a text of digits a row of the matrix (a unit of W_in, an output of W_out), 1 where a weight is trained and 0 elsewhere; empty for all")]
    public ImmutableArray<string> Mask { get; init; } = [];

    /// <summary>Weights that training does not change.</summary>
    [Description("weights that training does not change, each with to (row), from (column) and weight")]
    public ImmutableArray<FixedEntry> Fixed { get; init; } = [];

    /// <summary>Whether the step reads the matrix as it is stored.</summary>
    internal bool IsPlain => Sign == WeightSign.Any && !HasPattern;

    private bool HasPattern => !Connections.IsWhole || Population.Any(static name => name != PopulationName.All);

    private Connectivity Connections => new(Density, Mask, File, Fixed);

    private DaleLaw Law => new() { Form = Form };

    private int Direction => Sign == WeightSign.Negative ? -1 : 1;

    /// <summary>What is wrong by itself.</summary>
    /// <param name="key">"input.", before the keys.</param>
    /// <param name="populations">Of the units.</param>
    internal IEnumerable<(string Key, string Problem)> Problems(string key, ImmutableArray<UnitGroup> populations)
    {
        foreach (var name in Population.Where(name => name != PopulationName.All && populations.All(group => group.Name != Catalogue.NameOf(name))).Take(1))
            yield return ($"{key}population", $"{Catalogue.NameOf(name)}, and there is no such unit; allowed are {string.Join(", ", populations.Select(static group => group.Name).Prepend("all").Distinct())}{(populations.Length == 1 && populations[0].Name == "all" ? ", or recurrent.dale" : "")}");
        foreach (var entry in Fixed.Where(entry => Sign != WeightSign.Any && entry.Weight * Direction < 0).Take(1))
            yield return ($"{key}fixed", $"{entry.Weight} from {entry.From} to {entry.To}, and sign is {Catalogue.NameOf(Sign)}; allowed is the other sign");
        foreach (var problem in Connections.Problems(key))
            yield return problem;
    }

    /// <summary>What is wrong beside a task.</summary>
    /// <param name="matrix">Where it stands.</param>
    /// <param name="key">"network.input."</param>
    internal IEnumerable<(string Key, string Problem)> Misfits(in MatrixPlace matrix, string key)
    {
        if (Population.Length > 1 && Population.Length != matrix.Channels)
            return [($"{key}population", $"{Population.Length} populations; allowed is one, or one for each of {matrix.Channels} {matrix.ChannelWord}s")];
        var (channels, units) = ($"{matrix.ChannelWord}s 0 to {matrix.Channels - 1}", $"units 0 to {matrix.Units - 1}");
        return Connections.Misfits(key, matrix.Rows, matrix.Columns, matrix.IsInput ? $"{matrix.Units} units and {matrix.Channels} inputs" : $"{matrix.Channels} outputs and {matrix.Units} units", matrix.IsInput ? $"from {channels} to {units}" : $"from {units} to {channels}");
    }

    /// <summary>The same with its file read, and without it.</summary>
    /// <param name="folder">Where a relative path starts from.</param>
    /// <param name="key">"network.input".</param>
    /// <param name="rows">Rows of the matrix; null where they are not known.</param>
    /// <param name="columns">Columns.</param>
    /// <exception cref="InputException">The file is not there, or is no such file.</exception>
    internal WeightStructure Load(string folder, string key, int? rows, int? columns)
    {
        if (File is null)
            return this;
        var path = UserPath.In(folder, File, $"{key}.file");
        var (mask, entries) = ConnectionFile.Read(path, $"{key}.file", rows, columns);
        var loaded = this with { File = null, Mask = mask, Fixed = entries };
        return loaded.Problems("", []).FirstOrDefault(static problem => problem.Key != "population") is { Problem: { } problem } ? throw new InputException($"{path}: {problem}") : loaded;
    }

    /// <summary>The arrays beside the matrix.</summary>
    /// <param name="matrix">Where it stands.</param>
    internal ImmutableArray<(string Name, int Rows, int Columns, bool Trainable, bool IsWeight)> Arrays(in MatrixPlace matrix) => !HasPattern ? []
        : Fixed.IsEmpty ? [(matrix.Free, matrix.Rows, matrix.Columns, false, false)]
        : [(matrix.Free, matrix.Rows, matrix.Columns, false, false), (matrix.Held, matrix.Rows, matrix.Columns, false, false)];

    /// <summary>Fills the pattern and makes V of the initialiser's draw, whose sum of squares it keeps.</summary>
    /// <param name="parameters">The parameters; the matrix holds the draw.</param>
    /// <param name="matrix">Where it stands.</param>
    /// <param name="populations">Of the units.</param>
    /// <param name="seed">The run's seed.</param>
    internal void Start(Parameters parameters, in MatrixPlace matrix, ImmutableArray<UnitGroup> populations, ulong seed)
    {
        if (IsPlain)
            return;
        var values = parameters[matrix.Name];
        var place = matrix;
        var random = new RandomStream(NoiseKey.Of(seed, Substream.Connections), matrix.IsInput ? InputStream : ReadoutStream);
        var pattern = Connections.Pattern(random, matrix.Rows, matrix.Columns, k => IsIn(populations, place.UnitOf(k), place.ChannelOf(k)));
        if (HasPattern)
            pattern.CopyTo(parameters[matrix.Free]);
        foreach (var entry in Fixed)
            parameters[matrix.Held][(entry.To * matrix.Columns) + entry.From] = entry.Weight;
        var (before, after) = (0.0, 0.0);
        for (var k = 0; k < values.Length; k++)
        {
            before += values[k] * values[k];
            values[k] *= pattern[k];
            if (Sign != WeightSign.Any)
                values[k] = Direction * Math.Abs(values[k]);
            after += values[k] * values[k];
        }

        var scale = after > 0 ? Math.Sqrt(before / after) : 1;
        foreach (ref var value in values)
            value *= scale;
    }

    /// <summary>V becomes W, in place.</summary>
    /// <param name="parameters">A copy of the parameters.</param>
    /// <param name="matrix">Where it stands.</param>
    internal void Build(Parameters parameters, in MatrixPlace matrix)
    {
        var values = parameters[matrix.Name];
        for (var k = 0; k < values.Length && Sign != WeightSign.Any; k++)
            values[k] = Law.Weight(values[k], Direction);
        Keep(parameters, matrix, values);
        for (var k = 0; k < values.Length && !Fixed.IsEmpty; k++)
            values[k] += parameters[matrix.Held][k];
    }

    /// <summary>dL/dW becomes dL/dV, in place.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="matrix">Where it stands.</param>
    /// <param name="gradient">Gradient of all arrays, flat.</param>
    internal void PullBack(Parameters parameters, in MatrixPlace matrix, Span<double> gradient)
    {
        var slice = parameters.Layout[matrix.Name];
        var own = gradient.Slice(slice.Offset, slice.Length);
        for (var k = 0; k < own.Length && Sign != WeightSign.Any; k++)
            own[k] *= Law.Slope(parameters[slice][k], Direction);
        Keep(parameters, matrix, own);
    }

    /// <summary>What the matrix is, in words; none where it is stored as it is read.</summary>
    /// <param name="name">The matrix.</param>
    internal IEnumerable<string> Lines(string name)
    {
        if (IsPlain)
            yield break;
        var weight = Sign == WeightSign.Any ? "V" : (Sign, Form) switch
        {
            (WeightSign.Positive, DaleForm.Absolute) => "|V|",
            (WeightSign.Positive, _) => "max(0, V)",
            (_, DaleForm.Absolute) => "-|V|",
            _ => "min(0, V)",
        };
        string[] rules = [PopulationWords, Density < 1 ? Connections.Words(0) : Mask.IsEmpty ? "" : "the connections of M are trained", Connections.FixedWords];
        yield return $"{name} = {(HasPattern ? $"M ({weight}){(Fixed.IsEmpty ? "" : " + F")}" : weight)} of the stored V{(HasPattern ? $"; {string.Join(", ", rules.Where(static rule => rule.Length > 0))}" : "")}";
    }

    private string PopulationWords => Population.All(static name => name == PopulationName.All) ? ""
        : Population.Length == 1 ? $"of {Catalogue.NameOf(Population[0])} units alone" : $"by channel of {string.Join(", ", Population.Select(static name => Catalogue.NameOf(name)))} units";

    private bool IsIn(ImmutableArray<UnitGroup> populations, int unit, int channel)
    {
        var asked = Population.IsEmpty ? PopulationName.All : Population[Population.Length == 1 ? 0 : channel];
        return asked == PopulationName.All || populations.Any(group => group.Name == Catalogue.NameOf(asked) && unit >= group.First && unit < group.First + group.Count);
    }

    private void Keep(Parameters parameters, in MatrixPlace matrix, Span<double> values)
    {
        for (var k = 0; k < values.Length && HasPattern; k++)
            values[k] *= parameters[matrix.Free][k];
    }
}
