using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

public class OuterProductTests
{
    public static TheoryData<int, int, int> Shapes()
    {
        var data = new TheoryData<int, int, int>();
        foreach (var rows in new[] { 1, 2, 3, 4, 5, 8, 9, 25 })
        {
            foreach (var columns in new[] { 1, 2, 3, 4, 6, 9, 27 })
            {
                foreach (var steps in new[] { 1, 2, 63, 64 })
                    data.Add(rows, columns, steps);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Sums_over_steps_in_order_and_lanes_by_the_one_tree_bit_for_bit(int rows, int columns, int steps)
    {
        Compare<float>(rows, columns, steps);
        Compare<double>(rows, columns, steps);
    }

    private static void Compare<T>(int rows, int columns, int steps)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        const int Width = 32;
        var lanes = typeof(T) == typeof(float) ? 16 : 8;
        var random = new Random((rows * 100) + (columns * 10) + steps);
        var (deltaStride, sourceStride) = ((rows + 2) * Width, (columns + 1) * Width);
        var delta = ProductTests.Draw<T>(random, steps * deltaStride);
        var source = ProductTests.Draw<T>(random, steps * sourceStride);
        for (var group = 0; group < Width / lanes; group++)
        {
            var expected = Enumerable.Repeat(0.5, rows * columns).ToArray();
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var sums = new T[lanes];
                    for (var s = 0; s < steps; s++)
                    {
                        for (var b = 0; b < lanes; b++)
                        {
                            var lane = (group * lanes) + b;
                            sums[b] = T.FusedMultiplyAdd(delta[(s * deltaStride) + (i * Width) + lane], source[(s * sourceStride) + (j * Width) + lane], sums[b]);
                        }
                    }

                    expected[(i * columns) + j] += double.CreateTruncating(Tree(sums));
                }
            }

            var actual = Enumerable.Repeat(0.5, rows * columns).ToArray();
            OuterProduct.Add<T>(delta, deltaStride, source, sourceStride, steps, rows, columns, Width, group, actual);
            Assert.Equal(expected, actual);
            CheckTiles<Lanes512<T>, T>(delta, deltaStride, source, sourceStride, steps, rows, columns, Width, group * lanes, expected);
            CheckTiles<Lanes256<T>, T>(delta, deltaStride, source, sourceStride, steps, rows, columns, Width, group * lanes, expected);
            CheckTiles<Lanes128<T>, T>(delta, deltaStride, source, sourceStride, steps, rows, columns, Width, group * lanes, expected);
        }
    }

    // Both sizes of tiles, with and without panels, on one width of registers.
    private static void CheckTiles<TL, T>(
        T[] delta, int deltaStride, T[] source, int sourceStride, int steps, int rows, int columns, int width, int lane, double[] expected)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        foreach (var wide in new[] { true, false })
        {
            foreach (var panels in new[] { [], new T[(columns + 4) * steps * 16] })
            {
                double[] actual = [.. Enumerable.Repeat(0.5, rows * columns)];
                OuterProduct.Sweep<TL, T>(
                    new StepRows<T>(ref delta[lane], width, deltaStride), new StepRows<T>(ref source[lane], width, sourceStride),
                    steps, rows, columns, ref actual[0], panels, wide);
                Assert.Equal(expected, actual);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    public void Row_sums_follow_the_same_order(int steps)
    {
        const int Rows = 7, Width = 16;
        var delta = ProductTests.Draw<float>(new Random(steps), steps * Rows * Width);
        var actual = new double[Rows];
        OuterProduct.AddRowSums<float>(delta, Rows * Width, steps, Rows, Width, 0, actual);
        for (var i = 0; i < Rows; i++)
        {
            var sums = new float[Width];
            for (var s = 0; s < steps; s++)
            {
                for (var b = 0; b < Width; b++)
                    sums[b] += delta[(((s * Rows) + i) * Width) + b];
            }

            Assert.Equal(Tree(sums), actual[i]);
        }
    }

    [Fact]
    public void Refuses_a_chunk_that_is_too_long() =>
        Assert.Throws<ArgumentException>(() => OuterProduct.AddRowSums<float>(new float[65 * 16], 16, 65, 1, 16, 0, new double[1]));

    // Halves added to halves.
    private static T Tree<T>(T[] lanes)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        while (lanes.Length > 1)
            lanes = [.. Enumerable.Range(0, lanes.Length / 2).Select(k => lanes[k] + lanes[k + (lanes.Length / 2)])];
        return lanes[0];
    }
}
