using System.Numerics;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

/// <summary>modrelu over rows: sign(x) max(0, |x| + b), and its slope in b.</summary>
public class ModReluTests
{
    private static readonly double[] Biases = [0, 0.5, -0.5];

    private static readonly double[] Arguments =
        [0, -0.0, 0.25, -0.25, 0.5, -0.5, 0.75, -0.75, 3, -3, double.Epsilon, -double.Epsilon, double.PositiveInfinity, double.NegativeInfinity, double.NaN, 1];

    [Fact]
    public void Is_the_formula_for_every_kind_of_argument()
    {
        Compare<double>();
        Compare<float>();
    }

    [Fact]
    public void A_bias_that_is_no_number_is_seen_in_the_value()
    {
        var x = Enumerable.Repeat(2.0, 16).ToArray();
        Rows.ModRelu([double.NaN], x, 16);
        Assert.All(x, static v => Assert.True(double.IsNaN(v)));
    }

    private static void Compare<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] bias = [.. Biases.Select(static b => T.CreateTruncating(b))];
        T[] x = [.. Biases.SelectMany(static _ => Arguments).Select(static v => T.CreateTruncating(v))];
        var (value, sign) = ((T[])x.Clone(), new T[x.Length]);
        Rows.ModRelu(bias, value, 16);
        Rows.ModReluSign(bias, x, sign, 16);
        for (var k = 0; k < x.Length; k++)
        {
            var (b, v) = (bias[k / 16], x[k]);
            var open = T.Abs(v) + b > T.Zero && v != T.Zero;
            var expected = T.IsNaN(v) ? T.NaN : open ? T.CopySign(T.Abs(v) + b, v) : T.Zero;
            Assert.Equal(expected, value[k]);
            Assert.Equal(open ? T.CopySign(T.One, v) : T.Zero, sign[k]);
        }
    }
}
