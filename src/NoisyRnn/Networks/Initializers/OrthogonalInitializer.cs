using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>A random orthogonal array (rows or columns orthonormal, whichever are fewer), times a gain.</summary>
public sealed record OrthogonalInitializer : Initializer
{
    /// <inheritdoc/>
    public override string Summary => "a random orthogonal array, times a gain";

    /// <summary>Gain.</summary>
    [Description("factor on the orthogonal array")]
    [Range(0, double.MaxValue)]
    public double Gain { get; init; } = 1;

    /// <inheritdoc/>
    public override void Fill(RandomStream random, Span<double> values, int rows, int columns)
    {
        var (tall, thin) = (Math.Max(rows, columns), Math.Min(rows, columns));
        var gaussian = DenseMatrix.Create(tall, thin, 0);
        for (var i = 0; i < tall; i++)
        {
            for (var j = 0; j < thin; j++)
                gaussian[i, j] = random.NextNormal();
        }

        var qr = gaussian.QR(QRMethod.Thin);
        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j < columns; j++)
            {
                // The sign of R makes the law uniform over orthogonal matrices (Mezzadri 2007).
                var (p, q) = rows >= columns ? (i, j) : (j, i);
                values[(i * columns) + j] = Gain * qr.Q[p, q] * (qr.R[q, q] < 0 ? -1 : 1);
            }
        }
    }
}
