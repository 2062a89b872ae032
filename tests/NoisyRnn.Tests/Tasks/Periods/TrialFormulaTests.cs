using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class TrialFormulaTests
{
    private static readonly string[] Names = ["x", "y_2", "a"];

    [Theory]
    [InlineData("x", 3)]
    [InlineData("sign(y_2) * a", -0.5)]
    [InlineData("floor(a * x) + floor(y_2 / 3)", 0)]
    [InlineData("(x > y_2) + (x <= 3) + (x < 3) + (x >= 4) + (x == 3) + (x != 3)", 3)]
    [InlineData("(1 - (x == 3)) * 7 + (x == 3) * y_2", -2)]
    [InlineData("-x^2 + y_2^3", -17)]
    [InlineData("max(x, y_2, a) - min(x, y_2) + abs(y_2)", 7)]
    [InlineData("2^0.5 * 2^a", 2)]
    [InlineData("log(e^a) + 0 * pi", 0.5)]
    public void A_formula_of_variables_has_their_value(string text, double expected) =>
        Assert.Equal(expected, new TrialFormula(text, Names).Of([3, -2, 0.5]), 1e-14);

    [Fact]
    public void A_formula_of_none_is_a_constant()
    {
        Assert.Equal(-3, new TrialFormula("-3", Names).Constant);
        Assert.Null(new TrialFormula("0 * x", Names).Constant);
        Assert.Contains("allowed is a finite number", TrialFormula.ProblemOf("1 / 0", Names), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("z", "column 1: unknown name 'z'; did you mean 'x'? (allowed: x, y_2, a, pi, e, ")]
    [InlineData("x(2)", "column 2: '(' is not expected; x is no function; a product is written x * (...)")]
    [InlineData("x = 2", "column 3: '=' is not expected; equal is ==, unequal !=")]
    [InlineData("x < 2 < 3", "column 7: '<' is not expected; allowed here is an operator")]
    [InlineData("sign(x, a)", "column 1: sign of 2 arguments; allowed is one")]
    public void What_is_none_is_told_with_its_column(string text, string problem) =>
        Assert.Contains(problem, TrialFormula.ProblemOf(text, Names), StringComparison.Ordinal);

    [Theory]
    [InlineData("2 * x - a")]
    [InlineData("x * y_2 + abs(y_2) / (3 + x)")]
    [InlineData("x^2 - y_2^3 * (x > a)")]
    [InlineData("exp(-x) + tanh(y_2) * sin(a) + max(x, a)")]
    public void Its_bounds_hold_whatever_the_variables(string text)
    {
        var formula = new TrialFormula(text, Names);
        (double Low, double High)[] bounds = [(-2, 1), (-1, 3), (0.5, 0.75)];
        var (low, high) = formula.Bounds(bounds);
        var random = new Random(1);
        for (var n = 0; n < 2000; n++)
        {
            double[] values = [.. bounds.Select(bound => bound.Low + ((bound.High - bound.Low) * random.NextDouble()))];
            Assert.InRange(formula.Of(values), low, high);
        }
    }
}
