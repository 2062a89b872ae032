using NoisyRnn.Formats;
using NoisyRnn.Tests.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>Anchors, aliases and merge keys: written once, meant often.</summary>
public sealed class YamlAliasTests
{
    [Theory]
    [InlineData("a: &x 1\nb: *x", "a: 1, b: 1")]
    [InlineData("a: &x [1, 2]\nb: {c: *x}", "a: [1, 2], b: {c: [1, 2]}")]
    [InlineData("a: &x 1\nb: &x 2\nc: *x", "a: 1, b: 2, c: 2")]
    [InlineData("a: &x\nb: *x", "a: null, b: null")]
    [InlineData("&k a: 1\nb: *k", "a: 1, b: a")]
    [InlineData("a: &t {b: 1, c: 2}\nd: {<<: *t, c: 3}", "a: {b: 1, c: 2}, d: {b: 1, c: 3}")]
    [InlineData("a: &t {b: 1, c: 2}\nd: {c: 3, <<: *t}", "a: {b: 1, c: 2}, d: {c: 3, b: 1}")]
    [InlineData("a: &t {b: 1}\nd: &u {b: 2, c: 2}\ne: {<<: [*t, *u], f: 3}", "a: {b: 1}, d: {b: 2, c: 2}, e: {b: 1, c: 2, f: 3}")]
    [InlineData("a: &t {b: 1}\nd: &u {<<: *t, c: 2}\ne: {<<: *u}", "a: {b: 1}, d: {b: 1, c: 2}, e: {b: 1, c: 2}")]
    [InlineData("d: {<<: {b: 1}, c: 2}", "d: {b: 1, c: 2}")]
    [InlineData("d: {\"<<\": 1}", "d: {\"<<\": 1}")]
    public void What_an_alias_stands_for_is_read_in_its_place(string yaml, string expected) =>
        Assert.Equal($"{{{expected}}}", YamlText.InOneLine(YamlTree.Parse(yaml, "x.yaml")));

    [Theory]
    [InlineData("a: &train 1\nb: *trian", "x.yaml:2:4: alias '*trian' has no anchor '&trian' before it; did you mean '*train'? write the anchor in front of the value that is meant, or quote the alias if it is text")]
    [InlineData("a: *x\nb: &x 1", "x.yaml:1:4: alias '*x' has no anchor '&x' before it; ")]
    [InlineData("a: &x [*x]", "x.yaml:1:8: alias '*x' has no anchor '&x' before it; ")]
    [InlineData("title: *important*", "x.yaml:1:8: alias '*important*' has no anchor ")]
    [InlineData("a: &x 1\nb: {<<: *x}", "x.yaml:2:5: '<<' takes a map or a list of maps, as in <<: *name; '1' is none")]
    [InlineData("a: &x {b: 1}\nc: {<<: [*x, 2]}", "x.yaml:2:5: '<<' takes a map or a list of maps, as in <<: *name; '2' is none")]
    [InlineData("c: {<<: }", "x.yaml:1:5: '<<' takes a map or a list of maps, as in <<: *name; an empty value is none")]
    [InlineData("a: &x {b: 1}\nc: {<<: *x, <<: *x}", "x.yaml:2:13: key '<<' stands twice in one map; write one with a list: <<: [*a, *b]")]
    [InlineData("a: &x {b: 1}\nc: {<<: *x, b: 2, b: 3}", "x.yaml:2:19: key 'b' stands twice in one map, first in line 2, again in line 2; keep one")]
    public void What_an_alias_cannot_mean_is_refused_with_its_place(string yaml, string expected) =>
        Assert.StartsWith(expected, Refusal.Of(() => YamlTree.Parse(yaml, "x.yaml")), StringComparison.Ordinal);

    [Fact]
    public void An_experiment_shares_settings_among_training_arms_grid_and_scales()
    {
        var experiment = SmallExperiment.Of("""
            x-training: &t {iterations: 20, batch: 4}
            training: {<<: *t, batch: 8}
            arms:
              a: &a {network.units: 3, training: *t}
              b: {<<: *a, network.units: 4}
            grid: &g {seed: [1, 2]}
            scales:
              quick: {grid: {<<: *g, dt: [.1, .2]}}
            """);
        Assert.Equal(8, experiment.Runs.Length);
        Assert.All(experiment.Runs, static run => Assert.Equal((20, 4), (run.Spec.Setup.Training.Iterations, run.Spec.Setup.Training.Batch)));
        Assert.Equal(8, SmallExperiment.Of("x-t: &t {batch: 4}\ntraining: {<<: *t, batch: 8}").Spec.Setup.Training.Batch);
    }

    [Fact]
    public void What_is_kept_has_the_values_and_no_aliases()
    {
        var experiment = SmallExperiment.Of("training: &t {batch: 4}\narms: {a: {training: {<<: *t, iterations: 9}}}");
        Assert.DoesNotContain('*', YamlText.Write(experiment.Tree));
        Assert.Equal(4, experiment.Spec.Setup.Training.Batch);
    }

    [Fact]
    public void A_mistake_behind_an_alias_is_named_where_the_value_stands() => Assert.Equal(
        "x.yaml:2:17: training.batch: -1 is not allowed; a whole number from 1 to 1000000",
        Refusal.Of(() => SmallExperiment.Of("x-t: &t {batch: &b -1}\ntraining: *t").Runs));
}
