using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// What the recurrent weights may be: Dale's law, which connections there are, and which weights stay as they are. The step reads
/// W_rec = M D(V) + F, V being what training changes, D Dale's law, M of 1 where there is a trained connection and F of the fixed weights, 0 in all other places.
/// </summary>
/// <remarks>
/// V is the array W_rec of a model file and W is W_rec_effective beside it; M is W_rec_free, and F W_rec_fixed where any weight is fixed. At the start V is the
/// initialiser's draw, with the signs of Dale's law, inhibitory columns as many times larger as there are fewer of them, so that the inputs of a unit balance,
/// and all of it scaled so that the trained weights have the sum of squares that the whole draw had.
/// </remarks>
public sealed record RecurrentStructure
{
    private const string Weights = "W_rec", Free = "W_rec_free", Held = "W_rec_fixed", Left = "m", Right = "n";

    /// <summary>Dale's law; null for weights of any sign.</summary>
    [Description("Dale's law: all recurrent weights from a unit have one sign; empty for weights of any sign")]
    public DaleLaw? Dale { get; init; }

    /// <summary>The names of the arrays beside W_rec.</summary>
    internal static ImmutableArray<string> Parts => [Free, Held, Left, Right];

    /// <summary>R; null for a matrix of any rank.</summary>
    [Description("rank R of W_rec = m n, with m [N, R] and n [R, N] trained in its place; empty for a matrix of any rank")]
    [Range(1, 65536)]
    public int? Rank { get; init; }

    /// <summary>Probability of a connection.</summary>
    [Description("probability of each recurrent connection, drawn by the run's seed; all others stay 0")]
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double Density { get; init; } = 1;

    /// <summary>Whether units may read themselves.</summary>
    [Description("whether units may have a connection to themselves")]
    public bool SelfConnections { get; init; } = true;

    /// <summary>An npz file of the connections.</summary>
    [Description("npz file, relative to the experiment file, with an array mask [N, N]: 1 where a weight W[post, pre] is trained, 0 elsewhere; and perhaps fixed [N, N], the weights there, else 0")]
    [Location]
    public string? File { get; init; }

    /// <summary>The connections, a line a row.</summary>
    [Description("the connections in the experiment file itself: a text of N digits a row of W_rec, 1 where a weight is trained and 0 elsewhere; empty for all")]
    public ImmutableArray<string> Mask { get; init; } = [];

    /// <summary>Weights that training does not change.</summary>
    [Description("weights that training does not change, each with to, from and weight")]
    public ImmutableArray<FixedEntry> Fixed { get; init; } = [];

    /// <summary>Whether the step reads W_rec as it is stored.</summary>
    internal bool IsPlain => Dale is null && !HasPattern && Rank is null;

    private bool HasPattern => !SelfConnections || !Connections.IsWhole;

    private Connectivity Connections => new(Density, Mask, File, Fixed);

    /// <summary>What is wrong of a network's units; the keys begin with "recurrent.".</summary>
    /// <param name="units">N.</param>
    internal IEnumerable<(string Key, string Problem)> Problems(int units)
    {
        const string Key = "recurrent.";
        if (Rank > units)
            yield return ($"{Key}rank", $"{Rank} of {units} units; allowed is 1 to {units}");
        if (Rank is not null && (Dale is not null || HasPattern || File is not null))
            yield return ($"{Key}rank", "beside Dale's law or connections: their weights are no product of two thin matrices; allowed is rank alone");
        foreach (var problem in Connections.Misfits(Key, units, units, $"{units} units", $"units 0 to {units - 1}").Concat(Connections.Problems(Key)))
            yield return problem;
        foreach (var entry in Fixed.Where(entry => Dale is not null && entry.From < units && entry.Weight * Sign(entry.From, units) < 0).Take(1))
            yield return ($"{Key}fixed", $"{entry.Weight} from unit {entry.From}, which is {(entry.Weight > 0 ? "inhibitory" : "excitatory")} by Dale's law; allowed is the other sign");
    }

