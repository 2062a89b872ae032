using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// One step of means and covariances through the current form, x' = (1-g) x + g (W r + V (u + s_u xi) + b + s_in xi), r' = f(x') + s_out xi, with x
/// Gaussian (spec 1, section 1: noise inside with memory). With m, Sigma of x, S_i^2 = Sigma_ii, D = F_S'(m) and C = Cov(r)
/// <code>
/// m'      = (1-g) m + g (W F_S(m) + V u + b)
/// C       = D Sigma D off the diagonal,  C_ii = Var f(m_i + S_i xi) + s_out^2,  Cov(x, r) = Sigma D
/// Sigma'  = (1-g) Sigma (1-g) + (1-g) Sigma D W^T g + g W D Sigma (1-g) + g W C W^T g + g (s_in^2 + V s_u^2 V^T) g
///         = A Sigma A^T + g W (C - D Sigma D) W^T g + ...,  A = (1-g) + g W D
/// </code>
/// Noise that units share has a covariance off the diagonal too, c c^T of its vector of levels c; what is fed back is added to the C that the next step reads.
/// Cov(x, r) is exact for Gaussian x (Stein's lemma), and so is the diagonal of C; of its other elements the first term of their series in
/// Sigma_ij is kept. For a linear f all of it is exact.
/// </summary>
internal sealed class CurrentClosureLayer
{
    private readonly UnitActivations _activations;
    private readonly int _units, _width, _inputs;
    private readonly double[] _state, _transposed, _input, _bias, _gain, _keep, _injected, _returned, _outside, _sharedOutside;
    private readonly bool _isSilent;

    /// <summary>Prepares a layer.</summary>
    /// <param name="activations">f of each unit.</param>
    /// <param name="bias">b. [units]</param>
    /// <param name="gain">g. [units]</param>
    /// <param name="state">W [units, units], row-major.</param>
    /// <param name="input">V [units, inputs], row-major.</param>
    /// <param name="inside">s_in xi. [units]</param>
    /// <param name="outside">s_out xi. [units]</param>
    /// <param name="onInput">s_u xi. [inputs]</param>
    /// <param name="fedBack">What the next step reads beside r. [units]</param>
    public CurrentClosureLayer(
        UnitActivations activations, ReadOnlySpan<double> bias, double[] gain, ReadOnlySpan<double> state, ReadOnlySpan<double> input,
        NoiseCovariance inside, NoiseCovariance outside, NoiseCovariance onInput, NoiseCovariance fedBack)
    {
        (_activations, _units, _width) = (activations, bias.Length, DenseProduct.Padded(bias.Length));
        (_bias, _input, _inputs) = (bias.ToArray(), input.ToArray(), input.Length / _units);
        (_gain, _keep) = (gain, [.. gain.Select(static g => 1 - g)]);
        (_state, _transposed) = (new double[_width * _width], new double[_width * _width]);
        DenseProduct.Copy(state, _units, _state, _width, _units, _units);
        Matrices.Transpose<double>(_state, _width, _width, _transposed);
        (_injected, _returned, _sharedOutside) = (new double[_width * _width], new double[_width * _width], new double[_width * _width]);
        for (var i = 0; i < _units; i++)
            _injected[i * (_width + 1)] = inside.Own[i];
        onInput.AddThrough(_input, _injected, _width);
        inside.AddShared(_injected, _width);
        // What units share outside, and all that is fed back, come through W one step later: always the same.
        fedBack.AddThrough(state.ToArray(), _returned, _width);
        (outside with { Own = new double[_units] }).AddThrough(state.ToArray(), _returned, _width);
        for (var i = 0; i < _units; i++)
        {
            for (var j = 0; j < _units; j++)
            {
                _injected[(i * _width) + j] = gain[i] * gain[j] * _injected[(i * _width) + j];
                _returned[(i * _width) + j] = gain[i] * gain[j] * _returned[(i * _width) + j];
            }
        }

        _outside = outside.Own;
        outside.AddShared(_sharedOutside, _width);
        _isSilent = inside.IsNone && outside.IsNone && onInput.IsNone && fedBack.IsNone;
    }

    /// <summary>Working memory for <see cref="Advance"/>, for one thread at a time.</summary>
    public ClosureLayer.Memory NewMemory() => new(_width, hasState: true) { Cross = new double[_width * _width] };

    /// <summary>A certain current, and what the units answer to it.</summary>
    /// <param name="value">x. [units]</param>
    /// <param name="current">Receives it.</param>
    /// <param name="rates">Receives f(x).</param>
    /// <param name="memory">Working memory.</param>
    public void Set(ReadOnlySpan<double> value, GaussianMoments current, GaussianMoments rates, ClosureLayer.Memory memory)
    {
        current.Set(value);
        Respond(current, rates, memory);
        rates.Set(memory.Mean.AsSpan(0, _units));
    }

