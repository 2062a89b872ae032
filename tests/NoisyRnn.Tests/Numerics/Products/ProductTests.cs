using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

public class ProductTests
{
    // Every number of rows and columns around the tiles (8, 4, 2, 1) and both widths of a block.
    public static TheoryData<int, int, int> Shapes()
    {
        var data = new TheoryData<int, int, int>();
        foreach (var rows in new[] { 1, 2, 3, 4, 5, 7, 8, 9, 10, 15, 16, 17, 33 })
        {
            foreach (var inner in new[] { 1, 2, 3, 10, 33 })
            {
                foreach (var width in new[] { 16, 32, 48 })
                    data.Add(rows, inner, width);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Is_one_chain_of_fused_multiply_adds_in_order_bit_for_bit(int rows, int inner, int width)
    {
        Compare<float>(rows, inner, width);
        Compare<double>(rows, inner, width);
    }

    private static void Compare<T>(int rows, int inner, int width)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var random = new Random((rows * 1000) + (inner * 10) + width);
        var matrix = Draw<T>(random, rows * inner);
        var source = Draw<T>(random, inner * width);
        var start = Draw<T>(random, rows * width);
        var expected = new T[rows * width];
        for (var i = 0; i < rows; i++)
        {
            for (var b = 0; b < width; b++)
            {
                var sum = start[(i * width) + b];
                for (var k = 0; k < inner; k++)
                    sum = T.FusedMultiplyAdd(matrix[(i * inner) + k], source[(k * width) + b], sum);
                expected[(i * width) + b] = sum;
            }
        }

        var actual = (T[])start.Clone();
        Product.Add(matrix, source, actual, rows, inner, width);
        Assert.Equal(expected, actual);

        actual = (T[])start.Clone();
        Product.AddNarrow<Lanes256<T>, T>(ref matrix[0], ref source[0], ref actual[0], rows, inner, width, new Ahead<T>(start, source));
        Assert.Equal(expected, actual);

        actual = (T[])start.Clone();
        Product.AddNarrow<Lanes128<T>, T>(ref matrix[0], ref source[0], ref actual[0], rows, inner, width, new Ahead<T>(start, source));
        Assert.Equal(expected, actual);

        actual = (T[])start.Clone();
        Product.AddWide<Lanes512<T>, T>(ref matrix[0], ref source[0], ref actual[0], rows, inner, width, new Ahead<T>(start, source));
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Refuses_shapes_that_do_not_fit()
    {
        Assert.Throws<ArgumentException>(() => Product.Add<float>(new float[4], new float[32], new float[32], 2, 2, 15));
        Assert.Throws<ArgumentException>(() => Product.Add<float>(new float[3], new float[32], new float[32], 2, 2, 16));
        Assert.Throws<ArgumentException>(() => Product.Add<float>(new float[4], new float[31], new float[32], 2, 2, 16));
        Assert.Throws<ArgumentException>(() => Product.Add<float>(new float[4], new float[32], new float[31], 2, 2, 16));
    }

    internal static T[] Draw<T>(Random random, int count)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> =>
        [.. Enumerable.Range(0, count).Select(_ => T.CreateTruncating((2 * random.NextDouble()) - 1))];
}
