using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Training;

/// <summary>A loss over outputs, targets and masks.</summary>
[Leaf("mse", typeof(MeanSquaredError))]
[Leaf("cross-entropy", typeof(CrossEntropy))]
public abstract record Loss
{
    /// <summary>The loss with its unit, for axes.</summary>
    public abstract string AxisLabel { get; }

    /// <summary>The output y = r(z) in an executed equation, "y[t]   = ..."; empty where r is the identity or part of the loss.</summary>
    public virtual string Equation => "";

    /// <summary>Whether outputs are right or wrong: whether there is an accuracy.</summary>
    public virtual bool HasAccuracy => false;

    /// <summary>Turns readouts z into outputs y = r(z), in place; here r is the identity.</summary>
    /// <param name="readouts">Any number of readouts, a multiple of 16.</param>
    public virtual void Respond<T>(Span<T> readouts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
    }

    /// <summary>The weight of one step of one trial in the normaliser: the sum of these over a batch.</summary>
    /// <param name="mask">The step's mask. [O]</param>
    public abstract double Weight(ReadOnlySpan<double> mask);

    /// <summary>
    /// Adds each trial's unnormalised loss to <paramref name="losses"/> and writes dL/dz, normalised, where the block has
    /// room for it.
    /// </summary>
    /// <param name="block">With outputs; its output gradients are written at wanted steps.</param>
    /// <param name="targets">[T][O][width].</param>
    /// <param name="masks">[T][O][width].</param>
    /// <param name="normalizer">The sum of weights over the whole batch.</param>
    /// <param name="losses">[width].</param>
    public abstract void Evaluate<T>(Block<T> block, T[] targets, T[] masks, double normalizer, Span<double> losses)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>The weight of the steps at which a trial's outputs are right; by the sum of weights that is the accuracy.</summary>
    /// <param name="block">With outputs.</param>
    /// <param name="targets">[T][O][width].</param>
    /// <param name="masks">[T][O][width].</param>
    /// <param name="lane">The trial's lane.</param>
    public virtual double RightWeight<T>(Block<T> block, T[] targets, T[] masks, int lane)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => 0;
}
