using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

public sealed class ColumnPanelsTests
{
    private const int Rows = 20, Width = ColumnPanels.Width, Stride = 48;

    [Fact]
    public void A_matrix_in_panels_is_filled_up_by_zeros()
    {
        var matrix = PlainMatrices.Gaussian(1, Rows * 19);
        var panels = ColumnPanels.Of(matrix, Rows, 19, 32);
        Assert.Equal(32 * 32, panels.Length);
        for (var i = 0; i < 32; i++)
        {
            for (var j = 0; j < 32; j++)
                Assert.Equal(i < Rows && j < 19 ? matrix[(i * 19) + j] : 0, panels[(j / Width * 32 * Width) + (i * Width) + (j % Width)]);
        }
    }

    [Fact]
    public void Dots_are_sums_over_rows()
    {
        double[] x = PlainMatrices.Gaussian(2, Rows * Width), y = PlainMatrices.Gaussian(3, Rows * Width), sums = new double[Width], expected = new double[Width];
        for (var k = 0; k < x.Length; k++)
            expected[k % Width] = Math.FusedMultiplyAdd(x[k], y[k], expected[k % Width]);
        ColumnPanels.Dots(x, y, sums);
        Assert.Equal(expected, sums);
        Assert.Equal(expected, Sums<Lanes256<double>>());
        Assert.Equal(expected, Sums<Lanes128<double>>());

        double[] Sums<TL>()
            where TL : struct, ILanes<TL, double>
        {
            var result = new double[Width];
            ColumnPanels.Dots<TL>(x, y, result);
            return result;
        }
    }

    [Fact]
    public void Combinations_are_element_by_element()
    {
        double[] first = PlainMatrices.Gaussian(4, Rows), second = PlainMatrices.Gaussian(5, Rows);
        double[] matrix = PlainMatrices.Gaussian(6, Rows * Stride), panel = PlainMatrices.Gaussian(7, Rows * Width), other = PlainMatrices.Gaussian(8, Rows * Width);
        var (columns, rows) = (panel.ToArray(), matrix.ToArray());
        ColumnPanels.Combine(first, matrix.AsSpan(16), Stride, second, columns);
        ColumnPanels.CombineRows(first, panel, second, other, rows.AsSpan(16), Stride);
        for (var i = 0; i < Rows; i++)
        {
            for (var b = 0; b < Stride; b++)
            {
                var k = (i * Width) + b - 16;
                var inside = b is >= 16 and < 32;
                Assert.Equal(inside ? Math.FusedMultiplyAdd(second[i], other[k], first[i] * panel[k]) : matrix[(i * Stride) + b], rows[(i * Stride) + b]);
                if (inside)
                    Assert.Equal(Math.FusedMultiplyAdd(second[b - 16], panel[k], first[b - 16] * matrix[(i * Stride) + b]), columns[k]);
            }
        }

        foreach (var (c, r) in new[] { With<Lanes256<double>>(), With<Lanes128<double>>() })
        {
            Assert.Equal(columns, c);
            Assert.Equal(rows, r);
        }

        (double[], double[]) With<TL>()
            where TL : struct, ILanes<TL, double>
        {
            var (c, r) = (panel.ToArray(), matrix.ToArray());
            ColumnPanels.Combine<TL>(first, matrix.AsSpan(16), Stride, second, c);
            ColumnPanels.CombineRows<TL>(first, panel, second, other, r.AsSpan(16), Stride);
            return (c, r);
        }
    }

    [Fact]
    public void The_lower_part_is_mirrored()
    {
        var matrix = PlainMatrices.Gaussian(9, 32 * 32);
        var mirrored = matrix.ToArray();
        ColumnPanels.MirrorLower(mirrored, 32);
        for (var i = 0; i < 32; i++)
        {
            for (var j = 0; j < 32; j++)
                Assert.Equal(matrix[(Math.Max(i, j) * 32) + Math.Min(i, j)], mirrored[(i * 32) + j]);
        }
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ColumnPanels.Dots(new double[32], new double[16], new double[16]));
        Assert.Throws<ArgumentException>(() => ColumnPanels.Combine(new double[16], new double[40], 32, new double[16], new double[32]));
        Assert.Throws<ArgumentException>(() => ColumnPanels.CombineRows(new double[2], new double[32], new double[1], new double[32], new double[64], 32));
    }
}
