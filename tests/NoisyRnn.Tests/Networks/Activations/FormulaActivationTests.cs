using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>Activations written as formulas.</summary>
public sealed class FormulaActivationTests
{
    private static readonly double[] Points = [.. Enumerable.Range(0, 240).Select(static k => -6 + (k * 0.0501234)), .. new[] { 0, -1, 1, 0.5, -0.5, 2, -2, 1e-3, -1e-3, 5, -5, 3, -3, 1e-9, 4, -4 }];

    [Theory]
    [InlineData("max(0,a)^2", "max(0, a)^2")]
    [InlineData("((a))", "a")]
    [InlineData("(2*a)+1", "2 * a + 1")]
    [InlineData("2*(a+1)", "2 * (a + 1)")]
    [InlineData("a-(1-a)", "a - (1 - a)")]
    [InlineData("-a^2", "-a^2")]
    [InlineData("(-a)**2", "(-a)^2")]
    [InlineData("a^2^3", "a^2^3")]
    [InlineData("(a^2)^3", "(a^2)^3")]
    [InlineData("2^-a", "2^-a")]
    [InlineData("a/(2*3)", "a / (2 * 3)")]
    [InlineData("max(a, 0, 1)", "max(a, 0, 1)")]
    [InlineData("max(max(a, 0), max(1, 2))", "max(a, 0, max(1, 2))")]
    [InlineData("1.50e-3*a + .5", "0.0015 * a + 0.5")]
    [InlineData("+a*pi/e", "a * pi / e")]
    public void A_formula_has_one_text(string written, string text)
    {
        Assert.Equal(text, Of(written).Text);
        Assert.Equal(text, Of(text).Text);
        Assert.Equal(CanonicalJson.Write(Of(text)), CanonicalJson.Write(Of(written)));
    }

