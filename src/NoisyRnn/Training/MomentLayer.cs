using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Training;

/// <summary>
/// One layer of leaky units in the Gaussian closure, forward and back. It reads a state with mean m and covariance Sigma (its own, or the layer's
/// before): with M = W Sigma, Q = M W^T, a = W m + U u + b, S_i^2 = Q_ii + s_in^2, d = g F_S'(a) and l = 1 - g,
/// <code>
/// m'        = l m + g F_S(a)
/// Sigma'_ij = l_i l_j Sigma_ij + l_i d_j M_ji + d_i l_j M_ij + d_i d_j Q_ij        i unlike j
/// Sigma'_ii = l_i^2 Sigma_ii + 2 l_i d_i M_ii + g_i^2 (Var f(a_i + S_i xi) + s_out^2) + s_h^2
/// </code>
/// as the analyses have it; noise that units share adds c c^T of its levels to Q, and where it is outside or on the state to Sigma'. Two products of N x N matrices forward, six back.
/// </summary>
internal sealed class MomentLayer
{
    private readonly LeakyLayer _layer;
    private readonly ParameterSlice? _stateSlice, _inputSlice, _stepSlice;
    private readonly Activation _activation;
    private readonly double[] _inside, _outside, _onState, _gain, _weights, _transposed, _sharedInside, _sharedOutside, _sharedOnState;
    private double[] _input = [], _bias = [];

    /// <summary>Prepares a layer.</summary>
    /// <param name="layer">Where its arrays stand.</param>
    /// <param name="isFirst">Whether its input is that of the trial.</param>
    /// <param name="inside">s_in xi. [N]</param>
    /// <param name="outside">s_out xi. [N]</param>
    /// <param name="onState">s_h xi. [N]</param>
    /// <param name="steps">g where it is trained; else null.</param>
    public MomentLayer(LeakyLayer layer, bool isFirst, NoiseCovariance inside, NoiseCovariance outside, NoiseCovariance onState, ParameterSlice? steps)
    {
        (_layer, _activation, Units) = (layer, layer.Activations.Function, layer.Bias.Rows);
        _stateSlice = layer.Recurrent ?? (isFirst ? null : layer.Input);
        _inputSlice = isFirst ? layer.Input : null;
        Width = DenseProduct.Padded(Units);
        (_inside, _outside, _onState, _gain, _stepSlice) = (inside.Own, outside.Variances, onState.Variances, new double[Units], steps);
        (_sharedInside, _sharedOutside, _sharedOnState) = (inside.SharedSquare(Width), outside.SharedSquare(Width), onState.SharedSquare(Width));
        (_weights, _transposed) = (new double[Width * Width], new double[Width * Width]);
    }

    /// <summary>N.</summary>
    public int Units { get; }

    /// <summary>N, padded.</summary>
    public int Width { get; }

    /// <summary>Whether it reads its own state.</summary>
    public bool IsRecurrent => _layer.Recurrent is not null;

    /// <summary>Takes new values.</summary>
    public void Refresh(Parameters effective, ReadOnlySpan<double> gain)
    {
        gain.CopyTo(_gain);
        _bias = effective[_layer.Bias].ToArray();
        _input = _inputSlice is null ? [] : effective[_inputSlice].ToArray();
        if (_stateSlice is null)
            return;
        DenseProduct.Copy(effective[_stateSlice], Units, _weights, Width, Units, Units);
        Matrices.Transpose<double>(_weights, Width, Width, _transposed);
    }

