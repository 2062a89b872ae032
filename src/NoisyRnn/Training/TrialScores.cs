using NoisyRnn.Tasks;

namespace NoisyRnn.Training;

/// <summary>Losses and right answers of trials, kept from any thread and summed in the order of trials.</summary>
/// <param name="loss">The loss.</param>
/// <param name="trials">Number of trials.</param>
internal sealed class TrialScores(Loss loss, int trials)
{
    private readonly double[] _losses = new double[trials], _weights = new double[trials], _right = new double[trials];

    /// <summary>Mean loss and accuracy; no accuracy where the loss has none.</summary>
    public (double Loss, double? Accuracy) Mean
    {
        get
        {
            var weight = Sum(_weights);
            return (Sum(_losses) / weight, loss.HasAccuracy ? Sum(_right) / weight : null);
        }
    }

    /// <summary>Takes the losses and answers of a block that has been evaluated.</summary>
    /// <param name="first">Number of its first trial.</param>
    /// <param name="block">The block.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public void Keep<T>(int first, TrialBlock<T> block)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        var count = block.Block.Active;
        block.Losses.AsSpan(0, count).CopyTo(_losses.AsSpan(first));
        block.Weights.AsSpan(0, count).CopyTo(_weights.AsSpan(first));
        for (var lane = 0; lane < count; lane++)
            _right[first + lane] = loss.RightWeight(block.Block, block.Targets, block.Masks, lane);
    }

    private static double Sum(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value;
        return sum;
    }
}
