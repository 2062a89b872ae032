using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>
/// The bits of training, written down: whoever changes them changes every stored result, and must say so by raising the
/// training stage's revision. The same for every number of threads and every width of registers.
/// </summary>
public class GoldenBitsTests
{
    private static readonly ImmutableArray<NoiseSource> s_inside = [new() { Sigma = [0.3] }];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Twenty_iterations_of_a_small_network(int threads) =>
        Assert.Equal(
            "81904928727C6128",
            HashOf<float>(new Ctrnn { Units = 10 }, new FunctionApproximation { Steps = 30, LossSteps = 15 }, s_inside, new() { Batch = 32 }, threads));

    // No size is a multiple of a tile, a register or a chunk of steps; noise at every placement.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Twenty_iterations_of_an_odd_sized_network(int threads) =>
        Assert.Equal("B374F5C4C43CC638", HashOf<float>(OddNetwork, OddTask, OddNoise, OddTraining, threads));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Twenty_iterations_in_double(int threads) =>
        Assert.Equal("F5DE036D2A1F71F4", HashOf<double>(OddNetwork, OddTask, OddNoise, OddTraining, threads));

    /// <summary>Every network of the catalogue, driven ones with every kind of noise on their state too that needs to stand there.</summary>
    public static TheoryData<string, string> Networks => new()
    {
        { "ctrnn", "07A43FA0498571A0" }, { "lipschitz", "98B3CFBBD43B0103" }, { "antisymmetric", "DBEB61C1F97E6EB1" },
        { "cornn", "73B3CC303F9A1EE8" }, { "lstm", "BAF66AF45DD8FDAF" }, { "gru", "021160B60544148B" },
        { "elman", "32F21616E5986E9C" }, { "cayley", "BD3BAA1D24C4B7DC" }, { "exprnn", "70BE3C915E6C30EA" },
        { "feedforward", "0AFF6DB7BF0B13F9" }, { "current", "4795D997D860A508" },
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Twenty_iterations_of_each_network(string kind, string hash)
    {
        var network = (Network)Activator.CreateInstance(Catalogue.Leaves(typeof(Network)).Single(leaf => leaf.Name == kind).Type)! with { Units = 13 };
        if (network is FeedForward feedForward)
            network = feedForward with { Layers = 3 };
        ImmutableArray<NoiseSource> noise =
        [
            .. Enum.GetValues<NoiseKind>().Where(static k => k != NoiseKind.UnitUniform).Select(static k => new NoiseSource { Placement = Placement.State, Kind = k, Sigma = [0.1] }).Where(source => network.Refusal(source) is null),
            new() { Placement = Placement.Inside, Sigma = [0.1] }, new() { Placement = Placement.Outside, Sigma = [0.05] },
        ];
        foreach (var threads in new[] { 1, 2, 3 })
            Assert.Equal(hash, HashOf<float>(network, OddTask, noise, new() { Batch = 33, ValidationTrials = 17 }, threads));
    }

    [Fact]
    public void No_network_of_the_catalogue_is_left_out() =>
        Assert.Equal(Catalogue.Leaves(typeof(Network)).Select(static leaf => leaf.Name).Order(), Networks.Select(static row => row.Data.Item1).Order());

    private static Ctrnn OddNetwork => new() { Units = 23, Activation = new SoftPlus(), Tau = [.. Enumerable.Range(1, 23).Select(i => 1 + (0.1 * i))], TrainInitialState = true };

    private static FunctionApproximation OddTask => new() { Inputs = 3, Steps = 71, LossSteps = 37 };

    private static ImmutableArray<NoiseSource> OddNoise =>
        [.. Enum.GetValues<Placement>().Where(static p => p != Placement.Feedback).Select(static p => new NoiseSource { Placement = p, Sigma = [0.1] }), new() { Sigma = [0.2] }];

    private static TrainingSpec OddTraining => new() { Batch = 77, L2Rates = 1e-3, L2Weights = 1e-4, Optimizer = new AdamW { Rate = 1e-2 }, ValidateEvery = 7, ValidationTrials = 19 };

    private static string HashOf<T>(Network network, TrialTask task, ImmutableArray<NoiseSource> noise, TrainingSpec spec, int threads)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var trainer = new Trainer<T>(new Setup { Task = task, Network = network, Dt = 0.1, Noise = noise, Training = spec with { Iterations = 20 }, Seed = 5 }, threads: threads);
        trainer.Run();
        var state = trainer.State;
        double[] all = [.. state.Parameters.Values, .. state.Moments, .. state.Curve.SelectMany(static c => new[] { c.Training, c.Validation })];
        Assert.DoesNotContain(all, static x => !double.IsFinite(x));
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<double>(all)))[..16];
    }
}
