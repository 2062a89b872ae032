using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>A block together with its trials' targets and masks. Reused from batch to batch.</summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class TrialBlock<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TrialTask _task;
    private readonly Trial _trial;
    private readonly int[] _steps;

    /// <summary>Allocates a block for a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="cell">The network.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="width">Trials, a multiple of 16.</param>
    /// <param name="backward">Whether the block also goes back.</param>
    /// <param name="memory">Memory to share with blocks that are under way at other times; null for its own.</param>
    public TrialBlock(
        TrialTask task, Cell<T> cell, ParameterLayout layout, int width, bool backward, BlockMemory<T>? memory = null)
    {
        _task = task;
        _trial = task.NewTrial();
        Block = new Block<T>(cell, layout, task.StepCount, task.InputCount, task.OutputCount, width, backward, memory);
        Targets = new T[task.StepCount * task.OutputCount * width];
        Masks = new T[task.StepCount * task.OutputCount * width];
        _steps = new int[width];
        Losses = new double[width];
        Penalties = new double[width];
        Weights = new double[width];
    }

    /// <summary>The memory on its way through the network.</summary>
    public Block<T> Block { get; }

    /// <summary>Targets. [T][O][width]</summary>
    public T[] Targets { get; }

    /// <summary>Masks; 0 for lanes without a trial. [T][O][width]</summary>
    public T[] Masks { get; }

    /// <summary>Unnormalised loss of each trial. [width]</summary>
    public double[] Losses { get; }

    /// <summary>Unnormalised penalty of each trial, where there is one. [width]</summary>
    public double[] Penalties { get; }

    /// <summary>Weight of each trial in the normaliser. [width]</summary>
    public double[] Weights { get; }

    /// <summary>Writes trials first, first + 1, ... into the lanes; lanes beyond <paramref name="count"/> stay empty.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">What the trials are for.</param>
    /// <param name="first">Number of the first trial.</param>
    /// <param name="count">Number of trials.</param>
    /// <param name="weight">Weight of a step's mask in the normaliser.</param>
    public void Fill(ulong seed, NoiseStream stream, ulong first, int count, MaskWeight weight)
    {
        Array.Clear(Losses);
        Array.Clear(Penalties);
        Array.Clear(Weights);
        Array.Clear(Block.Wanted);
        // A loss writes at wanted steps; the readout's gradient reads all from the first of them to the last.
        Array.Clear(Block.OutputGradients);
        Block.Active = count;
        Array.Clear(_steps);
        for (var lane = 0; lane < count; lane++)
            _steps[lane] = _task.StepsOf(new TrialKey(seed, stream, first + (ulong)lane));
        Block.Steps = Math.Max(1, _steps.Max());
        for (var lane = 0; lane < Block.Width; lane++)
        {
            Block.Trials[lane] = first + (ulong)lane;
            _trial.Clear();
            if (lane < count)
                _task.Fill(new TrialKey(seed, stream, first + (ulong)lane), _trial);
            Scatter(lane, weight);
        }
    }

    /// <summary>Lets the trials 0, 1, ... that stand here have one of several draws of the noise: noise trial p R + r belongs to draw r of trial p.</summary>
    /// <param name="draw">r.</param>
    /// <param name="draws">R.</param>
    internal void TakeDraw(int draw, int draws)
    {
        for (var lane = 0; lane < Block.Width; lane++)
            Block.Trials[lane] = ((ulong)lane * (ulong)draws) + (ulong)draw;
    }

    /// <summary>Whether anything is asked at a step of one trial.</summary>
    public bool Counts(int step, int lane)
    {
        for (var o = 0; o < Block.OutputRows; o++)
        {
            if (Masks[(((step * Block.OutputRows) + o) * Block.Width) + lane] != T.Zero)
                return true;
        }

        return false;
    }

    /// <summary>The last step at which anything is asked of one trial; null where nothing is.</summary>
    public int? LastCounted(int lane)
    {
        for (var t = Block.Steps - 1; t >= 0; t--)
        {
            if (Counts(t, lane))
                return t;
        }

        return null;
    }

    private void Scatter(int lane, MaskWeight weight)
    {
        var width = Block.Width;
        Matrices.Spread(Trial.Flat(_trial.Inputs)[..(Block.Steps * Block.InputRows)], Block.Inputs.AsSpan(lane), width);
        Matrices.Spread(Trial.Flat(_trial.Targets)[..(Block.Steps * Block.OutputRows)], Targets.AsSpan(lane), width);
        var masks = Trial.Flat(_trial.Mask)[..(Block.Steps * Block.OutputRows)];
        Matrices.Spread(masks, Masks.AsSpan(lane), width);
        var sum = 0.0;
        for (var t = 0; t < Block.Steps; t++)
        {
            var mask = masks.Slice(t * Block.OutputRows, Block.OutputRows);
            Block.Wanted[t] |= _trial.Counts(t);
            if (t < _steps[lane])
                sum += weight(mask);
        }

        Weights[lane] = sum;
    }
}