    [Theory]
    [InlineData("mx(0, a)", "column 1: unknown name 'mx'; did you mean 'max'?")]
    [InlineData("max(0, x)", "column 8: unknown name 'x'")]
    [InlineData("max(0, x)", "the argument of f is a")]
    [InlineData("max(0, a", "column 9: the formula ends; the bracket of column 4 is not closed")]
    [InlineData("a)", "column 2: ')' is not expected; it closes no bracket")]
    [InlineData("2 a", "column 3: 'a' is not expected; allowed here is an operator, as in 2 * a")]
    [InlineData("a +", "column 4: the formula ends; allowed here is a number, a name or '('")]
    [InlineData("tanh a", "column 6: 'a' is not expected; tanh takes its argument in brackets")]
    [InlineData("pi(a)", "column 3: '(' is not expected; pi is no function")]
    [InlineData("max(a)", "column 1: max of 1 argument; allowed are two or more")]
    [InlineData("tanh(a, 1)", "column 1: tanh of 2 arguments; allowed is one")]
    [InlineData("1.2.3 * a", "column 1: '1.2.3' is no number")]
    [InlineData("1e999 * a", "column 1: '1e999' is no number, or none that is finite")]
    [InlineData("a § 2", "column 3: '§' is not expected")]
    [InlineData("2 + 3", "it does not depend on a")]
    [InlineData("", "column 1: the formula ends")]
    public void What_is_no_formula_is_refused_with_its_place(string text, string problem)
    {
        var error = Assert.Throws<InputException>(() => Binder.Bind<Activation>(YamlTree.ParseValue($"{{formula: \"{text}\"}}", "x.yaml"), "network.activation"));
        Assert.Contains("network.activation.formula: '", error.Message, StringComparison.Ordinal);
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Length_and_depth_have_bounds()
    {
        Assert.Contains("1001 characters", Problem(new string('a', 1001)), StringComparison.Ordinal);
        foreach (var deep in new[] { new string('(', 400) + "a" + new string(')', 400), new string('-', 999) + "a", string.Concat(Enumerable.Repeat("a^", 300)) + "a" })
            Assert.Contains("nested too deep", Problem(deep), StringComparison.Ordinal);
        // Long, but not deep.
        var sum = string.Join("+", Enumerable.Repeat("a", 500));
        Assert.Equal(500.0 * 2, Evaluate(Of(sum), [.. Enumerable.Repeat(2.0, 16)]).Value[0]);

        static string Problem(string text) => Assert.Single(Of(text).Problems()).Problem;
    }

    [Fact]
    public void It_is_written_short_or_as_a_kind()
    {
        foreach (var yaml in new[] { "{formula: \"max(0, a)^2\"}", "{kind: formula, formula: \"max(0, a)^2\"}" })
            Assert.Equal(Of("max(0, a)^2"), Binder.Bind<Activation>(YamlTree.ParseValue(yaml, "x.yaml")));
        Assert.Contains("unknown key 'formule'", Assert.Throws<InputException>(static () => Binder.Bind<Ctrnn>(YamlTree.ParseValue("{activation: {formule: a}}", "x.yaml"))).Message, StringComparison.Ordinal);
        Assert.Contains("formula: missing", Assert.Throws<InputException>(static () => Binder.Bind<Activation>(YamlTree.ParseValue("formula", "x.yaml"))).Message, StringComparison.Ordinal);
        var network = Binder.Bind<Network>(YamlTree.ParseValue("{kind: ctrnn, activation: {formula: \"max(0,a)\"}}", "x.yaml"));
        Assert.Equal("max(0, a)", network.Label);
    }

    [Theory]
    [InlineData("max(0, a)")]
    [InlineData("max(a, 0)")]
    [InlineData("relu(a)")]
    [InlineData("(a + abs(a)) / 2")]
    public void A_rectifier_is_the_built_in_one(string text)
    {
        var (formula, relu) = (Of(text), new Relu());
        Assert.Equal(Evaluate(relu, Points).Value, Evaluate(formula, Points).Value);
        Assert.Equal(Evaluate(relu, Points).Slope, Evaluate(formula, Points).Slope);
        Assert.Equal(0, formula.Kink);
        foreach (var sigma in new[] { 0.01, 0.3, 1, 10 })
        {
            var (expected, found) = (Evaluate(new GaussianSmoothed { Of = relu, Sigma = sigma }, Points), Evaluate(new GaussianSmoothed { Of = formula, Sigma = sigma }, Points));
            for (var k = 0; k < Points.Length; k++)
            {
                // What reading the table back by cubics adds: h^4/384 of .4/s^3, h = .01 s or 2e-4, and h^3 of the slope.
                Assert.Equal(expected.Value[k], found.Value[k], 1e-8);
                Assert.Equal(expected.Slope[k], found.Slope[k], 1e-5);
            }
        }
    }

    [Theory]
    [InlineData("tanh(a)", "tanh")]
    [InlineData("sigmoid(a)", "sigmoid")]
    [InlineData("softplus(a)", "softplus")]
    [InlineData("a", "identity")]
    public void A_function_that_is_built_in_has_its_bits(string text, string kind)
    {
        var (formula, builtIn) = (Evaluate(Of(text), Points), Evaluate(ActivationTests.Make(kind), Points));
        Assert.Equal(builtIn.Value, formula.Value);
        Assert.Equal(builtIn.Slope, formula.Slope);
        Assert.Null(Of(text).Kink);
    }

    [Theory]
    [InlineData("max(0, a)^2")]
    [InlineData("max(0, a)^1.5")]
    [InlineData("sqrt(max(0, a))")]
    [InlineData("min(1, max(-1, a))")]
    [InlineData("a * erf(a) - log(2 + a^2)")]
    [InlineData("exp(-a^2 / 2) * sin(3 * a) + cos(a)")]
    [InlineData("(1 + a^2)^a")]
    [InlineData("2^a / (1 + 3^-a)")]
    [InlineData("1 / (2 + a^4)^-3")]
    [InlineData("abs(a - 1) * tanh(10 * a)")]
    public void Its_slope_is_that_of_central_differences(string text)
    {
        const double H = 1e-6;
        var formula = Of(text);
        var kinks = new[] { 0.0, 1, -1 };
        var (value, slope) = Evaluate(formula, Points);
        var (above, below) = (Evaluate(formula, [.. Points.Select(static a => a + H)]).Value, Evaluate(formula, [.. Points.Select(static a => a - H)]).Value);
        for (var k = 0; k < Points.Length; k++)
        {
            if (kinks.Any(kink => Math.Abs(Points[k] - kink) < 1e-2))
                continue;
            // Rounding |f| u / h, and h^2 of the third derivative: 1e3 at most here, times the size of f.
            Assert.Equal((above[k] - below[k]) / (2 * H), slope[k], 2e-9 * Math.Max(1, Math.Abs(value[k])) * Math.Max(1, Math.Abs(slope[k])));
        }
    }

    [Fact]
    public void Any_formula_is_what_an_interpreter_of_its_own_says()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Expressions(5).ToArbitrary(), static expression =>
        {
            var formula = Of(expression.Text + " + 0 * a");
            if (formula.Problems().Any())
                throw new InvalidOperationException($"{expression.Text}: {formula.Problems().First().Problem}");
            var (value, slope) = Evaluate(formula, Points);
            for (var k = 0; k < Points.Length; k++)
            {
                var exact = expression.F(Points[k]);
                var dual = formula.Apply(new Dual<Real>(new Real(Points[k]), new Real(1)));
                // Some tens of operations, each right to a few units in the last place of what goes through it.
                if (!double.IsFinite(exact) || expression.Largest(Points[k]) > 1e6)
                    continue;
                var tolerance = 1e-13 * (1 + expression.Largest(Points[k])) * (1 + Math.Abs(dual.Tangent.Value));
                if (Math.Abs(exact - value[k]) > tolerance || Math.Abs(dual.Primal.Value - value[k]) > tolerance)
                    throw new InvalidOperationException($"{expression.Text} at {Points[k]}: {exact}, kernel {value[k]}, dual {dual.Primal.Value}");
            }

            return slope.Length == Points.Length;
        }));
    }

    [Fact]
    public void At_every_tier_it_has_the_same_bits()
    {
        var program = new FormulaProgram(FormulaSteps.Of(FormulaParser.Parse("max(0, a)^1.5 + erf(a) * sin(a) / (1 + abs(a))^2 - min(log(2 + a^2), softplus(a))^3")));
        AssertTiers<double>([.. Points]);
        AssertTiers<float>([.. Points.Select(static a => (float)a)]);

        void AssertTiers<T>(T[] a)
            where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
        {
            var all = new[] { Run<Lanes128<T>>(), Run<Lanes256<T>>(), Run<Lanes512<T>>() };
            Assert.Equal(all[0], all[1]);
            Assert.Equal(all[0], all[2]);

            T[] Run<TL>()
                where TL : struct, ILanes<TL, T>
            {
                var (value, slope, alone) = (new T[a.Length], new T[a.Length], new T[a.Length]);
                program.Run<TL, T>(a, value, slope);
                program.Run<TL, T>(a, alone, []);
                Assert.Equal(value, alone);
                return [.. value, .. slope];
            }
        }
    }

    [Theory]
    [InlineData("max(0, a)")]
    [InlineData("max(a, 0)")]
    [InlineData("min(a, 0)")]
    [InlineData("min(0, max(a, 1))")]
    [InlineData("abs(relu(a))")]
    public void A_state_that_diverged_stays_visible(string text) =>
        Assert.All(Evaluate(Of(text), [.. Enumerable.Repeat(double.NaN, 16)]).Value, static v => Assert.True(double.IsNaN(v)));

    [Theory]
    [InlineData(0.3)]
    [InlineData(2.0)]
    public void The_moments_of_a_squared_rectifier_have_a_closed_form(double s)
    {
        double[] places = [-3, -0.5, 0, 0.7, 4];
        var (mean, slope, variance) = (new double[5], new double[5], new double[5]);
        Of("max(0, a)^2").Moments(places, [.. Enumerable.Repeat(s, 5)], mean, slope, variance);
        for (var k = 0; k < places.Length; k++)
        {
            // With q = a/s: E = s^2 [(1 + q^2) Phi + q phi], E f' = 2 s [q Phi + phi], E f^2 = s^4 [(3 + 6 q^2 + q^4) Phi + (5 q + q^3) phi].
            var q = places[k] / s;
            var (cumulative, density) = (Elementary.NormalCumulative(q), Elementary.NormalDensity(q));
            var expected = s * s * (((1 + (q * q)) * cumulative) + (q * density));
            var fourth = s * s * s * s * (((3 + (6 * q * q) + (q * q * q * q)) * cumulative) + (((5 * q) + (q * q * q)) * density));
            // Digits that the size of the square costs.
            var tolerance = 1e-12 * Math.Max(1, fourth);
            Assert.Equal(expected, mean[k], tolerance);
            Assert.Equal(2 * s * ((q * cumulative) + density), slope[k], tolerance);
            Assert.Equal(fourth - (expected * expected), variance[k], tolerance);
        }
    }

    [Fact]
    public void Far_out_a_smoothed_square_is_still_the_square_and_the_variance()
    {
        var smoothed = new GaussianSmoothed { Of = Of("a^2"), Sigma = 2 };
        double[] places = [.. Enumerable.Range(-8, 16).Select(static k => 40.0 * k)];
        var (value, slope) = Evaluate(smoothed, places);
        for (var k = 0; k < places.Length; k++)
        {
            Assert.Equal((places[k] * places[k]) + 4, value[k], 1e-12 * Math.Max(100, value[k]));
            Assert.Equal(2 * places[k], slope[k], 1e-9 * Math.Max(1, Math.Abs(places[k])));
        }
    }

    [Theory]
    [InlineData("min(1, max(-1, a))", new double[] { -1, 1 })]
    [InlineData("max(0, a - 0.1)", new[] { 0.1 })]
    [InlineData("sqrt(1 + a^2)", new double[] { })]
    [InlineData("abs(a^2 - 2)", new[] { -1.4142135623730951, 1.4142135623730951 })]
    public void Its_kinks_are_found(string text, double[] kinks)
    {
        var found = new FormulaFunction(text).Pieces.Kinks;
        Assert.Equal(kinks.Length, found.Length);
        for (var k = 0; k < kinks.Length; k++)
            Assert.Equal(kinks[k], found[k], 1e-14);
    }

    [Fact]
    public void Over_uniform_noise_only_a_smooth_one_is_averaged()
    {
        Assert.Empty(new DistributionSmoothed { Of = Of("a / (1 + exp(-a))"), Distribution = NoiseDistribution.Uniform }.Problems());
        Assert.Contains("formula has kinks", Assert.Single(new DistributionSmoothed { Of = Of("max(0, a)"), Distribution = NoiseDistribution.Uniform }.Problems()).Problem, StringComparison.Ordinal);
    }

    internal static FormulaActivation Of(string text) => new() { Text = text };

    private static (double[] Value, double[] Slope) Evaluate(Activation activation, double[] points)
    {
        var (value, slope) = (new double[points.Length], new double[points.Length]);
        activation.Evaluate(points, value, slope);
        return (value, slope);
    }

    // A text, what it is worth at a, and the largest number met on the way.
    private sealed record Expression(string Text, Func<double, double> F, Func<double, double> Largest)
    {
        public static Expression Of(string text, Func<double, double> f, params Expression[] parts) =>
            new(text, f, a => parts.Select(part => part.Largest(a)).Append(Math.Abs(f(a))).Max());

        public override string ToString() => Text;
    }

    private static Gen<Expression> Expressions(int depth)
    {
        var leaf = Gen.OneOf(
            Gen.Constant(Expression.Of("a", static a => a)),
            Gen.Choose(-40, 40).Select(static n => Expression.Of($"({n / 8.0})", _ => n / 8.0)),
            Gen.Constant(Expression.Of("pi", static _ => Math.PI)));
        if (depth == 0)
            return leaf;
        var below = Expressions(depth - 1);
        (string Name, Func<double, double> F)[] functions = [("tanh", Math.Tanh), ("sin", Math.Sin), ("cos", Math.Cos), ("abs", Math.Abs), ("relu", static x => Math.Max(0, x)), ("sigmoid", static x => 1 / (1 + Math.Exp(-x)))];
        (string Form, Func<double, double, double> F)[] pairs =
        [
            ("{0} + {1}", static (x, y) => x + y), ("{0} - ({1})", static (x, y) => x - y), ("({0}) * ({1})", static (x, y) => x * y),
            ("max({0}, {1})", Math.Max), ("min({0}, {1})", Math.Min), ("({0}) / (1 + ({1})^2)", static (x, y) => x / (1 + (y * y))),
        ];
        return Gen.OneOf(
            leaf,
            from function in Gen.Elements(functions) from x in below select Expression.Of($"{function.Name}({x})", a => function.F(x.F(a)), x),
            from x in below from n in Gen.Choose(0, 4) select Expression.Of($"({x})^{n}", a => Math.Pow(x.F(a), n), x),
            from x in below select Expression.Of($"-({x})", a => -x.F(a), x),
            from x in below select Expression.Of($"exp(-abs({x}))", a => Math.Exp(-Math.Abs(x.F(a))), x),
            from x in below select Expression.Of($"sqrt(1 + ({x})^2)", a => Math.Sqrt(1 + (x.F(a) * x.F(a))), x),
            from pair in Gen.Elements(pairs) from x in below from y in below select Expression.Of(string.Format(System.Globalization.CultureInfo.InvariantCulture, pair.Form, x, y), a => pair.F(x.F(a), y.F(a)), x, y));
    }
}
