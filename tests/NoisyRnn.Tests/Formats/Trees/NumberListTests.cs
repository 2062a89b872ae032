using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>One rule for lists of numbers, and one set of words.</summary>
public class NumberListTests
{
    [Theory]
    [InlineData(new[] { 0, .5, 1 })]
    [InlineData(new[] { 3.0 })]
    [InlineData(new double[0], "[]; allowed is one level or more, each once, ascending")]
    [InlineData(new[] { 1.0, 1 }, "[1, 1] is not ascending; allowed is one level or more, each once, ascending")]
    [InlineData(new[] { 1, .5 }, "[1, 0.5] is not ascending; allowed is one level or more, each once, ascending")]
    [InlineData(new[] { 1, double.NaN }, "[1, NaN] is not ascending; allowed is one level or more, each once, ascending")]
    public void Numbers_ascend_unless_another_order_is_allowed(double[] values, params string[] problems) => Says(problems, NumberList.Problems("levels", [.. values]));

    [Theory]
    [InlineData(new[] { 1, .5 })]
    [InlineData(new double[0], "[]; allowed is one loss or more, each once")]
    [InlineData(new[] { 1, .5, 1 }, "[1, 0.5, 1]; allowed is one loss or more, each once")]
    public void In_any_order_each_stands_once(double[] values, params string[] problems) =>
        Says(problems, NumberList.Problems("levels", [.. values], ascending: false, noun: "loss"));

    [Theory]
    [InlineData(0, new double[0])]
    [InlineData(2, new[] { 0.0, 1 })]
    [InlineData(2, new[] { 1.0 }, "[1]; allowed is two levels or more, each once, ascending")]
    [InlineData(0, new[] { 2.0, 1 }, "[2, 1] is not ascending; allowed is each once, ascending")]
    public void As_many_as_are_asked_for(int atLeast, double[] values, params string[] problems) => Says(problems, NumberList.Problems("levels", [.. values], atLeast));

    [Theory]
    [InlineData(new[] { 0, .5, 1 })]
    [InlineData(new[] { .5, 1 }, "[0.5, 1] must hold 0 and 1")]
    [InlineData(new double[0], "[] must hold 0 and 1")]
    [InlineData(new[] { 1.0, 0 }, "[1, 0] is not ascending; allowed is one level or more, each once, ascending")]
    [InlineData(new[] { 1, .5 }, "[1, 0.5] must hold 0 and 1", "[1, 0.5] is not ascending; allowed is one level or more, each once, ascending")]
    public void Those_that_are_needed_are_named(double[] values, params string[] problems) => Says(problems, NumberList.Problems("levels", [.. values], holding: [0, 1]));

    private static void Says(string[] problems, IEnumerable<(string Key, string Problem)> found) => Assert.Equal(problems.Select(static problem => ("levels", problem)), found);
}
