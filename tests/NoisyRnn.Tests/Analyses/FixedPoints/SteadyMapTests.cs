using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The step at a held input and its Jacobian: for every network the plain function's, and its central differences.</summary>
public sealed class SteadyMapTests
{
    private const double Dt = 0.15;

    // Kernels and plain functions differ in the order of their sums and in their elementary functions by some roundings.
    private const double Rounding = 1e-13;

    // Central differences at h = 1e-5: h^2/6 f''' and eps/h, each near 1e-11.
    private const double Difference = 1e-9;

    public static TheoryData<string> Kinds => [.. Catalogue.Leaves(typeof(Network)).Select(static leaf => leaf.Name).Where(static name => name != "feedforward")];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Step_and_Jacobian_are_those_of_the_plain_function(string kind)
    {
        var network = (Network)Activator.CreateInstance(Catalogue.Leaves(typeof(Network)).Single(l => l.Name == kind).Type)! with { Units = 6 };
        var (subject, state, input) = At(network is Ctrnn ctrnn ? ctrnn with { Activation = new Tanh(), Tau = [1, 2, 3, 1, .5, .4] } : network);
        var map = new SteadyMap(subject.Prepare<double>(subject.Network, []), input);
        Assert.Equal(network.StateRows, map.Size);

        var next = new double[map.Size];
        map.Evaluate(state, next);
        Assert.Equal(Plain(subject, state, input), next, Within(Rounding));

        var transposed = new double[map.Size * map.Size];
        map.TransposedJacobian(state, transposed);
        for (var j = 0; j < map.Size; j++)
        {
            var row = transposed.AsSpan(j * map.Size, map.Size).ToArray();
            Assert.Equal(PlainDerivative(subject, state, input, j), row, Within(Rounding));
            Assert.Equal(CentralDifference(map, state, j), row, Within(Difference));
        }
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("tanh")]
    [InlineData("gelu")]
    public void Averaged_over_noise_it_is_as_exact(string activation)
    {
        var f = (Activation)Activator.CreateInstance(Catalogue.Leaves(typeof(Activation)).Single(l => l.Name == activation).Type)!;
        var (subject, state, input) = At(new Ctrnn { Units = 19, Activation = f });
        var map = new SteadyMap(subject.Prepare<double>(subject.Network.Smoothed(.7)!, []), input);
        var averaged = subject with { Setup = subject.Setup with { Network = subject.Network.Smoothed(.7)! } };
        var (next, transposed) = (new double[19], new double[19 * 19]);
        map.Evaluate(state, next);
        map.TransposedJacobian(state, transposed);
        // A table read back is within 1e-11 of the sum; its slope, of third order in the spacing, within 1e-8 (QuadratureSmoothed).
        Assert.Equal(Plain(averaged, state, input), next, Within(1e-11));
        for (var j = 0; j < 19; j++)
        {
            Assert.Equal(PlainDerivative(averaged, state, input, j), transposed[(j * 19)..((j + 1) * 19)], Within(1e-8));
            Assert.Equal(CentralDifference(map, state, j), transposed[(j * 19)..((j + 1) * 19)], Within(1e-8));
        }
    }

    private static (TrainedNetwork Subject, double[] State, double[] Input) At(Network network)
    {
        var task = new FunctionApproximation { Inputs = 2 };
        var parameters = network.Initialize(task.InputCount, task.OutputCount, Dt, 3);
        var random = new RandomStream(NoiseKey.OfItem(5, NoiseStream.Analysis, 0), 0);
        double[] state = [.. Enumerable.Range(0, network.StateRows).Select(_ => random.NextNormal())];
        return (new(new Setup { Task = task, Network = network, Dt = Dt }, parameters), state, [.4, -.8]);
    }

    private static double[] Plain(TrainedNetwork subject, double[] state, double[] input) =>
        [.. Map<Real>(subject, [.. state.Select(static x => new Real(x))], [.. input.Select(static u => new Real(u))]).Select(static x => x.Value)];

    private static double[] PlainDerivative(TrainedNetwork subject, double[] state, double[] input, int along)
    {
        Dual<Real>[] x = [.. state.Select((value, i) => new Dual<Real>(new(value), new(i == along ? 1 : 0)))];
        return [.. Map(subject, x, [.. input.Select(static u => new Dual<Real>(new(u), new(0)))]).Select(static value => value.Tangent.Value)];
    }

    private static TReal[] Map<TReal>(TrainedNetwork subject, TReal[] state, TReal[] input)
        where TReal : struct, IReal<TReal>
    {
        var (network, layout) = (subject.Network, subject.Parameters.Layout);
        TReal[] parameters = [.. network.Effective(subject.Parameters).Values.Select(TReal.Constant)];
        var shape = network.NoiseShape(input.Length, 1);
        var next = new TReal[state.Length];
        network.Map<TReal>(layout, parameters, subject.Dt, state, input, new TReal[shape.Inside], new TReal[shape.Outside], next);
        return next;
    }

    private static double[] CentralDifference(SteadyMap map, double[] state, int along)
    {
        const double H = 1e-5;
        var (up, down) = (new double[map.Size], new double[map.Size]);
        double[] Moved(double by) => [.. state.Select((x, i) => i == along ? x + by : x)];
        map.Evaluate(Moved(H), up);
        map.Evaluate(Moved(-H), down);
        return [.. up.Zip(down, static (a, b) => (a - b) / (2 * H))];
    }

    private static Func<double, double, bool> Within(double tolerance) => (expected, actual) => Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected));
}
