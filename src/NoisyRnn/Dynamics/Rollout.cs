using System.Numerics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Dynamics;

/// <summary>
/// Network + noise + inputs to trajectory, and back through time. Holds no state of a trial: any number of threads may
/// run their blocks through one rollout between refreshes.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Rollout<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Increments<T> _noise;
    private readonly ParameterSlice _readoutSlice, _readoutBiasSlice;
    private readonly T[] _readout, _readoutTransposed, _readoutBias;
    private readonly int _units, _outputs;

    /// <summary>Prepares a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layout">Its parameters' layout.</param>
    /// <param name="dt">Time step, in the unit of tau.</param>
    /// <param name="noise">The noise terms.</param>
    public Rollout(Network network, ParameterLayout layout, double dt, Increments<T> noise)
    {
        Layout = layout;
        Cell = network.Prepare<T>(layout, dt);
        _noise = noise;
        (_readoutSlice, _readoutBiasSlice) = (layout["W_out"], layout["b_out"]);
        (_outputs, _units) = (_readoutSlice.Rows, _readoutSlice.Columns);
        (_readout, _readoutTransposed) = (new T[_readoutSlice.Length], new T[_readoutSlice.Length]);
        _readoutBias = new T[_outputs];
    }

    /// <summary>The layout of the parameters and gradients.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The network's kernels.</summary>
    public Cell<T> Cell { get; }

    /// <summary>c of the penalty c sum h^2 over steps, units and trials; 0 for none.</summary>
    public double RatePenalty { get; set; }

    /// <summary>Takes new parameter values; no block may be on its way.</summary>
    public void Refresh(Parameters parameters)
    {
        Cell.Refresh(parameters);
        Matrices.Round(parameters[_readoutSlice], _readout);
        Matrices.Round(parameters[_readoutBiasSlice], _readoutBias);
        Matrices.Transpose(_readout, _outputs, _units, _readoutTransposed);
    }

    /// <summary>Runs a block forward: fills States, Outputs (of wanted steps) and what the way back needs.</summary>
    public void Forward(Block<T> block)
    {
        Rows.Broadcast(Cell.InitialState, block.At(block.States, 0, _units), block.Width);
        for (var t = 0; t < block.Steps; t++)
        {
            var input = block.At(block.Inputs, t, block.InputRows);
            var saved = block.Memory.Saved.Length == 0 ? [] : block.At(block.Memory.Saved, t, Cell.SavedRows);
            if (_noise.Has(Placement.Input))
                Rows.Add(Draw(Placement.Input, t, block, block.Memory.Term, block.InputRows), input);
            Cell.Step(new StepFrame<T>
            {
                State = block.At(block.States, t, _units),
                Input = input,
                Inside = Draw(Placement.Inside, t, block, block.Memory.Term, _units),
                Outside = Draw(Placement.Outside, t, block, block.Memory.OutsideTerm, _units),
                OnState = Draw(Placement.State, t, block, block.Memory.StateTerm, _units),
                Next = block.At(block.States, t + 1, _units),
                Saved = saved,
                Ahead = t + 1 == block.Steps || !block.Memory.LeavesCache ? default : new(block.At(block.States, t + 2, _units), saved.IsEmpty ? [] : block.At(block.Memory.Saved, t + 1, Cell.SavedRows)),
                Width = block.Width,
            });
            if (!block.Wanted[t])
                continue;
            var output = block.At(block.Outputs, t, _outputs);
            Rows.Broadcast(_readoutBias, output, block.Width);
            Product.Add(_readout, block.At(block.States, t + 1, _units), output, _outputs, _units, block.Width);
            if (_noise.Has(Placement.Readout))
                Rows.Add(Draw(Placement.Readout, t, block, block.Memory.Term, _outputs), output);
        }
    }

    /// <summary>
    /// Runs a block back from <see cref="Block{T}.OutputGradients"/> (zero at steps that are not wanted) and leaves the
    /// sums of gradients in <see cref="Block{T}.Gradients"/>, one vector a group of lanes.
    /// </summary>
    public void Backward(Block<T> block)
    {
        Array.Clear(block.Gradients);
        var gradient = block.Memory.StateGradient.AsSpan(0, _units * block.Width);
        gradient.Clear();
        for (var end = block.Steps; end > 0;)
        {
            // Chunks start at multiples of their length, so the bits do not depend on where a trial ends.
            var start = (end - 1) / OuterProduct.ChunkSteps * OuterProduct.ChunkSteps;
            for (var t = end - 1; t >= start; t--)
                StepBackward(block, t, start, gradient);
            for (var group = 0; group < block.Groups; group++)
                Collect(block, start, end, group);
            end = start;
        }

        if (Cell.InitialStateSlice is { Trainable: true } slice)
        {
            for (var group = 0; group < block.Groups; group++)
                OuterProduct.AddRowSums<T>(gradient, 0, 1, _units, block.Width, group, Accumulator(block, group, slice));
        }
    }

    private void StepBackward(Block<T> block, int t, int chunkStart, Span<T> gradient)
    {
        if (block.Wanted[t])
            Product.Add(_readoutTransposed, block.At(block.OutputGradients, t, _outputs), gradient, _units, _outputs, block.Width);
        if (RatePenalty > 0)
            AddRatePenalty(block, block.At(block.States, t + 1, _units), gradient);
        Cell.StepBackward(new BackwardFrame<T>
        {
            Saved = block.At(block.Memory.Saved, t, Cell.SavedRows),
            Gradient = gradient,
            Delta = block.At(block.Memory.Deltas, t - chunkStart, Cell.DeltaRows),
            Ahead = t == 0 || !block.Memory.LeavesCache ? default : new(block.At(block.Memory.Saved, t - 1, Cell.SavedRows), block.At(block.States, t - 1, _units)),
            Width = block.Width,
        });
    }

    private void AddRatePenalty(Block<T> block, ReadOnlySpan<T> state, Span<T> gradient)
    {
        Rows.AddScaled<T>([T.CreateTruncating(2 * RatePenalty)], state, gradient, gradient.Length);
        for (var i = 0; block.Active < block.Width && i < _units; i++)
            gradient.Slice((i * block.Width) + block.Active, block.Width - block.Active).Clear();
    }

    // One chunk of steps into one group's accumulators.
    private void Collect(Block<T> block, int start, int end, int group)
    {
        var (steps, width) = (end - start, block.Width);
        foreach (var rule in Cell.GradientRules)
        {
            if (!rule.Slice.Trainable)
                continue;
            var accumulator = Accumulator(block, group, rule.Slice);
            var delta = block.Memory.Deltas.AsSpan(rule.DeltaRow * width);
            var deltaStride = Cell.DeltaRows * width;
            switch (rule.Source)
            {
                case GradientSource.None:
                    OuterProduct.AddRowSums<T>(delta, deltaStride, steps, rule.Slice.Rows, width, group, accumulator);
                    break;
                case GradientSource.State:
                    OuterProduct.Add<T>(delta, deltaStride, block.States.AsSpan(start * _units * width), _units * width, steps, rule.Slice.Rows, rule.Slice.Columns, width, group, accumulator);
                    break;
                default:
                    OuterProduct.Add<T>(delta, deltaStride, block.Inputs.AsSpan(start * block.InputRows * width), block.InputRows * width, steps, rule.Slice.Rows, rule.Slice.Columns, width, group, accumulator);
                    break;
            }
        }

        CollectReadout(block, start, end, group);
    }

    private void CollectReadout(Block<T> block, int start, int end, int group)
    {
        while (start < end && !block.Wanted[start])
            start++;
        while (end > start && !block.Wanted[end - 1])
            end--;
        if (start == end || !_readoutSlice.Trainable)
            return;
        var (width, stride) = (block.Width, _outputs * block.Width);
        var delta = block.OutputGradients.AsSpan(start * stride);
        OuterProduct.Add<T>(delta, stride, block.States.AsSpan((start + 1) * _units * width), _units * width, end - start, _outputs, _units, width, group, Accumulator(block, group, _readoutSlice));
        if (_readoutBiasSlice.Trainable)
            OuterProduct.AddRowSums<T>(delta, stride, end - start, _outputs, width, group, Accumulator(block, group, _readoutBiasSlice));
    }

    private Span<double> Accumulator(Block<T> block, int group, ParameterSlice slice) =>
        block.Gradients.AsSpan((group * Layout.Length) + slice.Offset, slice.Length);

    private Span<T> Draw(Placement placement, int step, Block<T> block, T[] term, int rows)
    {
        if (!_noise.Has(placement))
            return [];
        var destination = term.AsSpan(0, rows * block.Width);
        _noise.Fill(placement, (uint)step, block.Trials, destination);
        return destination;
    }
}
