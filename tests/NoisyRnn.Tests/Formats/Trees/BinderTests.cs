using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class BinderTests
{
    private static SampleSpec Bind(string yaml) => Binder.Bind<SampleSpec>(YamlTree.Parse(yaml, "x.yaml"));

    private static string[] Errors(string yaml) => Refusal.Of(() => Bind(yaml)).Split('\n');

    [Fact]
    public void What_is_not_written_keeps_its_default()
    {
        SampleSpec spec = Bind("title: t");
        Assert.Equal(3, spec.Seeds);
        Assert.Equal([0, .5, 1], spec.Levels);
        Assert.Equal(.003, spec.Training.Optimizer.Rate);
        Assert.IsType<SampleSine>(Assert.Single(spec.Shapes));
    }

    [Fact]
    public void The_keys_of_an_inlined_record_stand_among_those_of_its_holder()
    {
        var spec = Bind("title: t\nunit: s\nother-optimizer: {kind: adam, rate: .5}");
        Assert.Equal(new SampleInlined { Unit = "s", OtherOptimizer = new SampleAdam { Rate = .5 } }, spec.Inlined);
        // Each spec has its own.
        Assert.Equal(new SampleInlined(), Bind("title: t").Inlined);
        Assert.Contains("'unitt'", Assert.Single(Errors("title: t\nunitt: s")), StringComparison.Ordinal);
        Assert.Contains("unknown key 'inlined'", Assert.Single(Errors("title: t\ninlined: {unit: s}")), StringComparison.Ordinal);
        Assert.Equal("""{"title":"t","unit":"s"}""", CanonicalJson.Write(Bind("title: t\nunit: s")));
    }

    [Fact]
    public void Every_type_is_read()
    {
        SampleSpec spec = Bind("""
            title: 1.0
            seeds: +2
            seed: 18446744073709551615
            offset: -9223372036854775808
            keep-models: true
            levels: [.1, 1e-3, +1, -0]
            scale: sqrt-2-over-alpha
            other-scale: per-step
            share: null
            comment: 'null'
            training: {iterations: 1e3, optimizer: {kind: sgd, momentum: .5}}
            shapes: [sine, {kind: polynomial, coefficients: 2}]
            names: [a, "b c", 3]
            grid: {training.iterations: [1, 2]}
            """);
        Assert.Equal(("1.0", 2, ulong.MaxValue, long.MinValue, true), (spec.Title, spec.Seeds, spec.Seed, spec.Offset, spec.KeepModels));
        Assert.Equal([.1, .001, 1, 0], spec.Levels);
        Assert.Equal((SampleScale.Sqrt2OverAlpha, SampleScale.PerStep, null), (spec.Scale, spec.OtherScale!.Value, spec.Share));
        Assert.Equal("null", spec.Comment);
        Assert.Equal(1000, spec.Training.Iterations);
        Assert.Equal(new SampleSgd { Momentum = .5 }, spec.Training.Optimizer);
        Assert.Equal([2], Assert.IsType<SamplePolynomial>(spec.Shapes[1]).Coefficients);
        Assert.Equal(["a", "b c", "3"], spec.Names);
        Assert.Equal("2", Assert.IsType<TreeScalar>(spec.Grid.Find("training.iterations")!.Value.Get("1")).Text);
    }

    [Fact]
    public void One_value_stands_for_a_list_of_one()
    {
        Assert.Equal([.5], Bind("{title: t, levels: .5}").Levels);
        Assert.Equal(2, Assert.IsType<SampleSine>(Assert.Single(Bind("{title: t, shapes: {kind: sine, frequency: 2}}").Shapes)).Frequency);
        Assert.IsType<SampleSine>(Assert.Single(Bind("{title: t, shapes: sine}").Shapes));
    }

    [Fact]
    public void A_nested_record_starts_from_the_default_of_its_property()
    {
        var byKey = Assert.IsType<SampleAdam>(Bind("{title: t, training: {optimizer: {beta1: .8}}}").Training.Optimizer);
        Assert.Equal((.003, .8), (byKey.Rate, byKey.Beta1));
        Assert.Equal(.003, Bind("{title: t, training: {optimizer: adam}}").Training.Optimizer.Rate);
        // Another kind starts from its own defaults.
        Assert.Equal(.001, Bind("{title: t, training: {optimizer: sgd}}").Training.Optimizer.Rate);
    }

    [Theory]
    [InlineData("seeds: 0", "x.yaml:2:8: seeds: 0 is not allowed; a whole number of at least 1")]
    [InlineData("seeds: 2.5", "x.yaml:2:8: seeds: 2.5 is not allowed; a whole number of at least 1")]
    [InlineData("seeds: many", "x.yaml:2:8: seeds: 'many' is not allowed; a whole number of at least 1")]
    [InlineData("seeds: 3000000000", "x.yaml:2:8: seeds: 3000000000 is not allowed; a whole number of at least 1, of at most 2147483647 in size")]
    [InlineData("seeds: 1e999999999", "x.yaml:2:8: seeds: '1e999999999' is not allowed; a whole number of at least 1")]
    [InlineData("seeds: \"3\"", "x.yaml:2:8: seeds: the text \"3\" is not allowed; a whole number of at least 1, without quotes")]
    [InlineData("seeds:", "x.yaml:2:7: seeds: the value is missing; a whole number of at least 1")]
    [InlineData("seeds: [1]", "x.yaml:2:8: seeds: a list is not allowed; a whole number of at least 1; several are run in turn by grid: {seeds: [1]}")]
    [InlineData("seed: -1", "x.yaml:2:7: seed: -1 is not allowed; a whole number of at least 0, of at most 18446744073709551615 in size")]
    [InlineData("levels: [0, -1]", "x.yaml:2:13: levels.1: -1 is not allowed; a number of at least 0")]
    [InlineData("levels: -1", "x.yaml:2:9: levels: -1 is not allowed; a number of at least 0")]
    [InlineData("levels: .inf", "x.yaml:2:9: levels: '.inf' is not allowed; a number of at least 0 (finite)")]
    [InlineData("levels: Infinity", "x.yaml:2:9: levels: 'Infinity' is not allowed; a number of at least 0 (finite)")]
    [InlineData("levels: nan", "x.yaml:2:9: levels: 'nan' is not allowed; a number of at least 0 (finite)")]
    [InlineData("levels: 1e999", "x.yaml:2:9: levels: '1e999' is not allowed; a number of at least 0 (finite)")]
    [InlineData("levels: 1_000", "x.yaml:2:9: levels: '1_000' is not allowed; a number of at least 0 (finite)")]
    [InlineData("levels: {a: 1}", "x.yaml:2:9: levels: a map is not allowed; a number of at least 0")]
    [InlineData("share: 0", "x.yaml:2:8: share: 0 is not allowed; a number above 0 and at most 1")]
    [InlineData("keep-models: yes", "x.yaml:2:14: keep-models: 'yes' is not allowed; true or false")]
    [InlineData("scale: per-stpe", "x.yaml:2:8: scale: unknown value 'per-stpe'; did you mean 'per-step'? (allowed: per-step, sqrt-dt, sqrt-2-over-alpha)")]
    [InlineData("scale: 1", "x.yaml:2:8: scale: unknown value '1'; (allowed: per-step, sqrt-dt, sqrt-2-over-alpha)")]
    [InlineData("shapes: []", "x.yaml:2:9: shapes: a list of 0 is not allowed; at least 1: a list, each a kind, one of: sine, polynomial")]
    [InlineData("shapes: sien", "x.yaml:2:9: shapes: unknown kind 'sien'; did you mean 'sine'? (allowed: sine, polynomial)")]
    [InlineData("shapes: [{frequency: 2}]", "x.yaml:2:10: shapes.0: key 'kind' is missing; a kind, one of: sine, polynomial")]
    [InlineData("shapes: [{kind: [sine]}]", "x.yaml:2:17: shapes.0: a list is not allowed; a kind, one of: sine, polynomial; several are run in turn by grid: {shapes.0: [sine]}")]
    [InlineData("shapes: polynomial", "x.yaml:2:9: shapes.coefficients: missing; a list, each a number")]
    [InlineData("grid: 3", "x.yaml:2:7: grid: '3' is not allowed; a map")]
    [InlineData("training: fast", "x.yaml:2:11: training: 'fast' is not allowed; a map with keys iterations, optimizer")]
    [InlineData("training: {iteratoins: 5}", "x.yaml:2:12: unknown key 'iteratoins' in 'training'; did you mean 'iterations'? (allowed: iterations, optimizer)")]
    [InlineData("training: {optimizer: {rate: -1}}", "x.yaml:2:30: training.optimizer.rate: -1 is not allowed; a number above 0")]
    [InlineData("training: {optimizer: {beta1: 1}}", "x.yaml:2:31: training.optimizer.beta1: 1 is not allowed; a number of at least 0 and below 1")]
    [InlineData("training: {iterations: 400}", "x.yaml:2:24: training.iterations: 400 is not allowed; a multiple of seeds, 3")]
    public void An_error_names_file_line_column_key_value_and_what_is_allowed(string line, string expected) =>
        Assert.Equal([expected], Errors($"title: t\n{line}"));

    [Fact]
    public void A_missing_key_is_named() => Assert.Equal(["x.yaml:1:1: title: missing; text"], Errors("seeds: 3"));

    [Fact]
    public void An_empty_file_is_refused() => Assert.StartsWith("x.yaml:1:1: the value is missing; a map with keys title, ", Errors("")[0]);

    [Fact]
    public void All_errors_are_told_in_the_order_of_the_file()
    {
        string[] errors = Errors("seeds: 0\nlevel: 3\ntraining:\n  iterations: x\n  optimizer: adma\n");
        Assert.Equal(
            ["x.yaml:1:1: title:", "x.yaml:1:8: seeds:", "x.yaml:2:1: unknown key 'level'; did you mean 'levels'?",
                "x.yaml:4:15: training.iterations:", "x.yaml:5:14: training.optimizer: unknown kind 'adma'; did you mean 'adam'?"],
            errors, (start, error) => error.StartsWith(start, StringComparison.Ordinal));
    }

    [Fact]
    public void Ten_thousand_errors_do_not_make_ten_thousand_lines()
    {
        string[] errors = Errors($"title: t\nlevels: [{string.Join(',', Enumerable.Repeat("-1", 10_000))}]");
        Assert.Equal(101, errors.Length);
        Assert.Equal("... and 9900 more", errors[^1]);
    }

    [Fact]
    public void A_value_of_the_command_line_is_named_by_its_option()
    {
        TreeNode tree = Assignment.Parse("training.iterations=-5").Apply(YamlTree.Parse("title: t", "x.yaml"));
        Assert.Equal(
            "--set training.iterations: training.iterations: -5 is not allowed; a whole number from 1 to 1000000",
            Refusal.Of(() => Binder.Bind<SampleSpec>(tree)));
    }

    [Fact]
    public void Json_is_bound_like_yaml() =>
        Assert.Equal(.25, Binder.Bind<SampleSpec>(JsonTree.Parse("""{"title": "t", "share": 0.25}""", "x.json")).Share);

    [Fact]
    public void A_leaf_may_be_asked_for_by_its_own_type()
    {
        Assert.Equal(2, Binder.Bind<SampleSine>(YamlTree.Parse("{kind: sine, frequency: 2}", "x.yaml")).Frequency);
        Assert.Contains("unknown kind 'polynomial'", Refusal.Of(() => Binder.Bind<SampleSine>(YamlTree.Parse("polynomial", "x.yaml"))));
    }
}