    /// <summary>The same with its file read, and without it.</summary>
    /// <param name="folder">Where a relative path starts from.</param>
    /// <param name="units">N.</param>
    /// <exception cref="InputException">The file is not there, or is no such file.</exception>
    internal RecurrentStructure Load(string folder, int units)
    {
        if (File is null)
            return this;
        var path = UserPath.In(folder, File, "network.recurrent.file");
        var (mask, entries) = ConnectionFile.Read(path, "network.recurrent.file", units, units);
        var loaded = this with { File = null, Mask = mask, Fixed = entries };
        return loaded.Problems(units).FirstOrDefault() is { Problem: { } problem } ? throw new InputException($"{path}: {problem}") : loaded;
    }

    /// <summary>The arrays beside W_rec; they stand behind all others, whose initial values are then those of a plain network.</summary>
    /// <param name="units">N.</param>
    /// <param name="isTrained">Whether training changes the recurrent weights.</param>
    internal ImmutableArray<(string Name, int Rows, int Columns, bool Trainable, bool IsWeight)> Arrays(int units, bool isTrained) => Rank is { } rank ? [(Left, units, rank, isTrained, true), (Right, rank, units, isTrained, true)]
        : !HasPattern ? []
        : Fixed.IsEmpty ? [(Free, units, units, false, false)] : [(Free, units, units, false, false), (Held, units, units, false, false)];

    /// <summary>Whether an array is one of those, which the step does not read: they are in W_rec.</summary>
    /// <param name="slice">The array.</param>
    internal static bool IsPart(ParameterSlice slice) => Parts.Contains(LeakyStack.NameOf(slice.Name)) || MatrixPlace.Parts.Contains(slice.Name);

    /// <summary>Fills the pattern and makes V of the initialiser's draw.</summary>
    /// <param name="parameters">The parameters; W_rec holds the draw.</param>
    /// <param name="units">N.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="layer">The layer, from 1.</param>
    internal void Start(Parameters parameters, int units, ulong seed, int layer)
    {
        if (IsPlain)
            return;
        var values = parameters[Weights];
        if (Rank is not null)
        {
            StartFactors(parameters, units);
            return;
        }

        var pattern = Pattern(units, seed, layer);
        if (HasPattern)
            pattern.CopyTo(parameters[Free]);
        foreach (var entry in Fixed)
            parameters[Held][(entry.To * units) + entry.From] = entry.Weight;
        var excitatory = Dale?.ExcitatoryOf(units) ?? 0;
        var balance = excitatory > 0 && excitatory < units ? excitatory / (double)(units - excitatory) : 1;
        var (before, after) = (0.0, 0.0);
        for (var k = 0; k < values.Length; k++)
        {
            var sign = Sign(k % units, units);
            before += values[k] * values[k];
            values[k] *= pattern[k] * (sign < 0 ? balance : 1);
            if (Dale is not null)
                values[k] = sign * Math.Abs(values[k]);
            after += values[k] * values[k];
        }

        var scale = after > 0 ? Math.Sqrt(before / after) : 1;
        foreach (ref var value in values)
            value *= scale;
    }

    /// <summary>V becomes W, in place.</summary>
    /// <param name="parameters">A copy of the parameters.</param>
    /// <param name="units">N.</param>
    internal void Build(Parameters parameters, int units)
    {
        var values = parameters[Weights];
        if (Rank is { } rank)
        {
            DenseProduct.Multiply(parameters[Left], parameters[Right], values, units, rank, units);
            return;
        }

        for (var k = 0; k < values.Length && Dale is not null; k++)
            values[k] = Dale.Weight(values[k], Sign(k % units, units));
        Keep(parameters, values);
        for (var k = 0; k < values.Length && !Fixed.IsEmpty; k++)
            values[k] += parameters[Held][k];
    }

    /// <summary>dL/dW becomes dL/dV, in place.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradient">Gradient of W_rec.</param>
    /// <param name="units">N.</param>
    internal void PullBack(Parameters parameters, Span<double> gradient, int units)
    {
        for (var k = 0; k < gradient.Length && Dale is not null; k++)
            gradient[k] *= Dale.Slope(parameters[Weights][k], Sign(k % units, units));
        Keep(parameters, gradient);
    }

