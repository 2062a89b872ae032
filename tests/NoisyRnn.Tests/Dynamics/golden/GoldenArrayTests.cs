using System.Globalization;
using System.Text.Json;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>The CTRNN, its losses and its optimisers against PyTorch in double, fed with the very same noise.</summary>
public class GoldenArrayTests
{
    // Both sides are double; sums of at most 7 steps of 5 units in another order and own polynomials of exp, tanh and
    // erf leave some 1e-14. Ten steps of an optimiser multiply that by less than 100.
    private const double Tolerance = 1e-10;

    public static TheoryData<string> Cases => [.. GoldenCase.Names(static _ => true)];

    public static TheoryData<string> TrainedCases => [.. GoldenCase.Names(static c => c.Training().Any())];

    [Fact]
    public void Every_activation_and_placement_has_its_case()
    {
        var expected = from activation in Catalogue.Leaves(typeof(Activation))
                       where activation.Type != typeof(GaussianSmoothed)
                       from placement in Enum.GetNames<Placement>()
                       select $"{activation.Name} {placement.ToLowerInvariant()}";
        Assert.Subset(GoldenCase.Names(static _ => true).ToHashSet(), expected.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void States_and_outputs_are_those_of_the_golden_arrays(string name)
    {
        var golden = GoldenCase.Of(name);
        var run = new Run(golden);
        run.Pass(golden.Read("parameters", run.Layout));
        AssertClose(golden.Values("states"), run.Real(run.Block.States), "states");
        var (expected, outputs, step) = (golden.Values("outputs"), run.Real(run.Block.Outputs), golden.Outputs * golden.Trials);
        for (var t = 0; t < golden.Steps; t++)
        {
            // Nobody reads the outputs of a step whose mask is zero everywhere; the rollout leaves them out.
            if (run.Block.Wanted[t])
                AssertClose(expected[(t * step)..((t + 1) * step)], outputs[(t * step)..((t + 1) * step)], $"outputs of step {t}");
        }

        Assert.True(run.Block.Wanted.Count(static w => w) >= golden.Steps / 2, "hardly an output was compared");
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Loss_and_gradients_are_those_of_the_golden_arrays(string name)
    {
        var golden = GoldenCase.Of(name);
        var run = new Run(golden);
        var (loss, gradient) = run.Pass(golden.Read("parameters", run.Layout));
        AssertClose([golden.Number("loss_value")], [loss], "loss");
        var expected = golden.Read("gradients", run.Layout);
        foreach (var slice in run.Layout.Slices)
            AssertClose(expected[slice].ToArray(), gradient.AsSpan(slice.Offset, slice.Length).ToArray(), slice.Name);
    }

    [Theory]
    [MemberData(nameof(TrainedCases))]
    public void Ten_clipped_steps_of_each_optimiser_end_where_the_golden_arrays_end(string name)
    {
        var golden = GoldenCase.Of(name);
        Assert.Equal(["adam", "adamw", "rmsprop", "sgd"], golden.Training().Select(static t => t.GetProperty("optimizer").GetString()).Order());
        foreach (var training in golden.Training())
        {
            var run = new Run(golden);
            var parameters = golden.Read("parameters", run.Layout);
            var optimizer = Optimizer(training);
            var moments = new double[optimizer.Moments * run.Layout.Length];
            var losses = training.GetProperty("losses").EnumerateArray().Select(static v => v.GetDouble()).ToArray();
            for (var iteration = 1; iteration <= losses.Length; iteration++)
            {
                var (loss, gradient) = run.Pass(parameters);
                AssertClose([losses[iteration - 1]], [loss], $"{optimizer}: loss {iteration}");
                var scale = Math.Min(1, GoldenCase.ClipNorm / (Math.Sqrt(gradient.Sum(static g => g * g)) + 1e-6));
                optimizer.Step(parameters.Values, gradient.Select(g => g * scale).ToArray(), moments, optimizer.Rate, iteration);
            }

            AssertClose(GoldenCase.Read(training, "parameters", run.Layout).Values, parameters.Values, optimizer.ToString());
        }
    }

    private static Optimizer Optimizer(JsonElement training)
    {
        double Number(string member) => training.GetProperty(member).GetDouble();
        var rate = Number("rate");
        return training.GetProperty("optimizer").GetString() switch
        {
            "adam" => new Adam { Rate = rate, Beta1 = Number("beta1"), Beta2 = Number("beta2"), Epsilon = Number("epsilon") },
            "adamw" => new AdamW { Rate = rate, Beta1 = Number("beta1"), Beta2 = Number("beta2"), Epsilon = Number("epsilon"), Decay = Number("decay") },
            "rmsprop" => new RmsProp { Rate = rate, Decay = Number("decay"), Epsilon = Number("epsilon") },
            _ => new Sgd { Rate = rate, Momentum = Number("momentum") },
        };
    }

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.True(
                Math.Abs(expected[k] - actual[k]) < Tolerance,
                string.Create(CultureInfo.InvariantCulture, $"{what}[{k}]: {expected[k]:R} by PyTorch, {actual[k]:R} here"));
        }
    }

    /// <summary>A golden case on its way through the library: the file's trials in the first lanes of a block of 16.</summary>
    private sealed class Run
    {
        private const int Width = 16;
        private readonly GoldenCase _golden;
        private readonly Rollout<double> _rollout;
        private readonly Loss _loss;
        private readonly double[] _targets, _masks;
        private readonly double _normalizer;

        public Run(GoldenCase golden)
        {
            var network = golden.Network();
            _golden = golden;
            Layout = network.Layout(golden.Inputs, golden.Outputs);
            _rollout = new Rollout<double>(network, Layout, golden.Number("dt"), golden.Noise())
            {
                RatePenalty = golden.Number("l2_rates") / (golden.Steps * golden.Units * golden.Trials),
            };
            Block = new Block<double>(_rollout.Cell, Layout, golden.Steps, golden.Inputs, golden.Outputs, Width, backward: true) { Active = golden.Trials };
            for (var lane = 0; lane < Width; lane++)
                Block.Trials[lane] = (ulong)lane;
            _loss = golden.Loss == "mse" ? new MeanSquaredError() : new CrossEntropy();
            (_targets, _masks) = (Padded(golden.Values("targets")), Padded(golden.Values("mask")));
            for (var t = 0; t < golden.Steps; t++)
            {
                Block.Wanted[t] = _masks.AsSpan(t * golden.Outputs * Width, golden.Outputs * Width).ContainsAnyExcept(0.0);
                for (var lane = 0; lane < golden.Trials; lane++)
                    _normalizer += _loss.Weight([.. Enumerable.Range(0, golden.Outputs).Select(o => _masks[(((t * golden.Outputs) + o) * Width) + lane])]);
            }
        }

        public ParameterLayout Layout { get; }

        public Block<double> Block { get; }

        /// <summary>Forward and back; loss and gradient with their penalties.</summary>
        public (double Loss, double[] Gradient) Pass(Parameters parameters)
        {
            Padded(_golden.Values("inputs")).CopyTo(Block.Inputs.AsSpan());
            _rollout.Refresh(parameters);
            _rollout.Forward(Block);
            var losses = new double[Width];
            _loss.Evaluate(Block, _targets, _masks, _normalizer, losses);
            _rollout.Backward(Block);
            var (loss, gradient) = (losses.Sum() / _normalizer, new double[Layout.Length]);
            for (var k = 0; k < Block.Gradients.Length; k++)
                gradient[k % Layout.Length] += Block.Gradients[k];
            var squares = Real(Block.States)[(_golden.Units * _golden.Trials)..].Average(static h => h * h);
            loss += _golden.Number("l2_rates") * squares;
            foreach (var slice in Layout.Slices.Where(static s => s.IsWeight))
            {
                for (var k = slice.Offset; k < slice.Offset + slice.Length; k++)
                {
                    loss += _golden.Number("l2_weights") * parameters.Values[k] * parameters.Values[k];
                    gradient[k] += 2 * _golden.Number("l2_weights") * parameters.Values[k];
                }
            }

            return (loss, gradient);
        }

        /// <summary>The lanes that hold a trial.</summary>
        public double[] Real(double[] block) => [.. block.Where((_, k) => k % Width < _golden.Trials)];

        private double[] Padded(double[] values)
        {
            var padded = new double[values.Length / _golden.Trials * Width];
            for (var k = 0; k < values.Length; k++)
                padded[(k / _golden.Trials * Width) + (k % _golden.Trials)] = values[k];
            return padded;
        }
    }
}
