using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Runs;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>What is asked of networks that learn their noise level: s0 is the level that they learnt, in the sweep and everywhere else.</summary>
public sealed class LearntStageTests : IDisposable
{
    private const double Began = .3;

    private readonly StoredExperiment _stored = new(
        """
        name: learnt
        task: {kind: function-approximation, steps: 12, loss-steps: 6}
        network: {units: 3, activation: tanh}
        training: {iterations: 10, validate-every: 5, batch: 8, validation-trials: 16}
        sweep: {levels: [0, .5, 1, 1.5], draws: 4, trials: 6}
        noise: {sigma: .3}
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        keep: models
        """);

    public void Dispose() => _stored.Dispose();

    [Theory]
    [InlineData("network", "inside")]
    [InlineData("network", "outside")]
    [InlineData("unit", "inside")]
    [InlineData("unit", "state")]
    public void The_sweep_is_that_of_the_same_network_with_noise_of_the_level_learnt(string owner, string placement)
    {
        var run = Planned(owner, $"noise.placement={placement}").Runs[0];
        var state = Trained(run);
        double[] levels = [.. state.KeptNoiseFactors.Select(static factor => factor * Began)];
        Assert.Equal(owner == "unit" ? 3 : 1, levels.Length);
        Assert.DoesNotContain(Began, levels);

        var sweep = Sweep(Planned(owner, $"noise.placement={placement}"));
        Assert.Equal(levels.Max(), sweep.TrainingSigma);
        var setup = run.Spec.Setup;
        var constant = setup with { Noise = [setup.Noise[0] with { Sigma = [.. levels] }], Training = setup.Training with { NoiseSchedule = new ConstantNoise() } };
        var expected = run.Spec.Sweep.Run(new(constant, state.Kept), cancellation: TestContext.Current.CancellationToken).Sweep!;
        // As a store holds them.
        Assert.Equal(ResultJson.Write(expected.Points), ResultJson.Write(sweep.Points));
        Assert.Equal(1.5 * levels.Max(), sweep.Points[^1].Sigma);
    }

    [Fact]
    public void The_repaired_network_has_its_activations_averaged_each_over_the_level_of_its_unit()
    {
        var run = Planned("unit").Runs[0];
        var state = Trained(run);
        var setup = run.Spec.Setup;
        var silent = setup with { Network = setup.Network.SmoothedByUnit([.. state.KeptNoiseFactors.Select(static factor => factor * Began)])!, Noise = [] };
        var expected = new NoiseSweep { Levels = [0, 1], AbsoluteLevels = [0], Draws = 4, Trials = 6 }.Run(new(silent, state.Kept), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(expected.Sweep!.SilentLoss, Sweep(Planned("unit")).RepairedLoss!.Value, 1e-15);
    }

    [Theory]
    [InlineData("network")]
    [InlineData("unit")]
    public void Analyses_that_are_asked_for_later_have_the_kept_network_with_the_level_learnt(string owner)
    {
        _stored.Run(Planned(owner));
        var content = _stored.Run(Planned(owner, "bias={trials: 6, draws: 8, steps: 2, random-thirds: 2, random-shifts: 2}", "repair={trials: 6, draws: 4, levels: [0, 1], methods: [averaged, biases]}"));
        var learnt = Trained(Planned(owner).Runs[0]).KeptNoiseFactors.Max() * Began;
        Assert.Equal(learnt, content.Runs[0].Found<BiasResult>()!.Sigma);
        var repair = content.Runs[0].Found<RepairResult>()!;
        Assert.Equal(learnt, repair.TrainingSigma);
        // At level 1 the network as it is has its own noise: the loss of the sweep there.
        Assert.Equal(content.Runs[0].Sweep!.TrainingLevelLoss, repair.NoisyLoss);
        Assert.Equal(repair.NoisyLoss, repair.Forms[0].Inside[1], 1e-12);
        Assert.Equal(content.Runs[0].Sweep!.RepairedLoss!.Value, repair.Forms[1].SilentLoss, 1e-12);
    }

    [Fact]
    public void The_network_stands_where_training_began_and_its_ratio_is_to_that()
    {
        var content = _stored.Run(Planned("unit", "claims=[learnt-noise-vanishes]"));
        var run = content.Runs[0];
        Assert.Equal(Began, run.Arm.TrainingSigma);
        var factors = Trained(Planned("unit").Runs[0]).KeptNoiseFactors;
        Assert.Equal(Math.Pow(factors.Aggregate(1.0, static (product, factor) => product * factor), 1.0 / 3), run.NoiseFactor!.Value, 1e-14);
        Assert.Contains("in their tests s0 is the level that they learnt", _stored.Page, StringComparison.Ordinal);
    }

    [Fact]
    public void Stages_of_other_networks_keep_their_hashes()
    {
        Assert.Equal(3, RevisionOf("training.noise-schedule=learnt"));
        Assert.Equal(2, RevisionOf("training.noise-schedule=random-per-trial"));
        Assert.Equal(2, RevisionOf());
        Assert.Equal(2, RevisionOf("training.noise-schedule=learnt", "noise.sigma=0"));

        int RevisionOf(params string[] settings)
        {
            var (run, sweep) = (_stored.Planned(settings).Runs[0], _stored.Planned(settings).Spec.Sweep);
            return Enumerable.Range(1, 9).Single(revision => StageHash.Of("sweep", revision, sweep, [run.TrainingHash]) == run.Hash);
        }
    }

    private Experiment Planned(string owner, params string[] settings) => _stored.Planned([$"training.noise-schedule={{kind: learnt, per: {owner}}}", .. settings]);

    private NoiseSweepResult Sweep(Experiment experiment) => _stored.Run(experiment).Runs[0].Sweep!;

    private static TrainingState Trained(PlannedRun run)
    {
        var trainer = new Trainer<float>(run.Spec.Setup, threads: 1);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        return trainer.State;
    }
}
