using NoisyRnn.Networks;
using NoisyRnn.Tasks;

namespace NoisyRnn.Training;

/// <summary>One trial on its way through the closure and back: the states of all steps, for one thread at a time.</summary>
internal sealed class MomentTrial
{
    /// <summary>Allocates it.</summary>
    /// <param name="task">The task.</param>
    /// <param name="layers">Number of layers.</param>
    /// <param name="units">N.</param>
    /// <param name="width">N, padded.</param>
    public MomentTrial(TrialTask task, int layers, int units, int width)
    {
        Trial = task.NewTrial();
        States = [.. Enumerable.Range(0, layers).Select(_ => New(task.StepCount + 1))];
        Moments = [.. Enumerable.Range(0, layers).Select(_ => Enumerable.Range(0, task.StepCount).Select(_ => new SmoothedDerivatives(units)).ToArray())];
        (Gradients, Next) = (New(layers), New(layers));
        (Memory, Spread) = (new(units, width), new double[width]);

        MomentState[] New(int count) => [.. Enumerable.Range(0, count).Select(_ => new MomentState(width))];
    }

    /// <summary>The trial.</summary>
    public Trial Trial { get; }

    /// <summary>The states before the first step, and after each. [layers][T + 1]</summary>
    public MomentState[][] States { get; }

    /// <summary>The moments of f at each step. [layers][T]</summary>
    public SmoothedDerivatives[][] Moments { get; }

    /// <summary>dE by the states of one step. [layers]</summary>
    public MomentState[] Gradients { get; set; }

    /// <summary>The same of the step before. [layers]</summary>
    public MomentState[] Next { get; set; }

    /// <summary>Working memory of a step.</summary>
    public MomentMemory Memory { get; }

    /// <summary>Working memory of the readout. [width]</summary>
    public double[] Spread { get; }
}