    /// <summary>One step.</summary>
    /// <param name="input">u. [I]</param>
    /// <param name="read">The state that W reads.</param>
    /// <param name="before">The layer's own state before the step.</param>
    /// <param name="after">Receives the state after it.</param>
    /// <param name="moments">Receives the moments of f.</param>
    /// <param name="memory">Working memory.</param>
    public void Forward(ReadOnlySpan<double> input, MomentState read, MomentState before, MomentState after, SmoothedDerivatives moments, MomentMemory memory)
    {
        Carry(read, memory);
        for (var i = 0; i < Units; i++)
        {
            var a = _bias[i] + (_stateSlice is null ? 0 : DotProduct.Of(read.Mean, _weights.AsSpan(i * Width, Width)));
            for (var k = 0; k < input.Length && _inputSlice is not null; k++)
                a += _input[(i * input.Length) + k] * input[k];
            // Rounding may take a variance of nothing below it.
            (memory.Argument[i], memory.Deviation[i]) = (a, Math.Sqrt(Math.Max(0, memory.Spread[(i * Width) + i]) + _inside[i]));
        }

        moments.Fill(_activation, memory.Argument, memory.Deviation);
        for (var i = 0; i < Units; i++)
        {
            var (g, leak, row) = (_gain[i], 1 - _gain[i], i * Width);
            var d = g * moments.Slope[i];
            after.Mean[i] = (leak == 0 ? 0 : leak * before.Mean[i]) + (g * moments.Mean[i]);
            for (var j = 0; j < i; j++)
            {
                var (otherLeak, other) = (1 - _gain[j], _gain[j] * moments.Slope[j]);
                var value = (leak * otherLeak * before.Covariance[row + j]) + (leak * other * memory.Carried[(j * Width) + i]) + (d * otherLeak * memory.Carried[row + j]) + (d * other * memory.Spread[row + j]);
                if (_sharedOutside.Length > 0)
                    value += g * _gain[j] * _sharedOutside[row + j];
                if (_sharedOnState.Length > 0)
                    value += _sharedOnState[row + j];
                (after.Covariance[row + j], after.Covariance[(j * Width) + i]) = (value, value);
            }

            after.Covariance[row + i] = (leak * leak * before.Covariance[row + i]) + (2 * leak * d * memory.Carried[row + i]) + (g * g * (moments.Variance[i] + _outside[i])) + _onState[i];
        }
    }

    /// <summary>One step back: from the gradient by the state after the step to those by the states before it, and by the parameters.</summary>
    /// <param name="input">u. [I]</param>
    /// <param name="read">The state that W read.</param>
    /// <param name="after">dE by the state after the step, its covariance symmetric.</param>
    /// <param name="byRead">Receives dE by the state that W read, added to what is there.</param>
    /// <param name="moments">The moments of f.</param>
    /// <param name="memory">Working memory.</param>
    /// <param name="gradient">By the effective parameters; added to. [P]</param>
    public void Backward(ReadOnlySpan<double> input, MomentState read, MomentState after, MomentState byRead, SmoothedDerivatives moments, MomentMemory memory, Span<double> gradient)
    {
        Carry(read, memory);
        var (g, m, q) = (after.Covariance, memory.Carried, memory.Spread);
        for (var i = 0; i < Units; i++)
        {
            var (row, leak, d) = (i * Width, 1 - _gain[i], _gain[i] * moments.Slope[i]);
            var byDrive = 2 * leak * m[row + i] * g[row + i];
            for (var j = 0; j < Units; j++)
            {
                var (otherLeak, other) = (1 - _gain[j], _gain[j] * moments.Slope[j]);
                memory.ByCarried[row + j] = 2 * d * otherLeak * g[row + j];
                memory.BySpread[row + j] = i == j ? 0 : d * other * g[row + j];
                if (i != j)
                    byDrive += 2 * g[row + j] * ((otherLeak * m[row + j]) + (other * q[row + j]));
            }

            var (byMean, bySlope, byVariance) = (_gain[i] * after.Mean[i], _gain[i] * byDrive, _gain[i] * _gain[i] * g[row + i]);
            memory.ByArgument[i] = (byMean * moments.Slope[i]) + (bySlope * moments.Second[i]) + (byVariance * moments.VarianceByArgument[i]);
            memory.BySpread[row + i] = (0.5 * ((byMean * moments.Second[i]) + (bySlope * moments.Third[i]))) + (byVariance * moments.VarianceByVariance[i]);
            gradient[_layer.Bias.Offset + i] += memory.ByArgument[i];
            if (_stepSlice is not null)
                gradient[_stepSlice.Offset + i] += ByStep(i, read, after, moments, memory);
            for (var k = 0; k < input.Length && _inputSlice is not null; k++)
                gradient[_inputSlice.Offset + (i * input.Length) + k] += memory.ByArgument[i] * input[k];
        }

        if (_stateSlice is null)
            return;
        Product.Add<double>(memory.BySpread, _weights, memory.ByCarried, Width, Width, Width);
        Array.Clear(memory.ByWeights);
        Product.Add<double>(memory.BySpread, m, memory.ByWeights, Width, Width, Width);
        Product.Add<double>(memory.ByCarried, read.Covariance, memory.ByWeights, Width, Width, Width);
        for (var i = 0; i < Units; i++)
        {
            for (var j = 0; j < Units; j++)
                gradient[_stateSlice.Offset + (i * Units) + j] += memory.ByWeights[(i * Width) + j] + (memory.ByArgument[i] * read.Mean[j]);
        }

        Array.Clear(memory.Product);
        Product.Add<double>(_transposed, memory.ByCarried, memory.Product, Width, Width, Width);
        for (var i = 0; i < Units; i++)
        {
            var row = i * Width;
            byRead.Mean[i] += DotProduct.Of(_transposed.AsSpan(row, Width), memory.ByArgument) + (IsRecurrent ? (1 - _gain[i]) * after.Mean[i] : 0);
            for (var j = 0; j < Units; j++)
            {
                var own = IsRecurrent ? (1 - _gain[i]) * (1 - _gain[j]) * g[row + j] : 0;
                byRead.Covariance[row + j] += own + (0.5 * (memory.Product[row + j] + memory.Product[(j * Width) + i]));
            }
        }
    }

