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
    private readonly Network _network;
    private readonly Increments<T> _noise;
    private readonly LearntLevel<T>? _learnt;
    private readonly ParameterSlice _readoutSlice, _readoutBiasSlice;
    private readonly T[] _readout, _readoutTransposed, _readoutBias;
    private readonly int _units, _outputs, _stateRows;
    private Parameters? _parameters;

    /// <summary>Prepares a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layout">Its parameters' layout.</param>
    /// <param name="dt">Time step, in the unit of tau.</param>
    /// <param name="noise">The noise terms.</param>
    /// <param name="scheme">How the steps of a driven network are made; null for Euler-Maruyama.</param>
    public Rollout(Network network, ParameterLayout layout, double dt, Increments<T> noise, Scheme? scheme = null)
        : this(network, layout, noise, network switch
        {
            DrivenNetwork driven => (scheme ?? new EulerMaruyama()).Prepare(driven, layout, dt, noise),
            MapNetwork map => map.Prepare<T>(layout, dt),
            _ => throw new ArgumentException($"{network.GetType().Name} is neither driven nor a map", nameof(network)),
        })
    {
    }

    /// <summary>Prepares a network whose steps are made otherwise.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layout">Its parameters' layout.</param>
    /// <param name="noise">The noise terms.</param>
    /// <param name="cell">The steps.</param>
    internal Rollout(Network network, ParameterLayout layout, Increments<T> noise, Cell<T> cell)
    {
        (Layout, Cell) = (layout, cell);
        (_network, _noise, _stateRows) = (network, noise, Cell.StateRows);
        _learnt = noise is LearntIncrements<T> learnt ? new(learnt, layout[LearntLevel<T>.Name], cell) : null;
        (_readoutSlice, _readoutBiasSlice) = (layout.ReadoutWeights, layout.ReadoutBias);
        (_outputs, _units) = (_readoutSlice.Rows, _readoutSlice.Columns);
        (_readout, _readoutTransposed) = (new T[_readoutSlice.Length], new T[_readoutSlice.Length]);
        _readoutBias = new T[_outputs];
    }

    /// <summary>The layout of the parameters and gradients.</summary>
    public ParameterLayout Layout { get; }

    /// <summary>The network's kernels.</summary>
    public Cell<T> Cell { get; }

    /// <summary>The network.</summary>
    internal Network Network => _network;

    /// <summary>Whether every step is without noise, and without a mean in its place.</summary>
    internal bool IsSilent => !Enum.GetValues<NoiseTerm>().Any(_noise.Has);

    /// <summary>A term of a step where noise has its mean in its place: the same in every step of every trial; empty without. [rows of the term, width]</summary>
    /// <param name="term">Which.</param>
    /// <param name="inputs">I.</param>
    /// <param name="width">Lanes, a multiple of 16.</param>
    internal T[] Mean(NoiseTerm term, int inputs, int width)
    {
        if (!_noise.Has(term))
            return [];
        var values = new T[_network.NoiseShape(inputs, _outputs)[term] * width];
        _noise.Fill(term, 0, new ulong[width], values);
        return values;
    }

    /// <summary>Adds what a step feeds back to the state that the next one reads. The rows of the noise begin with the first layer's, those of the state with the last one's.</summary>
    /// <param name="noise">The term. [N of each layer, width]</param>
    /// <param name="state">The state. [state rows, width]</param>
    /// <param name="width">Lanes.</param>
    internal void FeedBack(ReadOnlySpan<T> noise, Span<T> state, int width)
    {
        var (hidden, rows) = (_network.HiddenRows, _units * width);
        for (var k = 0; k < hidden.Length; k++)
            Rows.Add(noise.Slice((hidden.Length - 1 - k) * rows, rows), state.Slice(hidden[k] * width, rows));
    }

    /// <summary>The effective parameters of the last <see cref="Refresh"/>.</summary>
    internal Parameters Effective => _network.Effective(_parameters!);

    /// <summary>c of the penalty c sum h^2 over steps, units and trials; 0 for none.</summary>
    public double RatePenalty { get; set; }

    /// <summary>Units whose rates the penalty counts: N of each layer.</summary>
    public int Rates => _units * _network.HiddenRows.Length;

    /// <summary>Takes new parameter values; no block may be on its way.</summary>
    public void Refresh(Parameters parameters)
    {
        _parameters = parameters;
        _learnt?.Refresh(parameters);
        var effective = _network.Effective(parameters);
        Cell.Refresh(effective);
        Matrices.Round(effective[_readoutSlice], _readout);
        Matrices.Round(effective[_readoutBiasSlice], _readoutBias);
        Matrices.Transpose(_readout, _outputs, _units, _readoutTransposed);
    }

    /// <summary>
    /// Turns a sum of <see cref="Block{T}.Gradients"/>, which are with respect to the effective parameters, into the gradient
    /// with respect to the parameters of the last <see cref="Refresh"/>, in place. [P]
    /// </summary>
    public void PullBack(Span<double> gradient) => _network.PullBack(_parameters!, gradient);

    /// <summary>Runs a block forward: fills States, Outputs (of wanted steps) and what the way back needs.</summary>
    /// <param name="block">The block.</param>
    /// <param name="beforeStep">
    /// Called with t before step t reads its inputs; the outputs of step t - 1 are then there. A closed loop writes the
    /// inputs of step t here, and may lower <see cref="Block{T}.Steps"/>, to no less than t + 1, to end early.
    /// </param>
    public void Forward(Block<T> block, Action<int>? beforeStep = null)
    {
        if (block.FirstStep == 0)
            Rows.Broadcast(Cell.InitialState, block.At(block.States, 0, _stateRows), block.Width);
        var memory = block.Memory;
        memory.Begin(_noise.Has(NoiseTerm.Feedback));
        for (var t = 0; t < block.Steps; t++)
        {
            beforeStep?.Invoke(t);
            var input = block.At(block.Inputs, t, block.InputRows);
            var saved = memory.Saved.Length == 0 ? [] : block.At(memory.Saved, t, Cell.SavedRows);
            if (_noise.Has(NoiseTerm.Input))
                Rows.Add(Draw(NoiseTerm.Input, t, block), input);
            Cell.Step(new StepFrame<T>
            {
                State = Enter(block, t),
                Input = input,
                Inside = Draw(NoiseTerm.Inside, t, block),
                Outside = Draw(NoiseTerm.Outside, t, block),
                InsideFactor = Draw(NoiseTerm.InsideFactor, t, block),
                OutsideFactor = Draw(NoiseTerm.OutsideFactor, t, block),
                OnState = Draw(NoiseTerm.State, t, block),
                StateFactor = Draw(NoiseTerm.StateFactor, t, block),
                DriftFactor = Draw(NoiseTerm.DriftFactor, t, block),
                StepFactor = Draw(NoiseTerm.StepFactor, t, block),
                Next = block.At(block.States, t + 1, _stateRows),
                Saved = saved,
                Scratch = memory.Scratch.AsSpan(0, Cell.ScratchRows * block.Width),
                Ahead = t + 1 == block.Steps || !memory.LeavesCache ? default : new(block.At(block.States, t + 2, _stateRows), saved.IsEmpty ? [] : block.At(memory.Saved, t + 1, Cell.SavedRows)),
                Width = block.Width,
            });
            if (!block.Wanted[t])
                continue;
            var output = block.At(block.Outputs, t, _outputs);
            Rows.Broadcast(_readoutBias, output, block.Width);
            Product.Add(_readout, Hidden(block, t + 1), output, _outputs, _units, block.Width);
            if (_noise.Has(NoiseTerm.Readout))
                Rows.Add(Draw(NoiseTerm.Readout, t, block), output);
            for (var order = 1; order <= block.Orders; order++)
            {
                var orderOutput = OfOrder(block, block.OrderOutputs, t, order);
                orderOutput.Clear();
                Product.Add(_readout, Hidden(block, t + 1, order), orderOutput, _outputs, _units, block.Width);
            }
        }
    }

    /// <summary>
    /// Runs a block back from <see cref="Block{T}.OutputGradients"/> (zero at steps that are not wanted) and leaves the
    /// sums of gradients in <see cref="Block{T}.Gradients"/>, one vector a group of lanes.
    /// </summary>
    public void Backward(Block<T> block)
    {
        Array.Clear(block.Gradients);
        var gradient = block.Memory.StateGradient.AsSpan(0, _stateRows * block.Width);
        gradient.Clear();
        for (var end = block.Steps; end > 0;)
        {
            // Chunks start at multiples of their length, so the bits do not depend on where a trial ends.
            var start = (end - 1) / OuterProduct.ChunkSteps * OuterProduct.ChunkSteps;
            for (var t = end - 1; t >= start; t--)
                StepBackward(block, t, start, gradient);
            for (var group = 0; block.WantsGradients && group < block.Groups; group++)
                Collect(block, start, end, group);
            end = start;
        }

        if (block.WantsGradients && Cell.InitialStateSlice is { Trainable: true } slice)
        {
            for (var group = 0; group < block.Groups; group++)
                OuterProduct.AddRowSums<T>(gradient, 0, 1, slice.Rows, block.Width, group, Accumulator(block, group, slice));
        }
    }

    private void StepBackward(Block<T> block, int t, int chunkStart, Span<T> gradient)
    {
        if (block.Wanted[t])
            Product.Add(_readoutTransposed, block.At(block.OutputGradients, t, _outputs), gradient, _units, _outputs, block.Width);
        for (var order = 1; block.Wanted[t] && order <= block.Orders; order++)
        {
            var hidden = gradient.Slice(order * _units * block.Width, _units * block.Width);
            Product.Add(_readoutTransposed, OfOrder(block, block.OrderOutputGradients, t, order), hidden, _units, _outputs, block.Width);
        }

        if (RatePenalty > 0)
        {
            foreach (var first in _network.HiddenRows)
                AddRatePenalty(block, block.At(block.States, t + 1, _stateRows).Slice(first * block.Width, _units * block.Width), gradient.Slice(first * block.Width, _units * block.Width));
        }

        var inputGradient = block.InputGradients.Length == 0 ? [] : block.At(block.InputGradients, t, block.InputRows);
        inputGradient.Clear();
        var noise = _learnt is null ? [] : Draw(_learnt.Term, t, block);
        var delta = block.At(block.Memory.Deltas, t - chunkStart, Cell.DeltaRows);
        Cell.StepBackward(new BackwardFrame<T>
        {
            State = block.At(block.Entered, t, _stateRows),
            Saved = block.At(block.Memory.Saved, t, Cell.SavedRows),
            Scratch = block.Memory.Scratch.AsSpan(0, Cell.ScratchRows * block.Width),
            Gradient = gradient,
            InputGradient = inputGradient,
            NoiseGradient = _learnt is null ? [] : block.Memory.NoiseGradientOf(noise.Length),
            Asked = _learnt?.Term ?? default,
            Delta = delta,
            Ahead = t == 0 || !block.Memory.LeavesCache ? default : new(block.At(block.Memory.Saved, t - 1, Cell.SavedRows), block.At(block.States, t - 1, _stateRows)),
            Width = block.Width,
        });
        _learnt?.Collect(block, noise);
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
            if (rule.Source == GradientSource.None)
            {
                OuterProduct.AddRowSums<T>(delta, deltaStride, steps, rule.Slice.Rows, width, group, accumulator);
                continue;
            }

            var (source, rows, first) = rule.Source switch
            {
                GradientSource.State => (block.Entered, _stateRows, start),
                GradientSource.NextState => (block.States, _stateRows, start + 1),
                GradientSource.Saved => (block.Memory.Saved, Cell.SavedRows, start),
                _ => (block.Inputs, block.InputRows, start),
            };
            OuterProduct.Add<T>(delta, deltaStride, source.AsSpan(((first * rows) + rule.SourceRow) * width), rows * width, steps, rule.Slice.Rows, rule.Slice.Columns, width, group, accumulator);
        }

        CollectReadout(block, start, end, group);
    }

    private void CollectReadout(Block<T> block, int start, int end, int group)
    {
        while (start < end && !block.Wanted[start])
            start++;
        while (end > start && !block.Wanted[end - 1])
            end--;
        if (start == end)
            return;
        var (width, stride) = (block.Width, _outputs * block.Width);
        var delta = block.OutputGradients.AsSpan(start * stride);
        if (_readoutSlice.Trainable)
            OuterProduct.Add<T>(delta, stride, block.States.AsSpan((start + 1) * _stateRows * width), _stateRows * width, end - start, _outputs, _units, width, group, Accumulator(block, group, _readoutSlice));
        for (var order = 1; _readoutSlice.Trainable && order <= block.Orders; order++)
        {
            var orderDelta = block.OrderOutputGradients.AsSpan(((start * block.Orders) + order - 1) * stride);
            OuterProduct.Add<T>(orderDelta, block.Orders * stride, block.States.AsSpan((((start + 1) * _stateRows) + (order * _units)) * width), _stateRows * width, end - start, _outputs, _units, width, group, Accumulator(block, group, _readoutSlice));
        }

        if (_readoutBiasSlice.Trainable)
            OuterProduct.AddRowSums<T>(delta, stride, end - start, _outputs, width, group, Accumulator(block, group, _readoutBiasSlice));
    }

    private Span<double> Accumulator(Block<T> block, int group, ParameterSlice slice) =>
        block.Gradients.AsSpan((group * Layout.Length) + slice.Offset, slice.Length);

    // The hidden state: the first N rows of the state; of an expanded one the next N its first order, then its second.
    private Span<T> Hidden(Block<T> block, int step, int order = 0) =>
        block.At(block.States, step, _stateRows).Slice(order * _units * block.Width, _units * block.Width);

    // One order's part of an array [T][orders][O][width].
    private Span<T> OfOrder(Block<T> block, T[] array, int step, int order) =>
        block.At(array, (step * block.Orders) + order - 1, _outputs);

    // What a step reads: the state after the step before, with the noise that this fed back. The readout of that step and the layer above have read it clean.
    private Span<T> Enter(Block<T> block, int step)
    {
        var state = block.At(block.States, step, _stateRows);
        if (!block.Memory.FeedsBack)
            return state;
        var entered = block.At(block.Memory.Entered, step, _stateRows);
        state.CopyTo(entered);
        if (block.FirstStep + step == 0)
            return entered;
        FeedBack(Draw(NoiseTerm.Feedback, step - 1, block), entered, block.Width);
        return entered;
    }

    private Span<T> Draw(NoiseTerm term, int step, Block<T> block)
    {
        if (!_noise.Has(term))
            return [];
        var rows = _network.NoiseShape(block.InputRows, _outputs)[term];
        ref var values = ref block.Memory.Terms[(int)term];
        if (values.Length < rows * block.Width)
            values = new T[rows * block.Width];
        var destination = values.AsSpan(0, rows * block.Width);
        _noise.Fill(term, (uint)(block.FirstStep + step), block.Trials, destination, block.Memory.Filters);
        return destination;
    }
}
