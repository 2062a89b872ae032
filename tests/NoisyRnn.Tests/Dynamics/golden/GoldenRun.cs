using System.Globalization;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>A golden case on its way through the library: the file's trials in the first lanes of a block of 16.</summary>
internal sealed class GoldenRun
{
    // Both sides are double; sums of at most 7 steps of 6 units in another order and own polynomials of exp, tanh and
    // erf leave some 1e-14. Ten steps of an optimiser multiply that by less than 100; so do, in a large matrix exponential
    // or Cayley transform, its norm and its derivative.
    private const double Tolerance = 1e-10;

    private const int Width = 16;
    private readonly GoldenCase _golden;
    private readonly Rollout<double> _rollout;
    private readonly Loss _loss;
    private readonly double[] _targets, _masks;
    private readonly double _normalizer;

    public GoldenRun(GoldenCase golden)
    {
        var network = golden.Network();
        _golden = golden;
        Layout = network.Layout(golden.Inputs, golden.Outputs);
        _rollout = new Rollout<double>(network, Layout, golden.Number("dt"), golden.Noise(), golden.Scheme())
        {
            RatePenalty = golden.Number("l2_rates") / (golden.Steps * network.Units * golden.Trials),
        };
        Block = new Block<double>(_rollout.Cell, Layout, golden.Steps, golden.Inputs, golden.Outputs, Width, backward: true) { Active = golden.Trials };
        Block.InputGradients = new double[Block.Inputs.Length];
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

    public static void AssertStatesAndOutputs(GoldenCase golden)
    {
        var run = new GoldenRun(golden);
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

    public static void AssertLossAndGradients(GoldenCase golden)
    {
        var run = new GoldenRun(golden);
        var (loss, gradient) = run.Pass(golden.Read("parameters", run.Layout));
        AssertClose([golden.Number("loss_value")], [loss], "loss");
        var expected = golden.Read("gradients", run.Layout);
        foreach (var slice in run.Layout.Slices)
            AssertClose(expected[slice].ToArray(), gradient.AsSpan(slice.Offset, slice.Length).ToArray(), slice.Name);
        if (golden.Has("input_gradients"))
            AssertClose(golden.Values("input_gradients"), run.Real(run.Block.InputGradients), "inputs");
    }

    public static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var k = 0; k < expected.Length; k++)
        {
            Assert.True(
                Math.Abs(expected[k] - actual[k]) < Tolerance,
                string.Create(CultureInfo.InvariantCulture, $"{what}[{k}]: {expected[k]:R} by PyTorch, {actual[k]:R} here"));
        }
    }

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
        _rollout.PullBack(gradient);
        var squares = Real(Block.States)[(_golden.StateRows * _golden.Trials)..].Average(static h => h * h);
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