    /// <summary>Of W = m n: the gradient by W, summed over steps and trials, becomes that by m and n, G n^T and m^T G.</summary>
    /// <param name="effective">The parameters.</param>
    /// <param name="gradient">By the effective parameters. [P]</param>
    public void GiveToFactors(Parameters effective, Span<double> gradient)
    {
        if (_layer.Factors is not { } factors)
            return;
        var byWeights = gradient.Slice(_stateSlice!.Offset, _stateSlice.Length);
        var left = effective[factors.Left];
        var right = effective[factors.Right];
        for (var i = 0; i < Units; i++)
        {
            for (var r = 0; r < factors.Rank; r++)
            {
                for (var j = 0; j < Units; j++)
                {
                    gradient[factors.Left.Offset + (i * factors.Rank) + r] += byWeights[(i * Units) + j] * right[(r * Units) + j];
                    gradient[factors.Right.Offset + (r * Units) + j] += left[(i * factors.Rank) + r] * byWeights[(i * Units) + j];
                }
            }
        }

        byWeights.Clear();
    }

    // dE/dg of a unit, whose own state is the one that is read: by the mean F - m, and by the covariance, where l = 1 - g and d = g F'.
    private double ByStep(int i, MomentState read, MomentState after, SmoothedDerivatives moments, MomentMemory memory)
    {
        var (g, m, q, sigma) = (after.Covariance, memory.Carried, memory.Spread, read.Covariance);
        var (row, leak, slope) = (i * Width, 1 - _gain[i], moments.Slope[i]);
        var sum = after.Mean[i] * (moments.Mean[i] - read.Mean[i]);
        for (var j = 0; j < Units; j++)
        {
            var (otherLeak, other) = (1 - _gain[j], _gain[j] * moments.Slope[j]);
            var change = i == j
                ? (-leak * sigma[row + i]) + (((leak * slope) - (_gain[i] * slope)) * m[row + i]) + (_gain[i] * (moments.Variance[i] + _outside[i]))
                : (-otherLeak * sigma[row + j]) - (other * m[(j * Width) + i]) + (slope * otherLeak * m[row + j]) + (slope * other * q[row + j])
                    + (_sharedOutside.Length > 0 ? _gain[j] * _sharedOutside[row + j] : 0);
            sum += 2 * g[row + j] * change;
        }

        return sum;
    }

    // M = W Sigma and Q = M W^T, with the noise that arguments share.
    private void Carry(MomentState read, MomentMemory memory)
    {
        Array.Clear(memory.Carried);
        Array.Clear(memory.Spread);
        _sharedInside.CopyTo(memory.Spread, 0);
        if (_stateSlice is null)
            return;
        Product.Add<double>(_weights, read.Covariance, memory.Carried, Width, Width, Width);
        Product.Add<double>(memory.Carried, _transposed, memory.Spread, Width, Width, Width);
    }
}
