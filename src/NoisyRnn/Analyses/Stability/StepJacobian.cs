using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// The Jacobian of an executed step, x' = F(x), from the network's own kernels: backward from the unit vectors, one a lane. What the
/// step saved holds its noise, so with multiplicative noise the noise's derivative is in it. One thread at a time.
/// </summary>
/// <param name="cell">The network, ready to run.</param>
internal sealed class StepJacobian(Cell<double> cell)
{
    private readonly int _wide = DenseProduct.Padded(cell.StateRows);
    private readonly double[] _state = Lanes(cell, cell.StateRows), _saved = Lanes(cell, cell.SavedRows), _scratch = Lanes(cell, cell.ScratchRows);
    private readonly double[] _delta = Lanes(cell, cell.DeltaRows), _gradient = Lanes(cell, cell.StateRows);

    /// <summary>J_ij = dF_i/dx_j of a step that one lane has done.</summary>
    /// <param name="state">x, the state before the step, from that lane on. [state rows, stride]</param>
    /// <param name="saved">What the step saved, from that lane on. [saved rows, stride]</param>
    /// <param name="stride">Distance of their rows: the width of the block that did the step.</param>
    /// <param name="transposed">Receives J^T [state rows, state rows]: row j holds the derivatives along x_j.</param>
    public void Transposed(ReadOnlySpan<double> state, ReadOnlySpan<double> saved, int stride, Span<double> transposed)
    {
        var size = cell.StateRows;
        Spread(state, stride, _state);
        Spread(saved, stride, _saved);
        Array.Clear(_gradient);
        for (var i = 0; i < size; i++)
            _gradient[(i * _wide) + i] = 1;
        cell.StepBackward(new BackwardFrame<double> { State = _state, Saved = _saved, Scratch = _scratch, Delta = _delta, Gradient = _gradient, Width = _wide });
        DenseProduct.Copy(_gradient, _wide, transposed, size, size, size);
    }

    private void Spread(ReadOnlySpan<double> lane, int stride, double[] lanes)
    {
        for (var row = 0; row < lanes.Length / _wide; row++)
            lanes.AsSpan(row * _wide, _wide).Fill(lane[row * stride]);
    }

    private static double[] Lanes(Cell<double> cell, int rows) => new double[rows * DenseProduct.Padded(cell.StateRows)];
}
