using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class TreeNodeTests
{
    private static readonly TreeNode Tree = YamlTree.Parse("task: sine\nnoise:\n- sigma: 0.1\n- {sigma: 0.2}\n", "x.yaml");

    [Theory]
    [InlineData("noise.0.sigma", "{task: sine, noise: [{sigma: 5}, {sigma: 0.2}]}")]
    [InlineData("noise.2.sigma", "{task: sine, noise: [{sigma: 0.1}, {sigma: 0.2}, {sigma: 5}]}")]
    [InlineData("dt.0", "{task: sine, noise: [{sigma: 0.1}, {sigma: 0.2}], dt: [5]}")]
    [InlineData("task", "{task: 5, noise: [{sigma: 0.1}, {sigma: 0.2}]}")]
    [InlineData("training.optimizer.rate", "{task: sine, noise: [{sigma: 0.1}, {sigma: 0.2}], training: {optimizer: {rate: 5}}}")]
    public void Set_replaces_or_adds_and_leaves_the_old_tree_as_it_was(string path, string expected)
    {
        string before = YamlText.InOneLine(Tree);
        TreeNode edited = Tree.Set(path, YamlTree.ParseValue("5", "--set"));
        Assert.Equal(expected, YamlText.InOneLine(edited));
        Assert.Equal("5", Assert.IsType<TreeScalar>(edited.Get(path)).Text);
        Assert.Equal(before, YamlText.InOneLine(Tree));
    }

    [Theory]
    [InlineData("task.kind", "x.yaml:1:7: path 'task.kind': 'task' is 'sine', which has no keys; to give it 'kind', write it as a map")]
    [InlineData("noise.sigma", "x.yaml:3:1: path 'noise.sigma': 'noise' is a list of 2; 'sigma' must be an index from 0 to 2")]
    [InlineData("noise.3.sigma", "'3' must be an index from 0 to 2")]
    [InlineData("noise.-1.sigma", "'-1' must be an index from 0 to 2")]
    [InlineData("a..b", "'a..b' is not a path")]
    [InlineData(".a", "'.a' is not a path")]
    public void A_path_that_does_not_fit_is_refused(string path, string expected) =>
        Assert.Contains(expected, Refusal.Of(() => Tree.Set(path, new TreeScalar("5"))));

    [Theory]
    [InlineData("noise: {sigma: 1, place: in}", "noise.0.sigma", "noise: [{sigma: 5, place: in}]")]
    [InlineData("noise: [{sigma: 1, place: in}]", "noise.sigma", "noise: [{sigma: 5, place: in}]")]
    [InlineData("noise: {sigma: 1}", "noise.1.sigma", "noise: [{sigma: 1}, {sigma: 5}]")]
    [InlineData("levels: 1", "levels.0", "levels: [5]")]
    [InlineData("levels: 1", "levels.1", "levels: [1, 5]")]
    [InlineData("noise:", "noise.0.sigma", "noise: [{sigma: 5}]")]
    [InlineData("a: 1", "noise.0.sigma", "a: 1, noise: [{sigma: 5}]")]
    [InlineData("arms: {0: {dt: 1}}", "arms.0.dt", "arms: {\"0\": {dt: 5}}")]
    public void What_stands_alone_is_a_list_of_one(string yaml, string path, string expected)
    {
        TreeNode edited = YamlTree.Parse(yaml, "x.yaml").Set(path, new TreeScalar("5"));
        Assert.Equal($"{{{expected}}}", YamlText.InOneLine(edited));
        Assert.Equal("5", Assert.IsType<TreeScalar>(edited.Get(path)).Text);
    }

    [Theory]
    [InlineData("noise: {sigma: 1}", "noise.0.sigma", "noise.sigma")]
    [InlineData("noise: [{sigma: 1}]", "noise.0.sigma", "noise.sigma")]
    [InlineData("noise: [{sigma: [1]}]", "noise.0.sigma.0", "noise.sigma")]
    [InlineData("noise: [{sigma: 1}, {sigma: 2}]", "noise.0.sigma", "noise.0.sigma")]
    [InlineData("noise: {sigma: 1}", "noise.1.sigma", "noise.1.sigma")]
    [InlineData("a: 1", "noise.0.sigma", "noise.sigma")]
    public void The_shortest_path_leaves_out_what_has_no_choice(string yaml, string path, string expected) =>
        Assert.Equal(expected, TreePath.Shortest(YamlTree.Parse(yaml, "x.yaml"), path));

    [Theory]
    [InlineData("noise: {sigma: 1}", "noise.sigma", 1, 16)]
    [InlineData("noise: {sigma: 1}", "noise.0.sigma", 1, 16)]
    [InlineData("noise: [{sigma: 1}]", "noise.sigma", 1, 17)]
    [InlineData("noise: [{sigma: 1}, {sigma: [1, 2]}]", "noise.1.sigma.1", 1, 33)]
    [InlineData("noise: {sigma: 1}", "noise.scale", 1, 8)]
    [InlineData("network: ctrnn", "network.units", 1, 10)]
    [InlineData("a: 1\nb: 2", "c", 1, 1)]
    [InlineData("a: 1\nb: 2", "no path at all", 1, 1)]
    public void What_was_not_written_is_placed_where_its_path_ends(string yaml, string path, int line, int column)
    {
        var nearest = TreePath.Nearest(YamlTree.Parse(yaml, "x.yaml"), path);
        Assert.Equal((line, column), (nearest.Line, nearest.Column));
    }

    [Theory]
    [InlineData(100_000)]
    [InlineData(33)]
    public void A_path_of_too_many_keys_is_refused_shortly(int keys)
    {
        string path = string.Join('.', Enumerable.Repeat("a", keys)), message = Refusal.Of(() => Tree.Set(path, new TreeScalar("5")));
        Assert.Contains($"({path.Length} characters) is not a path; allowed are up to 32 keys joined by dots", message);
        Assert.True(message.Length < 200, message);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("nothing.below")]
    [InlineData("noise.2")]
    [InlineData("noise.2.sigma")]
    public void Get_gives_null_for_what_is_absent(string path) => Assert.Null(Tree.Get(path));

    [Fact]
    public void Get_through_a_scalar_is_refused() => Assert.Contains("has no keys", Refusal.Of(() => Tree.Get("task.kind")));

    [Theory]
    [InlineData("noise=[.1,.3]", "noise", "[.1, .3]")]
    [InlineData("noise.0.place = inside", "noise.0.place", "inside")]
    [InlineData("a=b=c", "a", "b=c")]
    public void An_assignment_is_a_path_and_a_yaml_value(string text, string path, string value)
    {
        Assignment assignment = Assignment.Parse(text);
        Assert.Equal((path, value), (assignment.Path, YamlText.InOneLine(assignment.Value)));
        Assert.Equal(value, YamlText.InOneLine(assignment.Apply(Tree).Get(path)!));
    }

    [Theory]
    [InlineData("noise", "--set: 'noise' is not allowed; write path=value")]
    [InlineData("=3", "--set: '=3' is not allowed; write path=value")]
    [InlineData("noise=[1", "--set noise: not YAML in a value: ")]
    public void A_faulty_assignment_is_refused(string text, string expected) =>
        Assert.StartsWith(expected, Refusal.Of(() => Assignment.Parse(text)));
}
