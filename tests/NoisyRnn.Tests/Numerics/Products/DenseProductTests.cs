using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

public sealed class DenseProductTests
{
    // Widths that are multiples of 16 and that are not; vectors; rows around the kernels' tiles.
    public static TheoryData<int, int, int> Shapes()
    {
        var data = new TheoryData<int, int, int>();
        foreach (var rows in new[] { 1, 2, 9, 33 })
        {
            foreach (var inner in new[] { 1, 5, 16, 40 })
            {
                foreach (var columns in new[] { 1, 3, 15, 16, 17, 32, 37 })
                    data.Add(rows, inner, columns);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void All_three_are_the_plain_product_bit_for_bit(int rows, int inner, int columns)
    {
        var a = PlainMatrices.Gaussian(1, rows * inner);
        var b = PlainMatrices.Gaussian(2, inner * columns);
        var expected = PlainMatrices.Multiply(a, b, rows, inner, columns);
        var actual = Enumerable.Repeat(double.NaN, expected.Length).ToArray();

        DenseProduct.Multiply(a, b, actual, rows, inner, columns);
        Assert.Equal(expected, actual);

        actual.AsSpan().Fill(double.NaN);
        DenseProduct.TransposeMultiply(PlainMatrices.Transpose(a, rows, inner), b, actual, rows, inner, columns);
        Assert.Equal(expected, actual);

        actual.AsSpan().Fill(double.NaN);
        DenseProduct.MultiplyTranspose(a, PlainMatrices.Transpose(b, inner, columns), actual, rows, inner, columns);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_longer_destination_keeps_what_lies_behind_the_product()
    {
        double[] destination = [7, 7, 7, 7, 7];
        DenseProduct.Multiply([1, 2, 3, 4], [1, 0, 0, 1], destination, 2, 2, 2);
        Assert.Equal([1, 2, 3, 4, 7], destination);
    }

    [Theory]
    [InlineData(5, 6, 6)]
    [InlineData(6, 5, 6)]
    [InlineData(6, 6, 3)]
    public void Refuses_shapes_that_do_not_fit(int a, int b, int destination)
    {
        var refused = Assert.Throws<ArgumentException>(() => DenseProduct.Multiply(new double[a], new double[b], new double[destination], 2, 3, 2));
        Assert.Contains("[2, 3] times [3, 2]", refused.Message, StringComparison.Ordinal);
    }
}
