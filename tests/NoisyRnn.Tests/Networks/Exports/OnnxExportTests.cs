using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>Exported networks executed by ONNX Runtime, beside our own rollout: every network and every activation of the catalogue.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private const int Inputs = 3, Outputs = 2, Steps = 10, Trials = 1008;
    private const double Dt = 0.2;

    // A power law of so small a gain that the network's states stay where its slope is about 1: what explodes has no roundings to compare.
    private static readonly Activation[] Plain =
    [
        .. Catalogue.Leaves(typeof(Activation)).Select(static leaf => (Activation)Activator.CreateInstance(leaf.Type)!).Where(static f => f is not (GaussianSmoothed or DistributionSmoothed or PowerLaw)),
        new LeakyRelu { Slope = 0.3 }, new Tanh { Slope = 2 }, new SoftPlus { Beta = 3 }, new Probit { Slope = 1.5 },
        new PowerLaw { Gain = 0.1 }, new PowerLaw { Gain = 0.02, Exponent = 3 }, new PowerLaw { Gain = 0.1, Exponent = 1.5 },
    ];

    private static readonly Dictionary<string, Network> Networks = All().ToDictionary(static one => one.Name, static one => one.Network);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Networks.Keys];

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// A step from states that the network visits sums at most N + I + 3 products and calls functions right to some ulp, of values no larger than
    /// the row sums of its matrices times the largest number that comes in. Over a sequence roundings grow with the network's own instability, which our
    /// rollout in the same precision shares: they may be 8 times as large as between our float and our double (in float64 2^-29 of that). A table's
    /// error is committed once a step.
    /// </summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Step_and_sequence_are_ours_within_their_roundings(string name)
    {
        var model = Made(Networks[name]);
        var (ours, silent) = (Rolled<double>(model, model.Noise), Rolled<double>(model, []));
        var rounding = Largest(ours.Outputs, Rolled<float>(model, model.Noise).Outputs);
        var silentRounding = Largest(silent.Outputs, Rolled<float>(model, []).Outputs);
        var draws = Enumerable.Range(0, Steps).Select(t => Draws(model, t)).ToArray();
        // Tables of float64 are the same code with more points; one of each kind is enough of them.
        foreach (var isSingle in name.Contains("over", StringComparison.Ordinal) ? [true] : new[] { true, false })
        {
            var (export, step, sequence) = Written(model, isSingle);
            Step(model, ours, draws[4], step, isSingle, TableError(export));
            using var run = new OnnxRun(sequence);
            (string, double[], long[]) inputs = ("inputs", Sequence(t => Trialwise(ours.Inputs, t, Inputs), Inputs), [Trials, Steps, Inputs]);
            var (unit, tables) = (isSingle ? 1 : 1 / (double)(1 << 29), 20 * Steps * TableError(export));
            Close(Sequence(t => Trialwise(ours.Outputs, t, Outputs), Outputs), run.Run("outputs", [inputs, .. Joined(draws)]), (8 * rounding * unit) + tables);
            Close(Sequence(t => Trialwise(silent.Outputs, t, Outputs), Outputs), run.Run("outputs", [inputs, .. model.Noise.IsEmpty ? [] : new (string, double[], long[])[] { ("level", [0], []) }]), (8 * silentRounding * unit) + tables);
            Assert.Equal(string.Join("\n", model.Network.Equations(model.Noise, Dt)), run.Metadata["equation"]);
        }
    }

    [Fact]
    public void The_level_is_the_number_by_which_the_noise_of_training_is_called()
    {
        var model = Made(new Ctrnn { Units = 6 }) with { Noise = [new NoiseSource { Sigma = [0.4], Scale = NoiseScale.SqrtTwoOverAlpha }, new NoiseSource { Placement = Placement.Outside, Sigma = [0.1] }] };
        var (_, step, _) = Written(model, isSingle: false);
        using var run = new OnnxRun(step);
        var half = Rolled<double>(model, [.. model.Noise.Select(static source => source.Scaled(0.5))]);
        var next = run.Run("next_state", [("u", Trialwise(half.Inputs, 0, Inputs), [Trials, Inputs]), ("level", [0.2], []), .. Draws(model, 0)]);
        Close(Trialwise(half.States, 1, 6), next, 1e-13);
        Assert.Equal("0.4", run.Metadata["train_level"]);
    }

    [Fact]
    public void What_is_not_a_number_stays_none()
    {
        foreach (var activation in Plain.Append(new GaussianSmoothed { Of = new Tanh() }))
        {
            var model = Made(new Elman { Units = 4, Activation = activation });
            foreach (var isSingle in new[] { true, false })
            {
                using var run = new OnnxRun(Written(model, isSingle).Step);
                var next = run.Run("next_state", ("u", new double[2 * Inputs], [2, Inputs]), ("state", [double.NaN, .. new double[7]], [2, 4]));
                Assert.All(next[..4], static value => Assert.Equal(double.NaN, value));
                Assert.All(next[4..], static value => Assert.True(double.IsFinite(value)));
            }
        }
    }

    [Fact]
    public void A_table_says_its_error()
    {
        var export = OnnxExport.Of(Made(new Ctrnn { Units = 4, Activation = new Tanh() }.Smoothed(0.5)), isSingle: true);
        Assert.Matches("^f \\(F\\(a\\) = E f\\(a \\+ 0.5 xi\\), f: tanh\\(a\\)\\) is a table of \\d+ points, 0.03125 apart, with cubic interpolation: largest error measured \\d(\\.\\d)?E-0?8$", export.Tables.Single());
        Assert.Empty(OnnxExport.Of(Made(new Ctrnn { Units = 4 }.Smoothed(0.5)), isSingle: true).Tables);
        Assert.Contains("Phi, the normal distribution function, is a table", OnnxExport.Of(Made(new Ctrnn { Units = 4 }.Smoothed(0.5)), isSingle: false).Tables.Single(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_network_gives_the_same_bytes()
    {
        var model = Made(new Lstm { Units = 3 });
        Assert.Equal(File.ReadAllBytes(Written(model, isSingle: true).Sequence), File.ReadAllBytes(Written(model, isSingle: true).Sequence));
    }

    private static IEnumerable<(string Name, Network Network)> All()
    {
        foreach (var leaf in Catalogue.Leaves(typeof(Network)))
            yield return (leaf.Name, (Network)Activator.CreateInstance(leaf.Type)! with { Units = 6 });
        yield return ("feedforward of 3 layers", new FeedForward { Units = 6, Layers = 3, Activation = new Tanh() });
        yield return ("ctrnn with a tau a unit and an initial state", new Ctrnn { Units = 6, Tau = [1, 2, 3, 4, 5, 6], StateInitializer = new NormalInitializer() });
        yield return ("ctrnn of one step a tau", new Ctrnn { Units = 6, Tau = [Dt] });
        yield return ("ctrnn by Dale's law, sparse", new Ctrnn { Units = 6, Recurrent = new() { Dale = new(), Density = 0.5, Fixed = [new() { To = 2, From = 4, Weight = 0.3 }] } });
        yield return ("ctrnn with signs and masks of input and readout", new Ctrnn { Units = 6, Recurrent = new() { Dale = new() }, Input = new() { Sign = WeightSign.Positive, Density = 0.5 }, Readout = new() { Population = [PopulationName.Excitatory], Sign = WeightSign.Positive } });
        yield return ("ctrnn of trained tau", new Ctrnn { Units = 6, Tau = [1, 2, 3, 4, 5, 6], TrainTau = TauTraining.PerUnit });
        yield return ("current of trained tau", new CurrentRnn { Units = 6, TrainTau = TauTraining.Shared });
        yield return ("ctrnn of 2 layers", new Ctrnn { Units = 6, Layers = 2, TrainTau = TauTraining.PerUnit, StateInitializer = new NormalInitializer() });
        yield return ("current of 2 layers", new CurrentRnn { Units = 6, Layers = 2, Recurrent = new() { Dale = new() }, StateInitializer = new NormalInitializer() });
        yield return ("ctrnn of rank 2", new Ctrnn { Units = 6, Recurrent = new() { Rank = 2 } });
        yield return ("current with an initial state", new CurrentRnn { Units = 6, Activation = new Tanh(), StateInitializer = new NormalInitializer() });
        yield return ("current averaged", new CurrentRnn { Units = 6, Activation = new Tanh() }.Smoothed(0.4));
        yield return ("current averaged, a level a unit", new CurrentRnn { Units = 6, Smoothing = [0, 0.1, 0.3, 0.5, 1, 2] });
        yield return ("gru averaged", new Gru { Units = 6, Smoothing = [0.7] });
        yield return ("gru averaged, a level a row", new Gru { Units = 6, Smoothing = [.. Enumerable.Range(0, 18).Select(static k => 0.1 * k)] });
        yield return ("lstm averaged", new Lstm { Units = 6, Smoothing = [0.7] });
        yield return ("lstm averaged, a level a row", new Lstm { Units = 6, Smoothing = [.. Enumerable.Range(0, 24).Select(static k => 0.1 * k)] });
        yield return ("elman of 2 layers", new Elman { Units = 6, Layers = 2, Activation = new Relu() });
        yield return ("lipschitz of 2 layers", new Lipschitz { Units = 6, Layers = 2 });
        yield return ("antisymmetric of 2 layers", new Antisymmetric { Units = 6, Layers = 2 });
        yield return ("cornn of 2 layers", new CoRnn { Units = 6, Layers = 2 });
        yield return ("cayley of 2 layers", new Cayley { Units = 6, Layers = 2 });
        yield return ("exprnn of 3 layers", new ExpRnn { Units = 6, Layers = 3 });
        yield return ("gru of 3 layers", new Gru { Units = 6, Layers = 3 });
        yield return ("lstm of 2 layers", new Lstm { Units = 6, Layers = 2 });
        yield return ("gru of 2 layers averaged, a level a row", new Gru { Units = 6, Layers = 2, Smoothing = [.. Enumerable.Range(0, 36).Select(static k => 0.05 * k)] });
        foreach (var activation in Plain)
        {
            yield return ($"ctrnn, {activation.Formula}", new Ctrnn { Units = 6, Activation = activation });
            yield return ($"elman, {activation.Formula}", new Elman { Units = 6, Activation = activation });
            yield return ($"ctrnn, {activation.Formula} averaged", new Ctrnn { Units = 6, Activation = activation }.Smoothed(0.7));
            yield return ($"ctrnn, {activation.Formula} averaged, a level a unit", new Ctrnn { Units = 6, Activation = activation, Smoothing = [0, 0.1, 0.3, 0.5, 1, 2] });
            foreach (var law in Enum.GetValues<NoiseDistribution>())
            {
                if (activation is PowerLaw && law is (NoiseDistribution.Uniform or NoiseDistribution.Laplace))
                    continue;
                yield return ($"elman, {activation.Formula} averaged over {law}", new Elman { Units = 6, Activation = DistributionSmoothed.Mean(activation, 0.4, law) });
            }
        }

        yield return ("averaged twice", new Ctrnn { Units = 6, Activation = new GaussianSmoothed { Of = new GaussianSmoothed { Of = new Tanh(), Sigma = 0.3 }, Sigma = 0.4 }, Smoothing = [0, 0.1, 0.3, 0.5, 1, 2] });
        yield return ("averaged over two laws", new Elman { Units = 6, Activation = new GaussianSmoothed { Of = new DistributionSmoothed { Of = new Relu(), Sigma = 0.5 }, Sigma = 0.2 } });
    }

    // Some noise in each place, and of each kind, where the network takes it.
    private static Model Made(Network network)
    {
        var parameters = network.Initialize(Inputs, Outputs, Dt, seed: 4);
        var random = new RandomStream(NoiseKey.OfItem(7, NoiseStream.Task, 1), 0);
        foreach (ref var value in parameters.Values.AsSpan())
            value += 0.2 * random.NextNormal();
        NoiseSource[] sources =
        [
            .. Enum.GetValues<Placement>().Select(static place => new NoiseSource { Placement = place, Sigma = [0.3] }),
            new() { Placement = Placement.Inside, Sigma = [0.2], Distribution = NoiseDistribution.Laplace },
            .. Enum.GetValues<NoiseKind>().Skip(1).Select(static kind => new NoiseSource { Placement = Placement.State, Kind = kind, Sigma = [0.1], Base = kind == NoiseKind.DriftMultiplicative ? 0.05 : 0 }),
            new() { Placement = Placement.Inside, Kind = NoiseKind.Multiplicative, Sigma = [0.2] },
            new() { Placement = Placement.Outside, Kind = NoiseKind.Multiplicative, Sigma = [0.2], Common = NoiseGroup.Layer },
            new() { Placement = Placement.State, Sigma = [0.1], Common = NoiseGroup.Layer },
            .. network.NoiseShape(1, 1).Excitatory is null ? Array.Empty<NoiseSource>() : [new() { Sigma = [0.1], Common = NoiseGroup.Population }],
            .. network.NoiseShape(1, 1).Layers > 1 ? [new() { Placement = Placement.Outside, Kind = NoiseKind.UnitUniform, Sigma = [0.2], Offset = 0.1, Layer = 2 }] : Array.Empty<NoiseSource>(),
        ];
        return new Model(network, parameters, [.. sources.Where(source => network.Refusal(source) is null)], Dt, 4);
    }

    private (OnnxExport Export, string Step, string Sequence) Written(Model model, bool isSingle)
    {
        var (step, sequence) = (Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.onnx"), Path.Combine(_folder.Path, $"{Guid.NewGuid():N}.onnx"));
        var export = OnnxExport.Of(model, isSingle);
        export.Write(step, sequence);
        return (export, step, sequence);
    }

    private static Block<T> Rolled<T>(Model model, IEnumerable<NoiseSource> noise)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var layout = model.Parameters.Layout;
        var rollout = new Rollout<T>(model.Network, layout, Dt, model.Network.Draw<T>([.. noise], 3, NoiseStream.Test, Inputs, Outputs, Dt));
        rollout.Refresh(model.Parameters);
        var block = new Block<T>(rollout.Cell, layout, Steps, Inputs, Outputs, Trials, backward: false);
        var random = new RandomStream(NoiseKey.OfItem(5, NoiseStream.Task, 0), 0);
        foreach (ref var u in block.Inputs.AsSpan())
            u = T.CreateTruncating((float)random.NextNormal());
        for (var lane = 0; lane < Trials; lane++)
            block.Trials[lane] = (ulong)lane;
        // Rollout adds the noise of the input to it.
        var inputs = block.Inputs.ToArray();
        rollout.Forward(block);
        inputs.CopyTo(block.Inputs, 0);
        return block;
    }

    private static void Step(Model model, Block<double> ours, (string, double[], long[])[] draws, string step, bool isSingle, double tableError)
    {
        using var run = new OnnxRun(step);
        var (u, before, after) = (Trialwise(ours.Inputs, 4, Inputs), Trialwise(ours.Entered, 4, model.Network.StateRows), Trialwise(ours.Entered, 5, model.Network.StateRows));
        (string, double[], long[])[] inputs = [("u", u, [Trials, Inputs]), ("state", before, [Trials, model.Network.StateRows]), .. draws];
        // Of noise draws up to 6 deviations.
        var largest = before.Concat(u).Select(Math.Abs).Max() + 6;
        var effective = model.Network.Effective(model.Parameters);
        var sums = effective.Layout.Slices.Where(static slice => slice.IsWeight).Sum(slice => RowSum(effective[slice], slice.Columns));
        var tolerance = ((model.Network.Units + Inputs + 24) * (isSingle ? 6e-8 : 1.2e-16) * (1 + sums) * largest) + tableError;
        Close(after, run.Run("next_state", inputs), tolerance);
        Close(Trialwise(ours.Outputs, 4, Outputs), run.Run("outputs", inputs), tolerance * (1 + RowSum(effective["W_out"], model.Network.Units)));
    }

    private static (string Name, double[] Values, long[] Shape)[] Draws(Model model, int step) =>
    [
        .. model.Noise.Select((source, k) =>
        {
            var shape = model.Network.NoiseShape(Inputs, Outputs);
            var rows = shape.Draws(source);
            var draws = new double[rows * Trials];
            var (key, trials) = (NoiseKey.OfItem(3, NoiseStream.Test, k), Enumerable.Range(0, Trials).Select(static lane => (ulong)lane).ToArray());
            if (source.Kind is NoiseKind.ReleasedUniform or NoiseKind.UnitUniform)
            {
                // On [0, 1] there; of mean 0 and variance 1 here.
                Uniform.Fill<double>(key, trials, (uint)step, rows, draws);
                draws = [.. draws.Select(static v => Math.Sqrt(3) * ((2 * v) - 1))];
            }
            else
            {
                StandardDraws.Fill<double>(source.Distribution, key, trials, (uint)step, rows, draws);
            }

            return (model.Noise.Length == 1 ? "noise" : $"noise_{k + 1}", Transposed(draws, rows), new long[] { Trials, rows });
        }),
    ];

    // Those of each step, one after the other.
    private static (string, double[], long[])[] Joined((string Name, double[] Values, long[] Shape)[][] steps) =>
        [.. steps[0].Select((first, k) => (first.Name, Sequence(t => steps[t][k].Values, (int)first.Shape[1]), new long[] { Trials, Steps, first.Shape[1] }))];

    // [trials, rows] of each step to [trials, steps, rows].
    private static double[] Sequence(Func<int, double[]> at, int rows)
    {
        var values = new double[Trials * Steps * rows];
        for (var t = 0; t < Steps; t++)
        {
            var one = at(t);
            for (var p = 0; p < Trials; p++)
                one.AsSpan(p * rows, rows).CopyTo(values.AsSpan(((p * Steps) + t) * rows));
        }

        return values;
    }

    // One step of [steps][rows][trials] to [trials, rows].
    private static double[] Trialwise(double[] values, int step, int rows) => Transposed(values.AsSpan(step * rows * Trials, rows * Trials), rows);

    private static double[] Transposed(ReadOnlySpan<double> values, int rows)
    {
        var result = new double[values.Length];
        for (var k = 0; k < result.Length; k++)
            result[(k % Trials * rows) + (k / Trials)] = values[k];
        return result;
    }

    private static double RowSum(ReadOnlySpan<double> matrix, int columns)
    {
        var largest = 0.0;
        for (var first = 0; first < matrix.Length; first += columns)
            largest = Math.Max(largest, matrix.Slice(first, columns).ToArray().Sum(Math.Abs));
        return largest;
    }

    private static double TableError(OnnxExport export) => export.Tables.Select(static table => double.Parse(table.Split(' ')[^1], System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Sum() * 1.1 * 10;

    private static double Largest(double[] x, float[] y) => x.Zip(y, static (x, y) => Math.Abs(x - y)).Max();

    private static void Close(double[] expected, double[] found, double tolerance)
    {
        Assert.Equal(expected.Length, found.Length);
        Assert.InRange(expected.Zip(found, static (x, y) => Math.Abs(x - y)).Max(), 0, tolerance);
    }
}
