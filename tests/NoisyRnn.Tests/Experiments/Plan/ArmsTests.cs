using NoisyRnn.Experiments;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Named sets of changes: what an arm is run with, who wins, how arms are chosen, and what they are called.</summary>
public sealed class ArmsTests
{
    private const string Yaml = """
        network: {units: 4}
        training: {batch: 8, iterations: 50}
        arms:
          plain:
          small noise: {dt: .05, network: {activation: tanh, units: 8}, noise: [{placement: state, sigma: .02}], training.optimizer.rate: .003}
          large.noise: {network.activation: tanh, noise: {sigma: .5}}
        grid: {seed: 1..2}
        """;

    [Fact]
    public void Every_arm_is_run_with_the_whole_grid_and_varies_slowest() => Assert.Equal(
        ["arm = plain, seed = 1", "arm = plain, seed = 2", "arm = small noise, seed = 1", "arm = small noise, seed = 2", "arm = large.noise, seed = 1", "arm = large.noise, seed = 2"],
        SmallExperiment.Points(SmallExperiment.Of(Yaml)));

    [Fact]
    public void Without_a_grid_an_arm_is_one_run() =>
        Assert.Equal(["arm = a", "arm = b"], SmallExperiment.Points(SmallExperiment.Of("arms: {a: {dt: .1}, b: {dt: .2}}")));

    [Fact]
    public void A_change_sets_its_path_and_leaves_the_rest_of_the_file()
    {
        var spec = Arm(SmallExperiment.Of(Yaml), "small noise").Spec;
        Assert.Equal((.05, .003, 8, 50), (spec.Setup.Dt, spec.Setup.Training.Optimizer.Rate, spec.Setup.Training.Batch, spec.Setup.Training.Iterations));
        Assert.Equal((Placement.State, .02), (spec.Setup.Noise[0].Placement, spec.Setup.Noise[0].Sigma[0]));
        var dotted = Arm(SmallExperiment.Of(Yaml), "large.noise").Spec;
        Assert.Equal((4, typeof(Tanh)), (dotted.Setup.Network.Units, ((Ctrnn)dotted.Setup.Network).Activation.GetType()));
        Assert.Equal(.1, dotted.Setup.Dt);
    }

    [Fact]
    public void A_map_replaces_what_stands_at_its_path_as_in_scales_and_settings()
    {
        const string Map = "training: {iterations: 5}";
        var arm = Assert.Single(SmallExperiment.Of($"training: {{batch: 8}}\narms: {{a: {{{Map}}}}}").Runs);
        var scale = Assert.Single(SmallExperiment.Of($"training: {{batch: 8}}\nscales: {{quick: {{{Map}}}}}").Runs);
        var setting = Assert.Single(SmallExperiment.Of("training: {batch: 8}", "training={iterations: 5}").Runs);
        Assert.Equal((5, new NoisyRnn.Training.TrainingSpec().Batch), (arm.Spec.Setup.Training.Iterations, arm.Spec.Setup.Training.Batch));
        Assert.Equal([arm.Hash, arm.Hash], [scale.Hash, setting.Hash]);
    }

    [Fact]
    public void The_grid_goes_over_the_arms()
    {
        var runs = SmallExperiment.Of("arms: {a: {network: {activation: tanh, units: 8}}}\ngrid: {network.units: [2, 3]}").Runs;
        Assert.Equal([(2, "tanh"), (3, "tanh")], runs.Select(static run => (run.Spec.Setup.Network.Units, run.Spec.Setup.Network.Label)));
    }

    [Fact]
    public void A_run_is_the_same_however_it_was_asked_for()
    {
        var run = Arm(SmallExperiment.Of(Yaml), "small noise");
        var alone = Assert.Single(SmallExperiment.Of("""
            network: {activation: tanh, units: 8}
            dt: .05
            noise: {placement: state, sigma: .02}
            training: {batch: 8, iterations: 50, optimizer: {rate: .003}}
            """).Runs);
        Assert.Equal((alone.Hash, alone.TrainingHash, alone.ResolvedSpec), (run.Hash, run.TrainingHash, run.ResolvedSpec));
    }

