using NoisyRnn.Networks;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Training;

/// <summary>The readout of moments, and the expected squared error: mask [(w m + b - y)^2 + w Sigma w^T + s_z^2] over outputs.</summary>
/// <param name="layout">Where its arrays stand.</param>
/// <param name="noise">s_z^2. [O]</param>
/// <param name="width">N, padded.</param>
internal sealed class MomentReadout(ParameterLayout layout, double[] noise, int width)
{
    private readonly ParameterSlice _slice = layout.ReadoutWeights;
    private readonly double[] _weights = new double[noise.Length * width], _bias = new double[noise.Length];

    /// <summary>Takes new values.</summary>
    public void Refresh(Parameters effective)
    {
        DenseProduct.Copy(effective[_slice], _slice.Columns, _weights, width, noise.Length, _slice.Columns);
        effective[layout.ReadoutBias].CopyTo(_bias);
    }

    /// <summary>Mean and variance of one output.</summary>
    /// <param name="state">The state.</param>
    /// <param name="output">Which.</param>
    /// <param name="spread">Receives Sigma w. [width]</param>
    public (double Mean, double Variance) Read(MomentState state, int output, double[] spread)
    {
        var row = _weights.AsSpan(output * width, width);
        for (var i = 0; i < width; i++)
            spread[i] = DotProduct.Of(state.Covariance.AsSpan(i * width, width), row);
        return (_bias[output] + DotProduct.Of(row, state.Mean), noise[output] + DotProduct.Of(row, spread));
    }

    /// <summary>The expected error of one step, unnormalised, and its gradient.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="step">The step.</param>
    /// <param name="state">The state after it.</param>
    /// <param name="byState">Receives the gradient by the state, added to what is there.</param>
    /// <param name="gradient">By the parameters; added to; empty for none. [P]</param>
    /// <param name="spread">Working memory. [width]</param>
    public double Judge(Trial trial, int step, MomentState state, MomentState byState, Span<double> gradient, double[] spread)
    {
        var loss = 0.0;
        for (var o = 0; o < noise.Length; o++)
        {
            var mask = trial.Mask[step, o];
            if (mask == 0)
                continue;
            var (mean, variance) = Read(state, o, spread);
            var error = mean - trial.Targets[step, o];
            loss += mask * ((error * error) + variance);
            if (gradient.IsEmpty)
                continue;
            var row = _weights.AsSpan(o * width, width);
            gradient[layout.ReadoutBias.Offset + o] += 2 * mask * error;
            for (var i = 0; i < _slice.Columns; i++)
            {
                gradient[_slice.Offset + (o * _slice.Columns) + i] += 2 * mask * ((error * state.Mean[i]) + spread[i]);
                byState.Mean[i] += 2 * mask * error * row[i];
                Rows.AddScaled<double>([mask * row[i]], row, byState.Covariance.AsSpan(i * width, width), width);
            }
        }

        return loss;
    }
}