    /// <summary>Units by population: those that excite, then those that inhibit.</summary>
    /// <param name="units">N.</param>
    internal ImmutableArray<UnitGroup> Populations(int units) => Dale?.ExcitatoryOf(units) is { } excitatory
        ? [.. new UnitGroup[] { new("excitatory", 0, excitatory), new("inhibitory", excitatory, units - excitatory) }.Where(static group => group.Count > 0)]
        : [new("all", 0, units)];

    /// <summary>What W_rec is, in words; none where it is stored as it is read.</summary>
    /// <param name="units">N.</param>
    internal IEnumerable<string> Lines(int units)
    {
        if (IsPlain)
            yield break;
        if (Rank is not null)
        {
            yield return $"W_rec = m n of rank {Rank}: W_rec h = m kappa, kappa = n h";
            yield break;
        }

        var weight = Dale is null ? "V" : Dale.Form == DaleForm.Absolute ? "s |V|" : "s max(0, s V)";
        var sign = Dale is null ? "" : $", s = 1 from units that excite (the first {Dale.ExcitatoryOf(units)}), -1 from those that inhibit (the other {units - Dale.ExcitatoryOf(units)})";
        string[] rules = [Connections.Words(units * units), SelfConnections ? "" : "none from a unit to itself", Connections.FixedWords];
        yield return $"W_rec = {(HasPattern ? $"M ({weight}){(Fixed.IsEmpty ? "" : " + F")}" : weight)} of the stored V{sign}{(HasPattern ? $"; {string.Join(", ", rules.Where(static rule => rule.Length > 0))}" : "")}";
    }

    /// <summary>How many units a random pattern leaves without any recurrent input; null where each has one.</summary>
    /// <param name="units">N.</param>
    /// <param name="layers">L.</param>
    /// <param name="seed">The run's seed.</param>
    internal string? Remark(int units, int layers, ulong seed)
    {
        if (Density >= 1)
            return null;
        var alone = Enumerable.Range(1, layers).Sum(layer => Pattern(units, seed, layer).Chunk(units).Index().Count(row => !row.Item.Contains(1) && Fixed.All(entry => entry.To != row.Index)));
        return alone == 0 ? null : $"network.recurrent.density: {Density}: {alone} of {layers * units} units have no recurrent input (seed {seed}); a higher density gives each one";
    }

    /// <summary>The factors; null where W_rec has none.</summary>
    /// <param name="layout">The network's.</param>
    internal LowRankFactors? Factors(ParameterLayout layout) => Rank is null ? null : new(layout[Left], layout[Right]);

    /// <summary>The layout, W_rec being made of its factors where it has some.</summary>
    internal ParameterLayout Marked(ParameterLayout layout, string name) => Rank is null ? layout : layout.WithDerived(name);

    /// <summary>How the factors start; null of other arrays.</summary>
    internal static Initializer? InitializerOf(ParameterSlice slice) => LeakyStack.NameOf(slice.Name) is Left or Right ? new NormalInitializer { Std = 1 } : null;

    // Both scaled alike, so that m n has the sum of squares of the initialiser's draw: entries of the same size, and a spectral radius about as large.
    private void StartFactors(Parameters parameters, int units)
    {
        var (before, after) = (0.0, 0.0);
        foreach (var value in parameters[Weights])
            before += value * value;
        Build(parameters, units);
        foreach (var value in parameters[Weights])
            after += value * value;
        var scale = after > 0 ? Math.Sqrt(Math.Sqrt(before / after)) : 1;
        foreach (var name in new[] { Left, Right })
        {
            foreach (ref var value in parameters[name])
                value *= scale;
        }

        Build(parameters, units);
    }

    private void Keep(Parameters parameters, Span<double> values)
    {
        for (var k = 0; k < values.Length && HasPattern; k++)
            values[k] *= parameters[Free][k];
    }

    private int Sign(int unit, int units) => Dale is null || unit < Dale.ExcitatoryOf(units) ? 1 : -1;

    // 1 where a weight is trained.
    private double[] Pattern(int units, ulong seed, int layer)
    {
        var random = new RandomStream(NoiseKey.Of(seed, Substream.Connections), (ulong)(layer - 1));
        return Connections.Pattern(random, units, units, k => SelfConnections || k % (units + 1) != 0);
    }
}