    [Fact]
    public void A_run_is_labelled_by_its_arm_and_by_what_else_the_grid_varies()
    {
        Assert.Equal(["plain", "small noise", "large.noise"], SmallExperiment.Of(Yaml).Runs.Select(static run => run.Arm.Name).Distinct());
        var varied = SmallExperiment.Of(Yaml, "grid.network.activation=[relu, softplus]", "grid.noise.0.sigma=[.1]", "grid.dt=[.2]", "arms=[small noise]");
        Assert.Equal(
            ["small noise, activation = relu, dt = .2", "small noise, activation = softplus, dt = .2"],
            varied.Runs.Select(static run => run.Arm.Name).Distinct());
        Assert.Equal("relu", Assert.Single(SmallExperiment.Of("").Runs).Arm.Name);
    }

    [Theory]
    [InlineData("network.units=3", 3, 3, 3)]
    [InlineData("network={units: 5}", 5, 5, 5)]
    [InlineData("arms.small noise.network.units=6", 4, 6, 4)]
    [InlineData("arms.large.noise.network.units=6", 4, 8, 6)]
    [InlineData("arms.plain.network={units: 6}", 6, 8, 4)]
    [InlineData("arms.plain={network.units: 6}", 6, 8, 4)]
    public void What_the_user_sets_goes_over_the_arms(string setting, params int[] units)
    {
        var experiment = SmallExperiment.Of(Yaml, setting);
        Assert.Equal(units, experiment.Runs.Where(static run => run.Spec.Setup.Seed == 1).Select(static run => run.Spec.Setup.Network.Units));
        // Only that: what the arm says beside it stays.
        Assert.Equal(setting.StartsWith("network=", StringComparison.Ordinal) ? "relu" : "tanh", Arm(experiment, "small noise").Spec.Setup.Network.Label);
    }

    [Fact]
    public void A_set_value_fixes_what_stands_below_it_too()
    {
        var experiment = SmallExperiment.Of(Yaml, "training={batch: 3}", "noise=[]", "arms=[plain, small noise]");
        Assert.All(experiment.Runs, static run => Assert.Equal((3, .001), (run.Spec.Setup.Training.Batch, run.Spec.Setup.Training.Optimizer.Rate)));
        Assert.All(experiment.Runs, static run => Assert.Empty(run.Spec.Setup.Noise));
    }

    [Fact]
    public void A_scale_goes_over_grid_and_arms_as_a_setting_does()
    {
        var experiment = SmallExperiment.Of($"{Yaml}\nscales: {{quick: {{network.units: 2, dt: .02, seed: 7, arms.plain.dt: .03}}}}");
        Assert.Equal(
            [("plain", 2, .03), ("small noise", 2, .02), ("large.noise", 2, .02)],
            experiment.Runs.Select(static run => (run.Arm.Name, run.Spec.Setup.Network.Units, run.Spec.Setup.Dt)));
        Assert.All(experiment.Runs, static run => Assert.Equal(7UL, run.Spec.Setup.Seed));
    }

    [Theory]
    [InlineData("arms=[large.noise, plain]", "large.noise", "plain")]
    [InlineData("arms=plain", "plain")]
    [InlineData("arms=[plain, plain]", "plain")]
    [InlineData("arms={other: {dt: .2}}", "other")]
    [InlineData("arms.other={dt: .2}", "plain", "small noise", "large.noise", "other")]
    public void A_name_or_a_list_of_names_selects_and_a_map_replaces(string setting, params string[] expected) =>
        Assert.Equal(expected, SmallExperiment.Of(Yaml, setting).Runs.Select(static run => run.Arm.Name).Distinct());

    [Fact]
    public void A_selection_is_one_of_all_arms_whatever_the_scale_selected()
    {
        const string Scaled = Yaml + "\nscales: {quick: {arms: [plain]}, full: }";
        Assert.Equal(["plain"], SmallExperiment.Of(Scaled).Runs.Select(static run => run.Arm.Name).Distinct());
        Assert.Equal(["large.noise"], SmallExperiment.Of(Scaled, "arms=[large.noise]").Runs.Select(static run => run.Arm.Name).Distinct());
        Assert.Equal(6, SmallExperiment.OfScale("full", Scaled).Runs.Length);
        // Nulling the arms leaves the file itself.
        Assert.Equal(["seed = 1", "seed = 2"], SmallExperiment.Points(SmallExperiment.Of(Scaled, "arms=null")));
    }

