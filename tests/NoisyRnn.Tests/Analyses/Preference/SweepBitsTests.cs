using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Experiments;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Runs;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>A sweep has the bits of every trial and draw run by itself, however they are packed into lanes and spread over threads.</summary>
public sealed class SweepBitsTests : IDisposable
{
    private const double Dt = 0.2;
    private const ulong Seed = 7;
    private static readonly ImmutableArray<NoiseSource> Noise =
        [.. Enum.GetValues<Placement>().Where(static place => place != Placement.Feedback).Select(static place => new NoiseSource { Placement = place, Sigma = [0.2] })];

    private readonly DigitFolder _digits = new();

    // Fewer draws than lanes, exactly as many, more; divisors of the lanes' number and not.
    public static TheoryData<int, int> Packings => new() { { 1, 4 }, { 9, 4 }, { 37, 10 }, { 5, 7 }, { 3, 16 }, { 3, 32 }, { 2, 33 }, { 3, 64 }, { 2, 300 } };

    public void Dispose() => _digits.Dispose();

    [Theory]
    [InlineData(37, 10, "28580984CA50937A")]
    [InlineData(5, 64, "2437E657F390531B")]
    [InlineData(3, 33, "D2554DBD326BE061")]
    public void The_bits_are_those_of_this_revision(int trials, int draws, string golden)
    {
        var result = new NoiseSweep { Trials = trials, Draws = draws, Levels = [0, 0.5, 1, 2] }.Run(Regression, cancellation: TestContext.Current.CancellationToken).Sweep;
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(ResultJson.Write(result!.Points))))[..16];
        Assert.True(
            golden == hash,
            $"the bits of a sweep have changed ({hash}): raise NoiseSweep.Revision (now {new NoiseSweep().Revision}), so that no store mixes old and new, and put the new hash here");
    }

    [Theory]
    [MemberData(nameof(Packings))]
    public void The_squared_error_has_the_bits_of_every_pair_by_itself(int trials, int draws) => Compare(Regression, trials, draws);

    [Theory]
    [MemberData(nameof(Packings))]
    public void Cross_entropy_has_the_bits_of_every_pair_by_itself(int trials, int draws) => Compare(Classification, Math.Min(trials, DigitFolder.Test), draws);

    [Fact]
    public void Each_trial_of_a_data_set_s_test_part_is_tested_at_most_once()
    {
        var all = new NoiseSweep { Trials = DigitFolder.Test, Draws = 4 }.Run(Classification, cancellation: TestContext.Current.CancellationToken).Sweep!;
        var more = new NoiseSweep { Trials = 500, Draws = 4 }.Run(Classification, cancellation: TestContext.Current.CancellationToken).Sweep!;
        Assert.Equal(DigitFolder.Test, all.Conditions);
        Assert.Equal((all.Conditions, all.TargetVariance), (more.Conditions, more.TargetVariance));
        Assert.Equal(all.Points, more.Points);
    }

    [Theory]
    [InlineData(1000, 1, 16)]
    [InlineData(1000, 4, 4)]
    [InlineData(1000, 10, 8)]
    [InlineData(1000, 64, 1)]
    [InlineData(3, 1, 3)]
    public void A_batch_has_the_fewest_trials_that_waste_no_lanes(int trials, int draws, int size) =>
        Assert.Equal(size, SweepBatch.BestSize(trials, draws));

    [Fact]
    public void A_sweep_stops_when_it_is_told_to()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.Throws<OperationCanceledException>(() => new NoiseSweep().Run(Regression, cancellation: stop.Token));
    }

    private static void Compare(TrainedNetwork subject, int trials, int draws)
    {
        var sweep = new NoiseSweep { Trials = trials, Draws = draws, Levels = [0, 1, 2] };
        SweepPoint[] expected = [.. sweep.Levels.Select(level => PairByPair(subject, trials, draws, level))];
        foreach (var threads in new[] { 1, 2, 3 })
            Assert.Equal(expected, sweep.Run(subject, threads, cancellation: TestContext.Current.CancellationToken).Sweep!.Points);
    }

    // The plain way: one trial under one draw at a time, in every lane; conditions in the order of trials, steps and outputs.
    private static SweepPoint PairByPair(TrainedNetwork subject, int trials, int draws, double level)
    {
        var task = subject.Task;
        var rollout = new Rollout<double>(subject.Network, subject.Parameters.Layout, Dt, subject.Network.Draw<double>(
            [.. Noise.Select(source => source.Scaled(level))], Seed, NoiseStream.Analysis, task.InputCount, task.OutputCount, Dt));
        rollout.Refresh(subject.Parameters);
        var accumulator = subject.Loss.NewAccumulator();
        var needed = level > 0 ? draws : 1;
        for (var p = 0; p < trials; p++)
        {
            var trial = TaskTrials.Make(task, (ulong)p, NoiseStream.Test, Seed);
            var outputs = Enumerable.Range(0, needed).Select(r => Outputs(trial, ((ulong)p * (ulong)draws) + (ulong)r)).ToArray();
            for (var t = 0; t < trial.Steps; t++)
            {
                double[] drawn = [.. Enumerable.Range(0, task.OutputCount).SelectMany(o => outputs.Select(z => z[t, o]))];
                accumulator.AddStep(drawn, [.. Row(trial.Targets, t)], [.. Row(trial.Mask, t)]);
            }
        }

        return accumulator.ToPoint(level, level * 0.2);

        IEnumerable<double> Row(double[,] array, int t) => Enumerable.Range(0, task.OutputCount).Select(o => array[t, o]);

        double[,] Outputs(Trial trial, ulong noise)
        {
            var block = new Block<double>(rollout.Cell, rollout.Layout, task.StepCount, task.InputCount, task.OutputCount, 16, backward: false);
            Array.Fill(block.Trials, noise);
            for (var t = 0; t < task.StepCount; t++)
            {
                for (var i = 0; i < task.InputCount; i++)
                    block.At(block.Inputs, t, task.InputCount).Slice(i * block.Width, block.Width).Fill(trial.Inputs[t, i]);
            }

            rollout.Forward(block);
            var z = new double[task.StepCount, task.OutputCount];
            for (var t = 0; t < task.StepCount; t++)
            {
                for (var o = 0; o < task.OutputCount; o++)
                    z[t, o] = block.At(block.Outputs, t, task.OutputCount)[(o * block.Width) + 5];
            }

            return z;
        }
    }

    private static TrainedNetwork Regression => Subject(new SomeSteps(), new MeanSquaredError());

    private TrainedNetwork Classification => Subject(new PixelSequence { Data = _digits.Path, Chunk = 56 }.Load("/"), new CrossEntropy());

    private static TrainedNetwork Subject(TrialTask task, Loss loss)
    {
        var network = new Ctrnn { Units = 7, Activation = new Tanh() };
        return new TrainedNetwork(new Setup { Task = task, Network = network, Dt = Dt, Noise = Noise, Training = new() { Loss = loss }, Seed = Seed }, network.Initialize(task.InputCount, task.OutputCount, Dt, Seed));
    }

    // Trials differ in the steps that count, and outputs in their weights.
    private sealed record SomeSteps : TrialTask
    {
        public override int InputCount => 3;

        public override int OutputCount => 2;

        public override int StepCount => 13;

        public override string Summary => "test";

        public override void Fill(TrialKey key, Trial trial)
        {
            var random = key.Random();
            for (var t = 0; t < StepCount; t++)
            {
                for (var i = 0; i < InputCount; i++)
                    trial.Inputs[t, i] = random.NextUniform(-1, 1);
                for (var o = 0; o < OutputCount; o++)
                {
                    trial.Targets[t, o] = random.NextUniform(-1, 1);
                    trial.Mask[t, o] = (t + (int)key.Number) % 3 == 0 ? random.NextUniform(0, 2) : 0;
                }
            }
        }
    }
}
