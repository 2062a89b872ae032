using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>What multiplies, in which order, and how --set and scales change it.</summary>
public sealed class GridTests
{
    [Fact]
    public void Only_the_grid_multiplies()
    {
        // Lists elsewhere are values: levels of the sweep, a level a unit.
        var experiment = SmallExperiment.Of("""
            network: {units: 2}
            noise: {sigma: [.1, .2]}
            sweep: {levels: [0, 1, 2]}
            """);
        var run = Assert.Single(experiment.Runs);
        Assert.Equal([.1, .2], run.Spec.Setup.Noise[0].Sigma);
        Assert.Empty(run.Point.Values);
    }

    [Fact]
    public void The_last_path_varies_fastest() => Assert.Equal(
        ["dt = .1, seed = 1", "dt = .1, seed = 2", "dt = .2, seed = 1", "dt = .2, seed = 2"],
        SmallExperiment.Points(SmallExperiment.Of("grid: {dt: [.1, .2], seed: [1, 2]}")));

    [Fact]
    public void A_range_counts_both_ends()
    {
        var experiment = SmallExperiment.Of("grid: {seed: 1..10}");
        Assert.Equal(Enumerable.Range(1, 10).Select(static k => (ulong)k), experiment.Runs.Select(static run => run.Spec.Setup.Seed));
        Assert.Equal(7UL, Assert.Single(SmallExperiment.Of("grid: {seed: 7..7}").Runs).Spec.Setup.Seed);
    }

    [Fact]
    public void A_value_may_be_a_map_or_a_list()
    {
        var experiment = SmallExperiment.Of("grid: {network.activation: [{kind: leaky-relu}, tanh], sweep.levels: [[0, 1], [0, .5, 1]]}");
        Assert.Equal(
            [(typeof(LeakyRelu), 2), (typeof(LeakyRelu), 3), (typeof(Tanh), 2), (typeof(Tanh), 3)],
            experiment.Runs.Select(static run => (((Ctrnn)run.Spec.Setup.Network).Activation.GetType(), run.Spec.Sweep.Levels.Length)));
        Assert.Equal("network.activation = {kind: leaky-relu}, sweep.levels = [0, 1]", experiment.Runs[0].Point.ToString());
    }

    [Fact]
    public void The_same_run_twice_is_one_run() =>
        Assert.Equal(2, SmallExperiment.Of("grid: {seed: [1, 1, 2], dt: [.1, 0.1]}").Runs.Length);

    [Theory]
    [InlineData("")]
    [InlineData("grid:")]
    [InlineData("grid: {}")]
    public void Without_a_grid_there_is_one_run(string yaml) => Assert.Single(SmallExperiment.Of(yaml).Runs);

    [Fact]
    public void Set_takes_a_path_out_of_the_grid()
    {
        var experiment = SmallExperiment.Of("grid: {dt: [.1, .2], seed: 1..3}", "dt=.5");
        Assert.Equal(["seed = 1", "seed = 2", "seed = 3"], SmallExperiment.Points(experiment));
        Assert.All(experiment.Runs, static run => Assert.Equal(.5, run.Spec.Setup.Dt));
    }

