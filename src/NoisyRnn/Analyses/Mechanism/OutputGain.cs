using System.Collections.Immutable;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// How much a lasting change of what a unit answers moves the readout (spec 1, section 3): dz = G d, with
/// G = W_out (I - diag(F') W_rec)^-1 at the fixed point of a recurrent network (recurrence amplifies); in a feed-forward one
/// the product of the layers above, G_l = W_out diag(F'_L) W_L .. diag(F'_(l+1)) W_(l+1).
/// </summary>
/// <param name="network">One that <see cref="SilentPath.Refusal"/> does not refuse.</param>
/// <param name="parameters">Its parameters.</param>
internal sealed class OutputGain(Network network, Parameters parameters)
{
    private readonly Parameters _effective = network.Effective(parameters);
    private readonly int _units = network.Units;
    private readonly int _outputs = parameters.Layout.ReadoutWeights.Rows;
    private readonly ImmutableArray<LeakyLayer> _layers = network.LeakyLayers(parameters.Layout);

    /// <summary>The gain of each unit on each output.</summary>
    /// <param name="slopes">F'(a) of all units. [rows]</param>
    /// <returns>G transposed [rows][O]; null where I - diag(F') W is singular: such a fixed point is not one.</returns>
    public double[]? At(ReadOnlySpan<double> slopes) => _layers[0].Recurrent is { } recurrent ? OfRecurrence(_effective[recurrent], slopes) : OfLayers(slopes);

    private double[]? OfRecurrence(ReadOnlySpan<double> weights, ReadOnlySpan<double> slopes)
    {
        var matrix = new double[_units * _units];
        for (var k = 0; k < matrix.Length; k++)
            matrix[k] = (k % (_units + 1) == 0 ? 1 : 0) - (slopes[k / _units] * weights[k]);
        var readout = Readout();
        try
        {
            using var factors = new LuFactorization(matrix, _units);
            factors.SolveTransposed(readout, readout, _outputs);
        }
        catch (ArithmeticException)
        {
            return null;
        }

        return readout;
    }

    private double[] OfLayers(ReadOnlySpan<double> slopes)
    {
        var (layers, size) = (_layers.Length, _units * _outputs);
        var gains = new double[layers * size];
        Readout().CopyTo(gains, (layers - 1) * size);
        for (var layer = layers; layer > 1; layer--)
        {
            var above = gains.AsSpan((layer - 1) * size, size).ToArray();
            for (var k = 0; k < size; k++)
                above[k] *= slopes[((layer - 1) * _units) + (k / _outputs)];
            DenseProduct.TransposeMultiply(_effective[_layers[layer - 1].Input], above, gains.AsSpan((layer - 2) * size, size), _units, _units, _outputs);
        }

        return gains;
    }

    // W_out transposed. [N][O]
    private double[] Readout()
    {
        var transposed = new double[_units * _outputs];
        Matrices.Transpose(_effective.ReadoutWeights, _outputs, _units, transposed.AsSpan());
        return transposed;
    }
}
