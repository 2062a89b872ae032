using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Experiments;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>Noise whose level changes in training: a level a trial, annealing, silent fine-tuning.</summary>
public sealed class NoiseScheduleTests
{
    private const int Iterations = 10;
    private static readonly FunctionApproximation Task = new() { Steps = 12, LossSteps = 4 };

    public static TheoryData<string> Options => ["random-per-trial", "{kind: annealed, share: .6}", "{kind: silent-tail, iterations: 5}"];

    [Theory]
    [MemberData(nameof(Options))]
    public void Neither_threads_nor_a_stop_on_the_way_change_a_bit(string options)
    {
        using var folder = new TemporaryFolder();
        var spec = Spec(options);
        var whole = Trained(spec);
        Assert.Equal(whole.State.Parameters.Values, Trained(spec, threads: 3).State.Parameters.Values);
        // It changes something: this is not the training with noise of one level.
        Assert.NotEqual(whole.State.Parameters.Values, Trained(Spec("constant")).State.Parameters.Values);
        foreach (var stop in new[] { 1, 4, 5, 6, 9 })
        {
            var first = Make(spec);
            for (var k = 0; k < stop; k++)
                first.Iterate();
            var path = Path.Combine(folder.Path, $"{stop}.safetensors");
            Checkpoint.Write(path, first.State, "run");
            var second = Make(spec, threads: 2);
            Assert.True(Checkpoint.TryRead(path, second.State, "run"));
            second.Run(cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(whole.State.Parameters.Values, second.State.Parameters.Values);
            Assert.Equal(whole.State.Curve, second.State.Curve);
        }
    }

    [Fact]
    public void Iterations_without_noise_are_those_of_a_network_without_any()
    {
        var silent = Trained(Spec("constant"), sigma: 0);
        var tuned = Trained(Spec($"{{kind: silent-tail, iterations: {Iterations}}}"));
        Assert.Equal(silent.State.Parameters.Values, tuned.State.Parameters.Values);
        Assert.Equal(silent.State.Curve, tuned.State.Curve);
    }

    [Fact]
    public void Until_the_silent_iterations_begin_nothing_differs()
    {
        var (plain, tuned) = (Make(Spec("constant")), Make(Spec("{kind: silent-tail, iterations: 4}")));
        for (var k = 0; k < Iterations; k++)
        {
            plain.Iterate();
            tuned.Iterate();
            Assert.Equal(k < Iterations - 4, plain.State.Parameters.Values.AsSpan().SequenceEqual(tuned.State.Parameters.Values));
        }
    }

    [Fact]
    public void The_level_falls_linearly_over_the_last_share_of_the_iterations()
    {
        Assert.Equal([1, 1, 1, 1, 1, 1, .8, .6, .4, .2], Factors(new AnnealedNoise { Share = .5 }));
        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 1, 0, 0], Factors(new SilentTail { Iterations = 2 }));
        Assert.All(Factors(new ConstantNoise()), static factor => Assert.Equal(1, factor));

        static double[] Factors(NoiseSchedule schedule) => [.. Enumerable.Range(0, Iterations).Select(k => Math.Round(schedule.Factor(k, Iterations), 12))];
    }

    [Fact]
    public void An_annealed_iteration_is_one_at_that_level()
    {
        var annealed = Make(Spec("{kind: annealed, share: .5}"));
        for (var k = 0; k < 8; k++)
            annealed.Iterate();
        // The ninth has the factor .4: the same from there with noise of .4 of the level, which is a float of its own.
        var fixedLevel = Make(Spec("constant"), sigma: 0.4 * 0.3);
        annealed.State.Parameters.Values.CopyTo(fixedLevel.State.Parameters.Values, 0);
        annealed.State.Moments.CopyTo(fixedLevel.State.Moments, 0);
        fixedLevel.State.Iteration = annealed.State.Iteration;
        annealed.Iterate();
        fixedLevel.Iterate();
        for (var k = 0; k < annealed.State.Parameters.Values.Length; k++)
            Assert.Equal(fixedLevel.State.Parameters.Values[k], annealed.State.Parameters.Values[k], 1e-6);
    }

    [Fact]
    public void What_does_not_fit_is_refused_before_the_first_run()
    {
        Assert.Equal("noise-schedule", Assert.Single(new TrainingSpec { Iterations = 5, NoiseSchedule = new SilentTail { Iterations = 6 } }.Problems()).Key);
        var error = Assert.Throws<InputException>(() => SmallExperiment.Of("training: {noise-schedule: annealed}\nnoise: {placement: state, kind: multiplicative, sigma: .1}"));
        Assert.Contains("multiplicative; allowed is kind: additive", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Trainer<float>(new Setup { Task = Task, Network = new Ctrnn { Units = 3 }, Dt = 0.1, Noise = [new NoiseSource { Placement = Placement.State, Kind = NoiseKind.Multiplicative, Sigma = [1] }], Training = new() { NoiseSchedule = new SilentTail { Iterations = 1 } } }, threads: 1));
    }

    private static TrainingSpec Spec(string options) => Binder.Bind<TrainingSpec>(YamlTree.ParseValue($"{{noise-schedule: {options}}}", "test")) with
    {
        Iterations = Iterations,
        Batch = 20,
        ValidateEvery = 3,
        ValidationTrials = 20,
    };

    private static Trainer<float> Make(TrainingSpec spec, int threads = 1, double sigma = 0.3)
    {
        ImmutableArray<NoiseSource> noise = [new NoiseSource { Sigma = [sigma] }, new NoiseSource { Sigma = [sigma / 3], Placement = Placement.Readout }];
        return new(new Setup { Task = Task, Network = new Ctrnn { Units = 7 }, Dt = 0.1, Noise = noise, Training = spec, Seed = 3 }, threads: threads);
    }

    private static Trainer<float> Trained(TrainingSpec spec, int threads = 1, double sigma = 0.3)
    {
        var trainer = Make(spec, threads, sigma);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        return trainer;
    }
}