    /// <summary>One step. A state whose moments overflow becomes not a number.</summary>
    /// <param name="input">u. [inputs]</param>
    /// <param name="current">x, and then x'.</param>
    /// <param name="rates">r, and then r'.</param>
    /// <param name="memory">Working memory.</param>
    public void Advance(ReadOnlySpan<double> input, GaussianMoments current, GaussianMoments rates, ClosureLayer.Memory memory)
    {
        var isCertain = current.IsCertain && rates.IsCertain;
        var means = memory.Drive;
        for (var i = 0; i < _units; i++)
        {
            var drive = _bias[i] + DotProduct.Of(rates.Means, _state.AsSpan(i * _width, _width));
            for (var k = 0; k < _inputs; k++)
                drive += _input[(i * _inputs) + k] * input[k];
            means[i] = (_keep[i] * current.Means[i]) + (_gain[i] * drive);
        }

        if (!isCertain)
            Carry(current, rates, memory);
        means.AsSpan(0, _units).CopyTo(current.Means);
        if (!isCertain || !_isSilent)
        {
            if (isCertain)
                _injected.CopyTo(current.Covariances, 0);
            current.IsCertain = false;
        }

        if (!current.IsFinite)
        {
            current.Set([.. Enumerable.Repeat(double.NaN, _units)]);
            rates.Set(current.Mean);
            return;
        }

        Respond(current, rates, memory);
        Spread(current, rates, memory);
    }

    // Sigma' = Cov(x', x) (1-g) + Cov(x', r) W^T g + ..., from Cov(x', x) = (1-g) Sigma + g W D Sigma and Cov(x', r) = Cov(x', x) D + g W (C - D Sigma D).
    private void Carry(GaussianMoments current, GaussianMoments rates, ClosureLayer.Memory memory)
    {
        var (scaled, cross, sigma) = (memory.Panels, memory.Cross, current.Covariances);
        for (var i = 0; i < _units; i++)
        {
            for (var j = 0; j < _units; j++)
                scaled[(i * _width) + j] = rates.Slope[i] * sigma[(i * _width) + j];
            memory.Diagonal[i] = rates.Variance(i) - _sharedOutside[i * (_width + 1)] - (rates.Slope[i] * rates.Slope[i] * current.Variance(i));
        }

        Array.Clear(cross);
        Product.Add<double>(_state, scaled, cross, _width, _width, _width);
        for (var i = 0; i < _units; i++)
        {
            for (var j = 0; j < _units; j++)
            {
                var k = (i * _width) + j;
                var withCurrent = (_keep[i] * sigma[k]) + (_gain[i] * cross[k]);
                cross[k] = (withCurrent * rates.Slope[j]) + (_gain[i] * _state[k] * memory.Diagonal[j]);
                scaled[k] = withCurrent;
            }
        }

        Array.Clear(sigma);
        Product.Add<double>(cross, _transposed, sigma, _width, _width, _width);
        for (var i = 0; i < _units; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var k = (i * _width) + j;
                sigma[k] = (_keep[j] * scaled[k]) + (_gain[j] * sigma[k]) + _injected[k] + _returned[k];
            }
        }

        ColumnPanels.MirrorLower(sigma, _width);
    }

    // F_S, F_S' and Var f of the units at their currents.
    private void Respond(GaussianMoments current, GaussianMoments rates, ClosureLayer.Memory memory)
    {
        for (var i = 0; i < _units; i++)
            (rates.PreActivation[i], rates.Deviation[i]) = (current.Means[i], Math.Sqrt(Math.Max(0, current.Variance(i))));
        _activations.Moments(rates.PreActivation, rates.Deviation, memory.Mean.AsSpan(0, _units), rates.Slope, memory.Variance.AsSpan(0, _units));
    }

    private void Spread(GaussianMoments current, GaussianMoments rates, ClosureLayer.Memory memory)
    {
        memory.Mean.AsSpan(0, _units).CopyTo(rates.Means);
        rates.IsCertain = current.IsCertain;
        for (var i = 0; i < _units && !rates.IsCertain; i++)
        {
            for (var j = 0; j < _units; j++)
                rates.Covariances[(i * _width) + j] = (rates.Slope[i] * rates.Slope[j] * current.Covariances[(i * _width) + j]) + _sharedOutside[(i * _width) + j];
            rates.Covariances[i * (_width + 1)] = memory.Variance[i] + _outside[i] + _sharedOutside[i * (_width + 1)];
        }
    }
}
