using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// A skew-symmetric matrix of 2 x 2 blocks [[0, s], [-s, 0]] on the diagonal, s = -sqrt((1 - cos u) / (1 + cos u)) = -tan(u/2)
/// with u ~ U[0, pi/2]: its Cayley transform turns each plane by u (Helfrich, Willmott and Ye 2018; the "Cayley
/// initialisation" of Lezcano-Casado and Martinez-Rubio 2019, the expRNN). The last of an odd number of rows stays 0.
/// </summary>
internal sealed record RotationInitializer : Initializer
{
    /// <inheritdoc/>
    public override string Summary => "blocks of rotations: of the Cayley transform, by random angles";

    /// <inheritdoc/>
    public override void Fill(RandomStream random, Span<double> values, int rows, int columns)
    {
        values.Clear();
        for (var i = 0; i + 1 < rows; i += 2)
        {
            var cosine = Elementary.SinCosTurns(random.NextUniform(0, 0.25)).Cos;
            var s = -Math.Sqrt((1 - cosine) / (1 + cosine));
            values[(i * columns) + i + 1] = s;
            values[((i + 1) * columns) + i] = -s;
        }
    }
}
