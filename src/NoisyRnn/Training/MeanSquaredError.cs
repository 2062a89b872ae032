using System.Numerics;
using NoisyRnn.Dynamics;

namespace NoisyRnn.Training;

/// <summary>sum mask (z - y)^2 / sum mask, over steps, outputs and trials.</summary>
public sealed record MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override string AxisLabel => "mean squared error (squared units of the target)";

    /// <inheritdoc/>
    public override double Weight(ReadOnlySpan<double> mask)
    {
        var sum = 0.0;
        foreach (var m in mask)
            sum += m;
        return sum;
    }

    /// <inheritdoc/>
    public override void Evaluate<T>(Block<T> block, T[] targets, T[] masks, double normalizer, Span<double> losses)
    {
        var (width, stride) = (block.Width, block.OutputRows * block.Width);
        var factor = T.CreateTruncating(2 / normalizer);
        var backward = block.OutputGradients.Length > 0;
        for (var t = 0; t < block.Steps; t++)
        {
            if (!block.Wanted[t])
                continue;
            for (var k = t * stride; k < (t + 1) * stride; k++)
            {
                var error = block.Outputs[k] - targets[k];
                var weighted = masks[k] * error;
                losses[k % width] += double.CreateTruncating(weighted * error);
                if (backward)
                    block.OutputGradients[k] = factor * weighted;
            }
        }
    }
}