    [Fact]
    public void What_is_kept_with_the_runs_reads_back_to_the_same_runs()
    {
        using var folder = new TemporaryFolder();
        var experiment = SmallExperiment.Of(Yaml, "arms=[large.noise, small noise]", "network.units=3");
        experiment.Save(folder.Path);
        var again = Experiment.OfFolder(folder.Path);
        Assert.Equal(experiment.Runs.Select(static run => (run.Hash, run.Arm)), again.Runs.Select(static run => (run.Hash, run.Arm)));
    }

    [Theory]
    [InlineData("arms: 3", "x.yaml:2:1: 'arms' must be a map of names to changes")]
    [InlineData("arms: {a: 3}", "x.yaml:2:8: arm 'a' must be a map of paths to values")]
    [InlineData("arms: {a: {network.unit: 3}}", "x.yaml:2:26: unknown key 'unit' in 'network'; did you mean 'units'? (allowed: kind, ")]
    [InlineData("arms: {a: {trainig: {batch: 3}}}", "x.yaml:2:21: unknown key 'trainig'; did you mean 'training'? (allowed: format, ")]
    [InlineData("arms: {a: {training: {bach: 3}}}", "x.yaml:2:23: unknown key 'bach' in 'training'; did you mean 'batch'? (allowed: ")]
    [InlineData("arms: {a: {dt: .1}, b: {dt: -1}}", "x.yaml:2:29: dt: -1 is not allowed; a number above 0")]
    [InlineData("arms: {a: {grid: {seed: 1..3}}}", "x.yaml:2:12: 'grid' cannot differ between arms, as in arm 'a'; allowed: task, network, ")]
    [InlineData("arms: {a: {rules.min-seeds: 3}}", "x.yaml:2:12: 'rules.min-seeds' cannot differ between arms, as in arm 'a'; allowed: task, network, ")]
    [InlineData("arms: {a: {dt: .1}, b: {dt: 0.10}}", "x.yaml: arms: 'a' and 'b' are the same run (arm = a); leave one out, or let them differ in what a run reads")]
    [InlineData("arms: {a: , a: }", "x.yaml:2:13: key 'a' stands twice in one map, first in line 2, again in line 2; keep one")]
    [InlineData("scales: {quick: {arms: [a]}}", "x.yaml:2:24: arms: x.yaml has no arms to select from")]
    [InlineData("arms: {lipschitz: }\nscales: {quick: {arms: [lipshitz]}}", "x.yaml:3:25: unknown arm 'lipshitz'; did you mean 'lipschitz'? (allowed: lipschitz)")]
    public void Arms_of_another_form_are_refused(string yaml, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Refusal.Of(() => SmallExperiment.Of(yaml)).Split('\n')), StringComparison.Ordinal);

    [Theory]
    [InlineData("arms=[plan]", "--set arms: unknown arm 'plan'; did you mean 'plain'? (allowed: plain, small noise, large.noise)")]
    [InlineData("arms=[]", "--set arms: arms is empty; allowed is one of these or more: plain, small noise, large.noise")]
    [InlineData("arms=[[plain]]", "--set arms: arms: a list is not allowed; the names of arms")]
    [InlineData("arms.plan.dt=.1", "--set arms.plan.dt: unknown arm 'plan'; did you mean 'plain'? (allowed: plain, small noise, large.noise)")]
    [InlineData("arms.plain.unit=3", "--set arms.plain.unit: unknown key 'unit'; (allowed: format, ")]
    [InlineData("noise.2.sigma=3", "x.yaml:6:72: path 'noise.2.sigma': 'noise' is a list of 1; '2' must be an index from 0 to 1 (the last adds an item)")]
    [InlineData("arms={plain: {network: tanh}}", "--set arms: network: unknown kind 'tanh'; ")]
    public void A_setting_that_fits_no_arm_is_refused(string setting, string expected) =>
        Assert.StartsWith(expected, Assert.Single(Refusal.Of(() => SmallExperiment.Of(Yaml, setting)).Split('\n')), StringComparison.Ordinal);

    private static PlannedRun Arm(Experiment experiment, string name) => experiment.Runs.First(run => run.Point.Arm == name);
}
