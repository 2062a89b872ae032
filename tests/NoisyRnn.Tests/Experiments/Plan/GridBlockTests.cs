using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Blocks of a grid: their union holds what each of them holds, and nothing else.</summary>
public sealed class GridBlockTests
{
    [Fact]
    public void A_union_holds_exactly_the_combinations_of_its_parts() => Check.QuickThrowOnFailure(
        Prop.ForAll(Gen.Choose(0, int.MaxValue - 1).ToArbitrary(), static seed =>
        {
            var random = new Random(seed);
            GridBlock[] blocks = [.. Enumerable.Range(0, random.Next(1, 6)).Select(_ => new GridBlock([Axis("a", random), Axis("b", random), Axis("c", random)]))];
            return blocks.SelectMany(Combinations).ToHashSet().SetEquals(GridBlock.Union(blocks).SelectMany(Combinations));
        }));

    [Theory]
    [InlineData("{seed: 1..3}", "{seed: 4..6}", "seed: 1..6")]
    [InlineData("{seed: 4..6}", "{seed: 1..3}", "seed: 1..6")]
    [InlineData("{seed: 1..3}", "{seed: 2..3}", "seed: 1..3")]
    [InlineData("{seed: [3, 1]}", "{seed: [2]}", "seed: [3, 1, 2]")] // whose order means something keeps it
    [InlineData("{seed: [1, 3]}", "{seed: [5]}", "seed: [1, 3, 5]")]
    [InlineData("{dt: [.1, 0.2]}", "{dt: [1e-1, .15]}", "dt: [.1, .15, 0.2]")]
    [InlineData("{scheme: [heun]}", "{scheme: [milstein, heun]}", "scheme: [milstein, heun]")]
    [InlineData("{dt: [.1], seed: 1..3}", "{seed: 1..3, dt: [.2]}", "dt: [.1, .2]\nseed: 1..3")]
    [InlineData("{dt: [.1], seed: 1..3}", "{seed: 4..6, dt: [.2]}", "- dt: [.1]\n  seed: 1..3\n- dt: [.2]\n  seed: 4..6")]
    [InlineData("{dt: [.1, .2], seed: 1..3}", "{dt: [.2], seed: 2..3}", "dt: [.1, .2]\nseed: 1..3")]
    public void It_is_written_as_one_would_write_it(string first, string second, string expected) =>
        Assert.Equal($"grid:\n  {expected.Replace("\n", "\n  ", StringComparison.Ordinal)}\n", YamlText.Write(Grid.With(Tree("{}"), GridBlock.Union([.. Grid.Blocks(Tree(first)), .. Grid.Blocks(Tree(second))]))).Replace("name: x\n", "", StringComparison.Ordinal));

    [Fact]
    public void What_is_written_reads_back_to_the_same_points()
    {
        var experiment = SmallExperiment.Of("arms: {a: {}, b: {network.units: 3}}\ngrid: [{dt: [.1], seed: 1..2}, {arms: [b], dt: [.05, .02], seed: [3]}]");
        Assert.Equal(
            ["arm = a, dt = .1, seed = 1", "arm = a, dt = .1, seed = 2", "arm = b, dt = .1, seed = 1", "arm = b, dt = .1, seed = 2", "arm = b, dt = .05, seed = 3", "arm = b, dt = .02, seed = 3"],
            SmallExperiment.Points(experiment));
        Assert.Equal(3, SmallExperiment.Of("grid: [{dt: [.1], seed: 1..2}, {dt: [.05], seed: [3]}]", "grid.seed=[7]", "dt=.1", "grid.dt=[.1, .2, .05]").Runs.Length);
    }

    [Theory]
    [InlineData("grid: [3]", "x.yaml:2:1: 'grid' must be a map of paths to lists of values")]
    [InlineData("grid: []", "x.yaml:2:1: 'grid' must be a map of paths to lists of values")]
    [InlineData("grid: [{arms: [a], seed: 1..2}]", "x.yaml:2:15: arms: x.yaml has no arms to select from")]
    [InlineData("arms: {a: {}}\ngrid: [{arms: [b]}]", "x.yaml:3:16: unknown arm 'b'; did you mean 'a'? (allowed: a)")]
    [InlineData("arms: {a: {}}\ngrid: {arms: [a]}", "x.yaml:3:8: grid.arms: arms is the experiment's and read once for all runs; allowed in a grid is what a network is trained or swept with")]
    public void What_is_no_grid_is_told(string yaml, string expected) => Assert.Equal(expected, Refusal.Of(() => SmallExperiment.Of(yaml)));

    private static TreeMap Tree(string grid) => (TreeMap)YamlTree.Parse($"name: x\ngrid: {grid}", "x.yaml");

    private static GridAxis Axis(string path, Random random) => new(
        path, [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(4)).Distinct().Select(static value => (TreeNode)new TreeScalar(value.ToString(CultureInfo.InvariantCulture)))]);

    private static IEnumerable<string> Combinations(GridBlock block) => block.Axes.Aggregate(
        new[] { "" }.AsEnumerable(), static (chosen, axis) => chosen.SelectMany(text => axis.Values.Select(value => $"{text} {axis.Path}={((TreeScalar)value).Text}")));
}
