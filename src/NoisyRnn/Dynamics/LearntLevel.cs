using System.Numerics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Dynamics;

/// <summary>
/// The gradient of a trained noise level, s = s0 exp(theta): dL/dtheta = sum of dL/d(s xi) times s xi over steps, trials and, where they
/// share it, units.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class LearntLevel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The name of theta among the parameters of training: after those of the network.</summary>
    public const string Name = "log_noise";

    private readonly LearntIncrements<T> _noise;
    private readonly ParameterSlice _slice;

    /// <summary>Prepares it.</summary>
    /// <param name="noise">The noise.</param>
    /// <param name="slice">theta.</param>
    /// <param name="cell">The network's steps.</param>
    public LearntLevel(LearntIncrements<T> noise, ParameterSlice slice, Cell<T> cell)
    {
        if (!cell.TellsNoiseGradients)
            throw new ArgumentException($"{cell.GetType().Name} does not tell the gradient of its noise", nameof(cell));
        (_noise, _slice) = (noise, slice);
    }

    /// <summary>Where the noise enters.</summary>
    public NoiseTerm Term => _noise.Term;

    /// <summary>Takes new parameters; no block may be on its way.</summary>
    public void Refresh(Parameters parameters) => _noise.Refresh(parameters[_slice]);

    /// <summary>After a step back, which has told dL/d(noise).</summary>
    /// <param name="block">The block.</param>
    /// <param name="noise">The noise of the step. [rows, width]</param>
    public void Collect(Block<T> block, ReadOnlySpan<T> noise)
    {
        if (!block.WantsGradients)
            return;
        var products = block.Memory.NoiseGradientOf(noise.Length);
        Rows.ScaledProduct<T>([T.One], noise, products, products, noise.Length);
        var rows = noise.Length / block.Width;
        Span<double> sums = rows <= 256 ? stackalloc double[rows] : new double[rows];
        for (var group = 0; group < block.Groups; group++)
        {
            sums.Clear();
            OuterProduct.AddRowSums<T>(products, 0, 1, rows, block.Width, group, sums);
            var accumulator = block.Gradients.AsSpan((group * (block.Gradients.Length / block.Groups)) + _slice.Offset, _slice.Length);
            for (var i = 0; i < rows; i++)
                accumulator[_slice.Length == 1 ? 0 : i] += sums[i];
        }
    }
}
