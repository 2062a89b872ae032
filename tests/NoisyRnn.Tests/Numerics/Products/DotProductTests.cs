using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

public sealed class DotProductTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(16)]
    [InlineData(48)]
    [InlineData(256)]
    public void It_is_the_sum_of_products(int length)
    {
        double[] x = PlainMatrices.Gaussian(1, length), y = PlainMatrices.Gaussian(2, length);
        double product = 0, squares = 0, size = 0;
        for (var k = 0; k < length; k++)
        {
            product += x[k] * y[k];
            squares += y[k] * (x[k] - 0.3) * (x[k] - 0.3);
            size += Math.Abs(x[k] * y[k]) + Math.Abs(y[k] * (x[k] - 0.3) * (x[k] - 0.3));
        }

        // Either order of the sum rounds each of its terms at most length times.
        var tolerance = 4 * length * PlainMatrices.RoundOff * size;
        Assert.Equal(product, DotProduct.Of(x, y), tolerance);
        Assert.Equal(squares, DotProduct.OfSquares(x, y, 0.3), tolerance);
    }

    [Fact]
    public void All_register_widths_give_the_same_bits()
    {
        double[] x = PlainMatrices.Gaussian(3, 192), y = PlainMatrices.Gaussian(4, 192);
        Assert.Equal(With<Lanes512<double>>(), With<Lanes256<double>>());
        Assert.Equal(With<Lanes512<double>>(), With<Lanes128<double>>());
        Assert.Equal(With<Lanes512<double>>(), (DotProduct.Of(x, y), DotProduct.OfSquares(x, y, 0.2)));

        (double, double) With<TL>()
            where TL : struct, ILanes<TL, double> => (DotProduct.Of<TL>(x, y), DotProduct.OfSquares<TL>(x, y, 0.2));
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => DotProduct.Of(new double[15], new double[16]));
        Assert.Throws<ArgumentException>(() => DotProduct.Of(new double[32], new double[16]));
    }
}
