using NoisyRnn.Networks;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// Follows covariance S and second-order mean mu of the fluctuations along the path of one trial without them (spec 2, section 3), and sums
/// P = 2 l' mu and Q = tr(l'' S) over the steps that count: E l = l_0 + r^2 (P + Q)/2 + O(r^4), r the factor on the noise.
/// </summary>
/// <remarks>
/// S' = J S J^T + N, mu' = J mu + d f''(a) (diag(W S W^T) + variance within the step)/2, J = 1 + d (l + L + f'(a) W), d the mean step. Three products of
/// N x N matrices a step, two where there is no L. One thread at a time.
/// </remarks>
internal sealed class RegularizerPath
{
    private readonly RegularizerStep _step;
    private readonly RegularizerNoise _noise;
    private readonly Loss _loss;
    private readonly double[] _covariance, _mean, _next, _recurrent, _image, _jacobian, _state, _input, _drift, _slope, _bend;
    private readonly double[] _readout, _readoutBias, _spread, _z, _target, _mask, _gradient, _hessian;
    private readonly int _outputs;

    /// <summary>Prepares a network.</summary>
    public RegularizerPath(TrainedNetwork subject, RegularizerStep step, RegularizerNoise noise)
    {
        (_step, _noise, _loss, _outputs) = (step, noise, subject.Loss, subject.Task.OutputCount);
        var (units, width) = (step.Units, step.Width);
        // Rows beyond N stay 0: they meet the padding of the other factor.
        (_covariance, _image, _next) = (new double[width * width], new double[width * width], new double[width * width]);
        (_recurrent, _jacobian) = (new double[units * width], new double[units * width]);
        (_mean, _state, _input) = (new double[width], new double[width], new double[subject.Task.InputCount]);
        (_drift, _slope, _bend) = (new double[units], new double[units], new double[units]);
        (_readout, _spread) = (new double[_outputs * width], new double[_outputs * width]);
        DenseProduct.Copy(subject.Network.Effective(subject.Parameters).ReadoutWeights, units, _readout, width, _outputs, units);
        _readoutBias = subject.Parameters.ReadoutBias.ToArray();
        (_z, _target, _mask, _gradient, _hessian) = (new double[_outputs], new double[_outputs], new double[_outputs], new double[_outputs], new double[_outputs * _outputs]);
    }

    /// <summary>P and Q of one trial, unnormalised.</summary>
    /// <param name="block">With the states of the path without fluctuations.</param>
    /// <param name="lane">The trial's lane.</param>
    public (double P, double Q) Measure(TrialBlock<double> block, int lane)
    {
        Array.Clear(_covariance);
        Array.Clear(_mean);
        var (p, q) = (0.0, 0.0);
        block.Block.ReadLane(block.Block.States, 0, block.Block.StateRows, lane, _state.AsSpan(0, _step.Units));
        var last = block.LastCounted(lane);
        for (var t = 0; t <= last; t++)
        {
            block.Block.ReadLane(block.Block.Inputs, t, block.Block.InputRows, lane, _input);
            _step.Evaluate(_state, _input, _drift, _slope, _bend);
            Advance();
            block.Block.ReadLane(block.Block.States, t + 1, block.Block.StateRows, lane, _state.AsSpan(0, _step.Units));
            if (block.Counts(t, lane))
                Collect(block, t, lane, ref p, ref q);
        }

        return (p, q);
    }

    private void Advance()
    {
        var (units, width, sizes) = (_step.Units, _step.Width, _step.Sizes);
        Array.Clear(_recurrent);
        Product.Add<double>(_step.Recurrent, _covariance, _recurrent, units, width, width);
        Span<double> mean = stackalloc double[width];
        // J by rows; with it what it makes of mu.
        for (var i = 0; i < units; i++)
        {
            var row = _jacobian.AsSpan(i * width, width);
            var gain = sizes[i] * _noise.MeanStep[i];
            row.Clear();
            Rows.AddScaled([gain * _slope[i]], _step.Recurrent.AsSpan(i * width, width), row, width);
            if (_step.Linear.Length > 0)
                Rows.AddScaled([gain], _step.Linear.AsSpan(i * width, width), row, width);
            row[i] += 1 + (gain * _step.Leak);
            var bent = DotProduct.Of(_recurrent.AsSpan(i * width, width), _step.Recurrent.AsSpan(i * width, width)) + _noise.Bent[i];
            mean[i] = DotProduct.Of(row, _mean) + (gain * _bend[i] * bent / 2);
        }

        mean.CopyTo(_mean);
        Map();
        _noise.AddCovariance(_state, _drift, _slope, _covariance);
    }

    // S becomes J S J^T: J S, of which a part is W S, transposed, and J times that.
    private void Map()
    {
        var (units, width) = (_step.Units, _step.Width);
        Array.Clear(_image);
        if (_step.Linear.Length > 0)
            Product.Add<double>(_jacobian, _covariance, _image, units, width, width);
        for (var i = 0; _step.Linear.Length == 0 && i < units; i++)
        {
            var row = _image.AsSpan(i * width, width);
            var gain = _step.Sizes[i] * _noise.MeanStep[i];
            Rows.AddScaled([1 + (gain * _step.Leak)], _covariance.AsSpan(i * width, width), row, width);
            Rows.AddScaled([gain * _slope[i]], _recurrent.AsSpan(i * width, width), row, width);
        }

        Matrices.Transpose<double>(_image, width, width, _next);
        Array.Clear(_covariance);
        Product.Add<double>(_jacobian, _next, _covariance, units, width, width);
    }

    private void Collect(TrialBlock<double> block, int t, int lane, ref double p, ref double q)
    {
        var width = _step.Width;
        block.Block.ReadLane(block.Targets, t, _outputs, lane, _target);
        block.Block.ReadLane(block.Masks, t, _outputs, lane, _mask);
        for (var o = 0; o < _outputs; o++)
            _z[o] = _readoutBias[o] + DotProduct.Of(_readout.AsSpan(o * width, width), _state);
        _loss.Differentiate(_z, _target, _mask, _gradient, _hessian);
        Array.Clear(_spread);
        Product.Add<double>(_readout, _covariance, _spread, _outputs, width, width);
        for (var o = 0; o < _outputs; o++)
        {
            p += 2 * _gradient[o] * DotProduct.Of(_readout.AsSpan(o * width, width), _mean);
            q += _hessian[o * (_outputs + 1)] * _noise.Readout[o];
            for (var k = 0; k < _outputs; k++)
            {
                if (_hessian[(o * _outputs) + k] != 0)
                    q += _hessian[(o * _outputs) + k] * DotProduct.Of(_spread.AsSpan(o * width, width), _readout.AsSpan(k * width, width));
            }
        }
    }
}
