using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
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

    private static Ctrnn OddNetwork => new() { Units = 23, Activation = new SoftPlus(), Tau = [.. Enumerable.Range(1, 23).Select(i => 1 + (0.1 * i))], TrainInitialState = true };

    private static FunctionApproximation OddTask => new() { Inputs = 3, Steps = 71, LossSteps = 37 };

    private static ImmutableArray<NoiseSource> OddNoise =>
        [.. Enum.GetValues<Placement>().Select(static p => new NoiseSource { Placement = p, Sigma = [0.1] }), new() { Sigma = [0.2] }];

    private static TrainingSpec OddTraining => new() { Batch = 77, L2Rates = 1e-3, L2Weights = 1e-4, Optimizer = new AdamW { Rate = 1e-2 }, ValidateEvery = 7, ValidationTrials = 19 };

    private static string HashOf<T>(Ctrnn network, TrialTask task, ImmutableArray<NoiseSource> noise, TrainingSpec spec, int threads)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var trainer = new Trainer<T>(spec with { Iterations = 20 }, network, task, noise, 0.1, seed: 5, threads);
        trainer.Run();
        var state = trainer.State;
        double[] all = [.. state.Parameters.Values, .. state.Moments, .. state.Curve.SelectMany(static c => new[] { c.Training, c.Validation })];
        Assert.DoesNotContain(all, static x => !double.IsFinite(x));
        return Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes<double>(all)))[..16];
    }
}
