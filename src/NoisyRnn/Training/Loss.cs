using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;

namespace NoisyRnn.Training;

/// <summary>A loss over outputs, targets and masks.</summary>
[Leaf("mse", typeof(MeanSquaredError))]
[Leaf("cross-entropy", typeof(CrossEntropy))]
public abstract record Loss
{
    /// <summary>The loss in words: "cross-entropy".</summary>
    public abstract string Words { get; }

    /// <summary>Its unit: "nats".</summary>
    public abstract string Unit { get; }

    /// <summary>The output y = r(z) in an executed equation, "y[t]   = ..."; empty where r is the identity or part of the loss.</summary>
    public virtual string Equation => "";

    /// <summary>Whether outputs are classes, and right or wrong: whether there is an accuracy.</summary>
    public virtual bool HasAccuracy => false;

    /// <summary>Whether the mean over noise is bias^2 + variance, and so the mean output has a loss as a single one has.</summary>
    public virtual bool HasBias => false;

    /// <summary>Why it has no bias^2 and variance; null where it has.</summary>
    internal string? RefusalWithoutBias => HasBias ? null : $"the loss {Catalogue.KindOf(GetType())} has no bias^2 and variance; allowed is {Catalogue.NamesOf<Loss>(static loss => loss.HasBias)}";

    /// <summary>Whether it is a sum over outputs, each with its own mask; else a step has one loss, and its mask is that of output 0.</summary>
    public virtual bool IsSeparable => false;

    /// <summary>r of the output y = r(z) of a readout z; null where it is the identity, or part of the loss.</summary>
    public virtual Activation? Response => null;

    /// <summary>The same loss of outputs y = r(z); of one whose r is part of it, itself.</summary>
    /// <param name="readout">r.</param>
    public virtual Loss Through(Readout readout) => this;

    /// <summary>An empty accumulator of this loss over noise draws.</summary>
    public abstract LossAccumulator NewAccumulator();

    /// <summary>Whether a step may have these targets. [O]</summary>
    public virtual bool Accepts(ReadOnlySpan<double> target) => true;

    /// <summary>Turns readouts z into outputs y = r(z), in place.</summary>
    /// <param name="readouts">Any number of readouts, a multiple of 16.</param>
    public void Respond<T>(Span<T> readouts)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Response?.EvaluateAs(readouts, readouts, []);

    /// <summary>One output as people look at it: y, or of a class its probability, for a logit by itself says nothing.</summary>
    /// <param name="outputs">y of one step. [O]</param>
    /// <param name="output">Which.</param>
    public virtual double Shown(ReadOnlySpan<double> outputs, int output) => outputs[output];

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

    /// <summary>Runs trials forward and evaluates them: their losses, and dL/dz where the block has room for it.</summary>
    /// <param name="rollout">The network with its noise.</param>
    /// <param name="block">The trials.</param>
    /// <param name="normalizer">The sum of weights over the whole batch; 1 for no gradients.</param>
    internal void Run<T>(Rollout<T> rollout, TrialBlock<T> block, double normalizer = 1)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Array.Clear(block.Losses);
        rollout.Forward(block.Block);
        Evaluate(block.Block, block.Targets, block.Masks, normalizer, block.Losses);
    }

    /// <summary>
    /// Adds the penalty w (grad l . z2 + z1^T H_l z1 / 2) of readouts z + e z1 + e^2 z2, the coefficient of e^2 of their loss,
    /// unnormalised, to <paramref name="penalties"/>, and its normalised derivative to the block's gradients of outputs. Without z2 the first
    /// term is left out. Comes after <see cref="Evaluate{T}(Block{T}, T[], T[], double, Span{double})"/>.
    /// </summary>
    /// <param name="block">With outputs of one order or two; their gradients are written at all steps.</param>
    /// <param name="targets">[T][O][width].</param>
    /// <param name="masks">[T][O][width].</param>
    /// <param name="normalizer">The sum of weights over the whole batch.</param>
    /// <param name="weight">w.</param>
    /// <param name="penalties">[width].</param>
    internal void AddRegularizer<T>(Block<T> block, T[] targets, T[] masks, double normalizer, double weight, Span<double> penalties)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var (width, outputs, orders) = (block.Width, block.OutputRows, block.Orders);
        var point = new LossExpansion(outputs, orders);
        Array.Clear(block.OrderOutputGradients);
        for (var t = 0; t < block.Steps; t++)
        {
            for (var b = 0; block.Wanted[t] && b < width; b++)
            {
                var first = (t * outputs * width) + b;
                var firstOfOrders = (t * orders * outputs * width) + b;
                Gather(block.Outputs, first, point.Readout);
                Gather(targets, first, point.Target);
                Gather(masks, first, point.Mask);
                Gather(block.OrderOutputs, firstOfOrders, point.Orders);
                penalties[b] += weight * Expand(point);
                if (block.OutputGradients.Length == 0)
                    continue;
                var scale = weight / normalizer;
                for (var o = 0; o < outputs; o++)
                    block.OutputGradients[first + (o * width)] += T.CreateTruncating(scale * point.ByReadout[o]);
                for (var o = 0; o < orders * outputs; o++)
                    block.OrderOutputGradients[firstOfOrders + (o * width)] = T.CreateTruncating(scale * point.ByOrders[o]);
            }
        }

        void Gather(T[] source, int first, double[] destination)
        {
            for (var k = 0; k < destination.Length; k++)
                destination[k] = double.CreateTruncating(source[first + (k * width)]);
        }
    }

    /// <summary>Gradient and Hessian by the readouts of one step of one trial, unnormalised.</summary>
    /// <param name="readout">z. [O]</param>
    /// <param name="target">y. [O]</param>
    /// <param name="mask">The mask. [O]</param>
    /// <param name="gradient">Receives dl/dz. [O]</param>
    /// <param name="hessian">Receives d^2 l/dz^2. [O, O]</param>
    internal abstract void Differentiate(
        ReadOnlySpan<double> readout, ReadOnlySpan<double> target, ReadOnlySpan<double> mask, Span<double> gradient, Span<double> hessian);

    /// <summary>grad l . z2 + z1^T H_l z1 / 2 of one step of one trial, and its derivatives by z, z1 and z2.</summary>
    /// <param name="point">Where; receives the derivatives.</param>
    private protected abstract double Expand(LossExpansion point);

    /// <summary>The weight of the steps at which a trial's outputs are right; by the sum of weights that is the accuracy.</summary>
    /// <param name="block">With outputs.</param>
    /// <param name="targets">[T][O][width].</param>
    /// <param name="masks">[T][O][width].</param>
    /// <param name="lane">The trial's lane.</param>
    public virtual double RightWeight<T>(Block<T> block, T[] targets, T[] masks, int lane)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => 0;
}
