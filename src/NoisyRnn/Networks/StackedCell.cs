using System.Collections.Immutable;
using System.Numerics;

namespace NoisyRnn.Networks;

/// <summary>The step of several recurrent layers, one above the other, and its derivative: layer after layer, and back from the last to the first.</summary>
/// <remarks>
/// Saved rows, scratch, deltas and noise stand layer after layer; the states from the last layer to the first. On the way back a layer leaves dL/dx,
/// x being the hidden state of the layer below after the same step, in that layer's gradient before its turn comes.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class StackedCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ImmutableArray<Cell<T>> _layers;
    private readonly int _units, _layerState;
    private readonly T[] _state;

    public StackedCell(int units, ImmutableArray<Cell<T>> layers)
    {
        (_layers, _units, _layerState) = (layers, units, layers[0].StateRows);
        _state = [.. layers.Reverse().SelectMany(static layer => layer.InitialState.ToArray())];
        GradientRules = [.. layers.SelectMany((cell, k) => cell.GradientRules.Select(rule => OfLayer(rule, k)))];
    }

    public override int StateRows => _layers.Length * _layerState;

    public override int SavedRows => _layers.Length * _layers[0].SavedRows;

    public override int ScratchRows => _layers.Length * _layers[0].ScratchRows;

    public override int DeltaRows => _layers.Length * _layers[0].DeltaRows;

    public override bool TellsNoiseGradients => _layers[0].TellsNoiseGradients;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override void Refresh(Parameters effective)
    {
        for (var k = 0; k < _layers.Length; k++)
        {
            _layers[k].Refresh(effective);
            _layers[k].InitialState.CopyTo(_state.AsSpan(FirstState(k)));
        }
    }

    public override void Step(in StepFrame<T> frame)
    {
        for (var k = 0; k < _layers.Length; k++)
        {
            _layers[k].Step(new StepFrame<T>
            {
                State = State(frame.State, k, frame.Width),
                Input = k == 0 ? frame.Input : Hidden(frame.Next, k - 1, frame.Width),
                Inside = Part(frame.Inside, k),
                Outside = Part(frame.Outside, k),
                InsideFactor = Part(frame.InsideFactor, k),
                OutsideFactor = Part(frame.OutsideFactor, k),
                OnState = Part(frame.OnState, k),
                StateFactor = Part(frame.StateFactor, k),
                DriftFactor = Part(frame.DriftFactor, k),
                StepFactor = Part(frame.StepFactor, k),
                Next = frame.Next.Slice(FirstState(k) * frame.Width, _layerState * frame.Width),
                Saved = Part(frame.Saved, k),
                Scratch = Part(frame.Scratch, k),
                Width = frame.Width,
            });
        }
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        for (var k = _layers.Length - 1; k >= 0; k--)
        {
            _layers[k].StepBackward(new BackwardFrame<T>
            {
                State = State(frame.State, k, frame.Width),
                Saved = Part(frame.Saved, k),
                Scratch = Part(frame.Scratch, k),
                Gradient = frame.Gradient.Slice(FirstState(k) * frame.Width, _layerState * frame.Width),
                InputGradient = k == 0 ? frame.InputGradient : Hidden(frame.Gradient, k - 1, frame.Width),
                Delta = Part(frame.Delta, k),
                NoiseGradient = Part(frame.NoiseGradient, k),
                Asked = frame.Asked,
                Width = frame.Width,
            });
        }
    }

    // The input of a layer above the first is the hidden state of the layer below after the step.
    private GradientRule OfLayer(GradientRule rule, int k) => rule.Source switch
    {
        GradientSource.State => rule with { DeltaRow = rule.DeltaRow + FirstDelta(k), SourceRow = rule.SourceRow + FirstState(k) },
        GradientSource.Saved => rule with { DeltaRow = rule.DeltaRow + FirstDelta(k), SourceRow = rule.SourceRow + (k * _layers[0].SavedRows) },
        GradientSource.Input when k > 0 => rule with { DeltaRow = rule.DeltaRow + FirstDelta(k), Source = GradientSource.NextState, SourceRow = FirstState(k - 1) },
        _ => rule with { DeltaRow = rule.DeltaRow + FirstDelta(k) },
    };

    private int FirstDelta(int k) => k * _layers[0].DeltaRows;

    private int FirstState(int k) => (_layers.Length - 1 - k) * _layerState;

    private ReadOnlySpan<T> State(ReadOnlySpan<T> states, int k, int width) => states.Slice(FirstState(k) * width, _layerState * width);

    private Span<T> Hidden(Span<T> states, int k, int width) => states.Slice(FirstState(k) * width, _units * width);

    private Span<T> Part(Span<T> rows, int k) => rows.Slice(k * (rows.Length / _layers.Length), rows.Length / _layers.Length);

    private ReadOnlySpan<T> Part(ReadOnlySpan<T> rows, int k) => rows.Slice(k * (rows.Length / _layers.Length), rows.Length / _layers.Length);
}
