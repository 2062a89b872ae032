using System.Globalization;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

/// <summary>
/// Errors in units in the last place: of double against 107-bit reference values (golden/elementary.py), of float
/// against the double functions, whose own error is 2^-29 of a float's unit. The bounds are those in the docs.
/// </summary>
public sealed class ElementaryAccuracyTests
{
    private static readonly Dictionary<string, (Func<double, double> Double, Func<float, float> Float, double Bound)> Functions = new()
    {
        ["Exp"] = (Elementary.Exp, Elementary.Exp, 1),
        ["Log"] = (Elementary.Log, Elementary.Log, 1),
        ["Log1P"] = (Elementary.Log1P, static x => (float)Elementary.Log1P(x), 2),
        ["Tanh"] = (Elementary.Tanh, Elementary.Tanh, 2.5),
        ["Sigmoid"] = (Elementary.Sigmoid, Elementary.Sigmoid, 2.5),
        ["SoftPlus"] = (Elementary.SoftPlus, Elementary.SoftPlus, 2),
        ["Erf"] = (Elementary.Erf, Elementary.Erf, 1.5),
        ["NormalDensity"] = (Elementary.NormalDensity, Elementary.NormalDensity, 2),
        ["NormalCumulative"] = (Elementary.NormalCumulative, Elementary.NormalCumulative, 4),
        ["SinTurns"] = (x => Elementary.SinCosTurns(x).Sin, x => Elementary.SinCosTurns(x).Sin, 1),
        ["CosTurns"] = (x => Elementary.SinCosTurns(x).Cos, x => Elementary.SinCosTurns(x).Cos, 1),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Double_is_within_its_bound_of_the_reference_values(string name)
    {
        var (function, _, bound) = Functions[name];
        var lines = Golden().Where(line => line[0] == name).ToArray();
        Assert.Equal(200, lines.Length);
        foreach (var line in lines)
        {
            double x = Number(line[1]), high = Number(line[2]), low = Number(line[3]);
            var error = Math.Abs(function(x) - high - low) / (Math.BitIncrement(Math.Abs(high)) - Math.Abs(high));
            Assert.True(error <= bound, $"{name}({x:R}) = {function(x):R}, off by {error:F2} units of {high:R}");
        }
    }

    [Theory]
    [InlineData("Exp", -103, 88.7)]
    [InlineData("Exp", -1, 1)]
    [InlineData("Tanh", -10, 10)]
    [InlineData("Tanh", -0.5, 0.5)]
    [InlineData("Sigmoid", -87, 20)]
    [InlineData("SoftPlus", -87, 20)]
    [InlineData("SoftPlus", -2, 2)]
    [InlineData("Erf", -4, 4)]
    [InlineData("Erf", -0.01, 0.01)]
    [InlineData("NormalDensity", -13, 13)]
    [InlineData("NormalCumulative", -12.9, 6)]
    [InlineData("NormalCumulative", -1, 1)]
    [InlineData("SinTurns", -1.5, 1.5)]
    [InlineData("CosTurns", -1.5, 1.5)]
    [InlineData("Log", 0.5, 2)]
    [InlineData("Log", 1e-40, 1e-36)]
    [InlineData("Log", 2, 3e38)]
    public void Float_is_within_its_bound_of_double(string name, double low, double high)
    {
        var (reference, function, bound) = Functions[name];
        const int points = 20_000;
        for (var i = 0; i <= points; i++)
        {
            var x = (float)(low + (high - low) * i / points);
            var expected = reference(x);
            var unit = MathF.BitIncrement(MathF.Abs((float)expected)) - MathF.Abs((float)expected);
            var error = Math.Abs(function(x) - expected) / unit;
            Assert.True(error <= bound, $"{name}({x:R}) = {function(x):R}, off by {error:F2} units of {expected:R}");
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static IEnumerable<string[]> Golden()
    {
        // The sources lie somewhere above the folder of the built tests.
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Numerics", "golden", "elementary.csv")))
            folder = folder.Parent ?? throw new FileNotFoundException("Numerics/golden/elementary.csv stands beside these tests.");
        return File.ReadLines(Path.Combine(folder.FullName, "Numerics", "golden", "elementary.csv")).Select(line => line.Split(','));
    }
}
