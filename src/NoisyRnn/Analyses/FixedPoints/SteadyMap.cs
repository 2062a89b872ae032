using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// The step of a network at a held input u, x -> F(x), with its Jacobian: the network's own kernels, forward for F and
/// backward from the unit vectors, one a lane, for the rows of J. x is the whole state: h, and what the network remembers
/// beside it. Noise that has its mean in its place stands in every step. One thread at a time; each thread makes its own.
/// </summary>
internal sealed class SteadyMap : SearchedMap
{
    private const int Narrow = 16;
    private readonly Rollout<double> _rollout;
    private readonly Cell<double> _cell;
    private readonly double[][] _means;
    private readonly double[] _state, _input, _next, _saved, _scratch;
    private readonly Lazy<StepJacobian> _jacobian;

    /// <summary>Holds the input of a network.</summary>
    /// <param name="rollout">The network without noise, ready to run; shared by all threads.</param>
    /// <param name="input">u [I].</param>
    public SteadyMap(Rollout<double> rollout, ReadOnlySpan<double> input)
    {
        (_rollout, _cell) = (rollout, rollout.Cell);
        Size = _cell.StateRows;
        (_state, _next) = (new double[Size * Narrow], new double[Size * Narrow]);
        var inputs = input.Length;
        _input = new double[inputs * Narrow];
        Rows.Broadcast(input, _input, Narrow);
        _means = [.. Enum.GetValues<NoiseTerm>().Select(term => rollout.Mean(term, inputs, Narrow))];
        if (Mean(NoiseTerm.Input) is { Length: > 0 } mean)
            Rows.Add<double>(mean, _input);
        (_saved, _scratch) = (new double[_cell.SavedRows * Narrow], new double[_cell.ScratchRows * Narrow]);
        _jacobian = new(() => new StepJacobian(_cell));
    }

    /// <summary>Rows of the state.</summary>
    public override int Size { get; }

    /// <summary>F(x).</summary>
    /// <param name="state">x [Size].</param>
    /// <param name="next">Receives F(x) [Size].</param>
    public override void Evaluate(ReadOnlySpan<double> state, Span<double> next)
    {
        Step(state);
        for (var i = 0; i < Size; i++)
            next[i] = _next[i * Narrow];
    }

    /// <summary>J_ij = dF_i/dx_j.</summary>
    /// <param name="state">x [Size].</param>
    /// <param name="transposed">Receives J^T [Size, Size]: row j holds the derivatives along x_j.</param>
    public override void TransposedJacobian(ReadOnlySpan<double> state, Span<double> transposed)
    {
        Step(state);
        _jacobian.Value.Transposed(_state, _saved, Narrow, transposed);
    }

    private void Step(ReadOnlySpan<double> state)
    {
        Rows.Broadcast(state[..Size], _state, Narrow);
        if (Mean(NoiseTerm.Feedback) is { Length: > 0 } mean)
            _rollout.FeedBack(mean, _state, Narrow);
        _cell.Step(new StepFrame<double>
        {
            State = _state, Input = _input, Next = _next, Saved = _saved, Scratch = _scratch, Width = Narrow,
            Inside = Mean(NoiseTerm.Inside), Outside = Mean(NoiseTerm.Outside), OnState = Mean(NoiseTerm.State), StepFactor = Mean(NoiseTerm.StepFactor),
        });
    }

    private double[] Mean(NoiseTerm term) => _means[(int)term];
}
