using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// One step of means and covariances through h' = (1-g) h + g (f(W h + V (u + s_u xi) + b + s_in xi) + s_out xi) + s_h xi, Gaussian
/// h in and Gaussian h' out (spec 1, section 3, with noise on input and state). The argument of f has mean a and covariance
/// P = W Sigma W^T + V s_u^2 V^T + s_in^2; with S_i^2 = P_ii
/// <code>
/// m'       = (1-g) m + g F_S(a)
/// Sigma'   = A Sigma A^T + d V s_u^2 V^T d off the diagonal,   A = (1-g) + d W,   d = g F_S'
/// Sigma'_ii = (1-g)^2 Sigma_ii + 2 (1-g) d_i (W Sigma)_ii + g^2 (Var f(a_i + S_i xi) + s_out^2) + s_h^2
/// </code>
/// Noise that units share has a covariance off the diagonal too, c c^T of its vector of levels c: of noise inside as that of the input, of noise outside and
/// on the state as it is.
/// The covariance of h and f is exact for Gaussian h (Stein's lemma), and so is the diagonal; of that of f_i and f_j the first term of its
/// series in P_ij is kept. For a linear f all of it is exact. Of a W = m n of rank R the products with it are made by its thin factors.
/// </summary>
internal sealed class ClosureLayer
{
    private readonly UnitActivations _activations;
    private readonly int _units, _width, _inputs;
    private readonly double[] _state, _statePanels, _input, _bias, _gain, _leak, _inside, _added, _inputCovariance, _addedCovariance;
    private readonly bool _isSilent, _isLeaky;
    private readonly ThinProducts? _thin;

    /// <summary>Prepares a layer.</summary>
    /// <param name="activations">f of each unit.</param>
    /// <param name="bias">b. [units]</param>
    /// <param name="gain">g. [units]</param>
    /// <param name="state">W [units, units], row-major; empty where there is none.</param>
    /// <param name="input">V [units, inputs], row-major; empty where there is none.</param>
    /// <param name="inside">s_in xi. [units]</param>
    /// <param name="added">g s_out xi + s_h xi. [units]</param>
    /// <param name="onInput">s_u xi; null for none. [inputs]</param>
    /// <param name="thin">Products with W by its factors; null where it has none.</param>
    public ClosureLayer(
        UnitActivations activations, ReadOnlySpan<double> bias, ReadOnlySpan<double> gain, ReadOnlySpan<double> state, ReadOnlySpan<double> input,
        NoiseCovariance inside, NoiseCovariance added, NoiseCovariance? onInput, ThinProducts? thin = null)
    {
        _thin = thin;
        (_activations, _units, _width) = (activations, bias.Length, DenseProduct.Padded(bias.Length));
        (_bias, _inside, _added) = (bias.ToArray(), inside.Own, added.Variances);
        (_input, _inputs) = (input.ToArray(), input.Length / _units);
        (_gain, _leak) = (new double[_width], new double[_width]);
        for (var i = 0; i < _units; i++)
            (_gain[i], _leak[i]) = (gain[i], 1 - gain[i]);
        HasState = !state.IsEmpty;
        (_state, _statePanels) = ([], []);
        if (HasState)
        {
            _state = new double[_width * _width];
            DenseProduct.Copy(state, _units, _state, _width, _units, _units);
            var transposed = new double[_width * _width];
            Matrices.Transpose<double>(_state, _width, _width, transposed);
            _statePanels = ColumnPanels.Of(transposed, _width, _width, _width);
        }

        _isLeaky = _leak.AsSpan().ContainsAnyExcept(0);
        _inputCovariance = onInput is { IsNone: false } || inside.Shared.Length > 0 ? new double[_width * _width] : [];
        if (onInput is { IsNone: false })
            onInput.AddThrough(_input, _inputCovariance, _width);
        inside.AddShared(_inputCovariance, _width);
        _addedCovariance = added.SharedSquare(_width);
        _isSilent = inside.IsNone && added.IsNone && _inputCovariance.Length == 0;
    }

    /// <summary>Whether it reads a state.</summary>
    public bool HasState { get; }

    /// <summary>Working memory for <see cref="Advance"/>, for one thread at a time.</summary>
    public Memory NewMemory() => new(_width, HasState) { Thin = new double[_thin?.MemoryLength ?? 0] };