    [Fact]
    public void A_grid_of_absurd_size_is_refused_before_its_values_are_made()
    {
        var axes = string.Concat(Enumerable.Range(0, 50).Select(static k => $"training.k{k}: 1..100000, "));
        Refusal.Of(() => SmallExperiment.Of("grid: {seed: 3..1}"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("'grid' has over 100000 combinations; allowed is up to 100000", Refusal.Of(() => SmallExperiment.Of($"grid: {{{axes}}}")), StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    [Theory]
    [InlineData("noise: {sigma: .1}\ngrid: {noise.sigma: [.1, .2]}", "noise.0.sigma=.5")]
    [InlineData("noise: [{sigma: .1}]\ngrid: {noise.0.sigma: [.1, .2]}", "noise.sigma=.5")]
    [InlineData("noise: {sigma: .1}\ngrid: {noise.sigma: [.1, .2]}", "grid.noise.0.sigma=[.5]")]
    [InlineData("noise: [{sigma: .1}]\narms: {a: {noise.sigma: .2}}", "noise.0.sigma=.5")]
    [InlineData("noise: {sigma: .1}\narms: {a: {noise: {sigma: .2}}}", "noise.0.sigma=.5")]
    [InlineData("noise: {sigma: .1}\nscales: {quick: {noise.0.sigma: .5}}")]
    public void One_source_of_noise_has_one_place_however_its_path_is_written(string yaml, params string[] settings)
    {
        var run = Assert.Single(SmallExperiment.Of(yaml, settings).Runs);
        Assert.Equal([.5], Assert.Single(run.Spec.Setup.Noise).Sigma);
        Assert.Equal(SmallExperiment.Of("noise: {sigma: .5}").Runs[0].Hash, run.Hash);
    }

    [Fact]
    public void A_second_source_is_added_by_its_index() =>
        Assert.Equal([.1, .5], SmallExperiment.Of("noise: {sigma: .1}", "noise.1={placement: outside, sigma: .5}").Spec.Setup.Noise.Select(static source => source.Sigma[0]));

    [Fact]
    public void Set_replaces_an_axis_in_its_place_or_adds_one_behind()
    {
        var experiment = SmallExperiment.Of("grid: {dt: [.1, .2], seed: 1..3}", "grid.dt=[.3]", "grid.network.units=[2, 3]", "grid.seed=4..4");
        Assert.Equal(["dt = .3, seed = 4, network.units = 2", "dt = .3, seed = 4, network.units = 3"], SmallExperiment.Points(experiment));
    }

    [Fact]
    public void Settings_apply_in_their_order() =>
        Assert.Equal(.3, SmallExperiment.Of("", "dt=.2", "dt=.3").Spec.Setup.Dt);

    [Fact]
    public void A_scale_replaces_axes_and_values_and_settings_go_over_it()
    {
        const string Yaml = """
            training: {iterations: 50, batch: 8}
            grid: {dt: [.1, .2], seed: 1..10}
            scales:
              quick: {training.iterations: 5, grid: {seed: 1..2}}
              full:
            """;
        var quick = SmallExperiment.Of(Yaml);
        Assert.Equal(("quick", 4), (quick.Scale, quick.Runs.Length));
        Assert.Equal((5, 8), (quick.Spec.Setup.Training.Iterations, quick.Spec.Setup.Training.Batch));
        var full = SmallExperiment.OfScale("full", Yaml);
        Assert.Equal(("full", 20, 50), (full.Scale, full.Runs.Length, full.Spec.Setup.Training.Iterations));
        Assert.Equal(7, SmallExperiment.Of(Yaml, "training.iterations=7").Spec.Setup.Training.Iterations);
        Assert.Equal(2, SmallExperiment.Of(Yaml, "grid.seed=[3]").Runs.Length);
    }

    [Fact]
    public void A_file_without_scales_stands_as_it_is() => Assert.Equal("", SmallExperiment.Of("dt: .2").Scale);

    [Fact]
    public void What_is_kept_with_the_runs_reads_back_to_the_same_runs()
    {
        using var folder = new TemporaryFolder();
        var experiment = SmallExperiment.Of("grid: {dt: [.1, .2], seed: 1..10}\nscales: {quick: {grid: {seed: 1..2}}}", "network.units=3", "title=\"a: b\"");
        experiment.Save(folder.Path);
        var again = NoisyRnn.Experiments.Experiment.OfFolder(folder.Path);
        Assert.Equal(experiment.Runs.Select(static run => (run.Hash, run.Point.ToString())), again.Runs.Select(static run => (run.Hash, run.Point.ToString())));
        Assert.Equal(("quick", "a: b"), (again.Scale, again.Spec.Title));
    }

    [Theory]
    [InlineData("grid: 3", "x.yaml:2:1: 'grid' must be a map of paths to lists of values")]
    [InlineData("grid: {seed: []}", "x.yaml:2:8: grid.seed is empty; allowed is a list of one value or more")]
    [InlineData("grid: {seed: 5}", "x.yaml:2:8: grid.seed must be a list of values, or a range of whole numbers like 1..10")]
    [InlineData("grid: {seed: 3..1}", "x.yaml:2:14: range 3..1: allowed is first..last with first <= last and at most 100000 values")]
    [InlineData("grid: {seed: 1..2000000}", "x.yaml:2:14: range 1..2000000: allowed is first..last with first <= last and at most 100000 values")]
    [InlineData("grid: {seed: 1..2000, dt: 1..2000}", "x.yaml:2:1: 'grid' has over 100000 combinations; allowed is up to 100000")]
    [InlineData("grid: {rules.min-seeds: [3, 5]}", "x.yaml:2:8: grid.rules.min-seeds: rules is the experiment's and read once for all runs; allowed in a grid is what a network is trained or swept with")]
    [InlineData("hessian: {}\ngrid: {hessian.top: [2, 3]}", "x.yaml: grid: one network is to be analysed in two ways (hessian.top = 2; hessian.top = 3); allowed in a grid is what a network is trained or swept with")]
    [InlineData("noise: [{sigma: .2}, {placement: state, sigma: .1}]\ngrid: {noise.1.sigma: [.05, .1]}", "x.yaml: two networks would stand in one cell under one seed: noise.1.sigma = .05; noise.1.sigma = .1; give them names with arms:")]
    [InlineData("grid: {network.activation: [{kind: leaky-relu, slope: .1}, {kind: leaky-relu, slope: .2}]}", "x.yaml: two networks would stand in one cell under one seed: network.activation = {kind: leaky-relu, slope: .1}; network.activation = {kind: leaky-relu, slope: .2}; give them names with arms:")]
    [InlineData("scales: 3", "x.yaml:2:1: 'scales' must be a map of names to changes")]
    [InlineData("scales: {quick: 3}", "x.yaml:2:10: scale 'quick' must be a map of paths to values")]
    [InlineData("scales: {quick: {grid: 3}}", "x.yaml:2:18: 'grid' must be a map of paths to lists of values")]
    public void A_grid_or_scale_of_another_form_is_refused(string yaml, string expected) =>
        Assert.Equal(expected, Refusal.Of(() => SmallExperiment.Of(yaml)));

    [Theory]
    [InlineData("dt: .1", "--scale ful: x.yaml has no scales")]
    [InlineData("scales: {quick: , full: }", "--scale ful: x.yaml has no such scale; allowed: quick, full")]
    public void An_unknown_scale_is_refused(string yaml, string expected) =>
        Assert.Equal(expected, Refusal.Of(() => SmallExperiment.OfScale("ful", yaml)));
}