    /// <summary>One step. A state whose moments overflow becomes not a number.</summary>
    /// <param name="input">u. [inputs]</param>
    /// <param name="before">h; may be the same as <paramref name="after"/>. Not read where there is no W.</param>
    /// <param name="after">Receives h'.</param>
    /// <param name="memory">Working memory.</param>
    public void Advance(ReadOnlySpan<double> input, GaussianMoments before, GaussianMoments after, Memory memory)
    {
        var isCertain = !HasState || before.IsCertain;
        if (!isCertain)
            Carry(before, memory);
        for (var i = 0; i < _units; i++)
        {
            var a = _bias[i] + (HasState ? DotProduct.Of(before.Means, _state.AsSpan(i * _width, _width)) : 0);
            for (var k = 0; k < _inputs; k++)
                a += _input[(i * _inputs) + k] * input[k];
            var variance = _inside[i] + (_inputCovariance.Length > 0 ? _inputCovariance[i * (_width + 1)] : 0);
            // Rounding may take a variance of nothing below it.
            if (!isCertain)
                variance += Math.Max(0, memory.Carried[i]);
            (after.PreActivation[i], after.Deviation[i]) = (a, Math.Sqrt(variance));
        }

        if (!IsFinite(after.PreActivation) || !IsFinite(after.Deviation))
        {
            after.Set([.. Enumerable.Repeat(double.NaN, _units)]);
            return;
        }

        _activations.Moments(after.PreActivation, after.Deviation, memory.Mean.AsSpan(0, _units), after.Slope, memory.Variance.AsSpan(0, _units));
        for (var i = 0; i < _units; i++)
        {
            after.Means[i] = (_gain[i] * memory.Mean[i]) + (_isLeaky ? _leak[i] * before.Means[i] : 0);
            memory.Drive[i] = _gain[i] * after.Slope[i];
        }

        if (isCertain && _isSilent)
        {
            if (!after.IsCertain)
                Array.Clear(after.Covariances);
            after.IsCertain = true;
            return;
        }

        for (var i = 0; i < _units; i++)
        {
            memory.Diagonal[i] = (_gain[i] * _gain[i] * memory.Variance[i]) + _added[i];
            if (!isCertain && _isLeaky)
                memory.Diagonal[i] += _leak[i] * ((_leak[i] * before.Variance(i)) + (2 * memory.Drive[i] * memory.Passed(i)));
        }

        if (isCertain)
            Array.Clear(after.Covariances);
        else
            Spread(before, after, memory);
        for (var i = 0; i < _units; i++)
        {
            if (_inputCovariance.Length > 0)
            {
                Rows.AddScaledProduct<double>(
                    [memory.Drive[i]], _inputCovariance.AsSpan(i * _width, _width), memory.Drive, after.Covariances.AsSpan(i * _width, _width), _width);
            }

            if (_addedCovariance.Length > 0)
                Rows.Add<double>(_addedCovariance.AsSpan(i * _width, _width), after.Covariances.AsSpan(i * _width, _width));
            after.Covariances[i * (_width + 1)] = memory.Diagonal[i];
        }

        after.IsCertain = false;
    }

    // Sigma W^T, and the diagonal of W Sigma W^T.
    private void Carry(GaussianMoments before, Memory memory)
    {
        Array.Clear(memory.Panels);
        _thin?.Start(before.Covariances, memory);
        var panel = _width * ColumnPanels.Width;
        for (var first = 0; first < _width; first += ColumnPanels.Width)
        {
            var (weights, carried) = (_statePanels.AsMemory(first * _width, panel), memory.Panels.AsMemory(first * _width, panel));
            if (_thin is not null)
                _thin.AddTransposed(first, carried.Span, memory);
            else
                Product.Add<double>(before.Covariances, weights.Span, carried.Span, _width, _width, ColumnPanels.Width);
            ColumnPanels.Dots(weights.Span, carried.Span, memory.Carried.AsSpan(first));
        }
    }

    // A Sigma A^T = (1-g) C + d W C, C = Sigma A^T = Sigma (1-g) + Sigma W^T d: on and below the diagonal, and mirrored.
    private void Spread(GaussianMoments before, GaussianMoments after, Memory memory)
    {
        for (var first = 0; first < _width; first += ColumnPanels.Width)
        {
            ColumnPanels.Combine(
                _leak.AsSpan(first), before.Covariances.AsSpan(first), _width, memory.Drive.AsSpan(first),
                memory.Panels.AsSpan(first * _width, _width * ColumnPanels.Width));
        }

        for (var first = 0; first < _width; first += ColumnPanels.Width)
        {
            var rows = _width - first;
            var panel = memory.Panels.AsSpan(first * _width, _width * ColumnPanels.Width);
            var product = memory.Product.AsSpan(0, rows * ColumnPanels.Width);
            product.Clear();
            if (_thin is not null)
                _thin.Add(first, panel, product, memory);
            else
                Product.Add<double>(_state.AsSpan(first * _width), panel, product, rows, _width, ColumnPanels.Width);
            ColumnPanels.CombineRows(
                _leak.AsSpan(first), panel[(first * ColumnPanels.Width)..], memory.Drive.AsSpan(first), product,
                after.Covariances.AsSpan(first * (_width + 1)), _width);
        }

        ColumnPanels.MirrorLower(after.Covariances, _width);
    }

    private static bool IsFinite(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
        {
            if (!double.IsFinite(value))
                return false;
        }

        return true;
    }

    /// <summary>What a step needs while it is under way.</summary>
    internal sealed class Memory(int width, bool hasState)
    {
        /// <summary>Sigma W^T, then Sigma A^T, in panels. [width, width]</summary>
        public double[] Panels { get; } = new double[hasState ? width * width : 0];

        /// <summary>Cov(x', r) of the current form; empty in the rate form. [width, width]</summary>
        public double[] Cross { get; init; } = [];

        /// <summary>A panel of W Sigma A^T. [width, 16]</summary>
        public double[] Product { get; } = new double[hasState ? width * ColumnPanels.Width : 0];

        /// <summary>What <see cref="ThinProducts"/> needs; empty where W has no factors.</summary>
        public double[] Thin { get; init; } = [];

        /// <summary>The diagonal of W Sigma W^T. [width]</summary>
        public double[] Carried { get; } = new double[width];

        /// <summary>F_S. [width]</summary>
        public double[] Mean { get; } = new double[width];

        /// <summary>Var f. [width]</summary>
        public double[] Variance { get; } = new double[width];

        /// <summary>The diagonal of the new covariance. [width]</summary>
        public double[] Diagonal { get; } = new double[width];

        /// <summary>d = g F_S'. [width]</summary>
        public double[] Drive { get; } = new double[width];

        /// <summary>(W Sigma)_ii, while the panels hold Sigma W^T.</summary>
        public double Passed(int i) => Panels[((i / ColumnPanels.Width * width) + i) * ColumnPanels.Width + (i % ColumnPanels.Width)];
    }
}
