using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// Paths of dh = (A h + R f(W h)) dt + noise that grows with the state, f(0) = 0: one Brownian motion for all units, s h dB, or one of its own for
/// each, s diag(h) dB. Split steps h &lt;- (h + f dt) exp(s sqrt(dt) xi - s^2 dt/2), which solve the noise exactly; what is kept is the
/// direction of h and the logarithm of its length, so that neither growth nor decay leaves the range of a double.
/// </summary>
/// <param name="system">A, R, W and f.</param>
/// <param name="isIndependent">Whether each unit has a Brownian motion of its own.</param>
/// <param name="level">s, per square root of time.</param>
/// <param name="timeStep">dt.</param>
internal sealed class StochasticStabilizationPaths(StabilitySystem system, bool isIndependent, double level, double timeStep)
{
    // Paths side by side: lanes of the kernels.
    private const int Lanes = 16;

    // f(|h| x)/|h| at lengths beyond exp of these is what it is there, to rounding: f is linear near 0, and bounded or linear far out.
    private const double Shortest = -20, Longest = 300;

    private readonly int _size = system.Size;
    private readonly double[] _state = new double[system.Size * Lanes], _drift = new double[system.Size * Lanes], _inside = new double[system.Size * Lanes];
    private readonly double[] _lengths = new double[Lanes], _martingale = new double[Lanes], _drawn = new double[Lanes];

    /// <summary>Paths that are run together.</summary>
    public static int Count => Lanes;

    /// <summary>ln|h| of each path. [Count]</summary>
    public ReadOnlySpan<double> Lengths => _lengths;

    /// <summary>
    /// The martingale in ln|h| of each path: its mean is known to be 0, so ln|h| less it has the same mean and less spread. Of common noise s B. [Count]
    /// </summary>
    public ReadOnlySpan<double> Martingale => _martingale;

    /// <summary>Sets all paths to places of length 1 in random directions.</summary>
    public void Start(RandomStream random)
    {
        foreach (ref var value in _state.AsSpan())
            value = random.NextNormal();
        Array.Clear(_lengths);
        Array.Clear(_martingale);
        Normalize();
        Array.Clear(_lengths);
    }

    /// <summary>Sets a path to a place.</summary>
    /// <param name="lane">Which.</param>
    /// <param name="state">h [n], not 0.</param>
    public void Start(int lane, ReadOnlySpan<double> state)
    {
        var length = Math.Sqrt(state.ToArray().Sum(static h => h * h));
        for (var i = 0; i < _size; i++)
            _state[(i * Lanes) + lane] = state[i] / length;
        (_lengths[lane], _martingale[lane]) = (Elementary.Log(length), 0);
    }

    /// <summary>h_i of a path.</summary>
    public double State(int lane, int unit) => Elementary.Exp(_lengths[lane]) * _state[(unit * Lanes) + lane];

    /// <summary>Goes a step on.</summary>
    /// <param name="random">Gives as many numbers whatever the level.</param>
    public void Step(RandomStream random)
    {
        Drift();
        for (var k = 0; k < _state.Length; k++)
            _state[k] += timeStep * _drift[k];
        if (isIndependent)
            ScaleEach(random);
        else
            ScaleAll(random);
        Normalize();
    }

    private void Drift()
    {
        Array.Clear(_drift);
        Array.Clear(_inside);
        Product.Add<double>(system.Recurrent, _state, _inside, _size, _size, Lanes);
        Product.Add<double>(system.Linear, _state, _drift, _size, _size, Lanes);
        Span<double> scale = stackalloc double[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
            scale[lane] = Elementary.Exp(Math.Clamp(_lengths[lane], Shortest, Longest));
        for (var k = 0; k < _inside.Length; k++)
            _inside[k] *= scale[k % Lanes];
        system.Activations.Evaluate<double>(_inside, _inside, []);
        for (var k = 0; k < _drift.Length; k++)
            _drift[k] += system.Rates[k / Lanes] * _inside[k] / scale[k % Lanes];
    }

    private void ScaleAll(RandomStream random)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            var increment = level * Math.Sqrt(timeStep) * random.NextNormal();
            _martingale[lane] += increment;
            _lengths[lane] += increment - (level * level * timeStep / 2);
        }
    }

    private void ScaleEach(RandomStream random)
    {
        Span<double> squares = stackalloc double[Lanes];
        _drawn.AsSpan().Clear();
        for (var k = 0; k < _state.Length; k++)
        {
            var (lane, increment) = (k % Lanes, level * Math.Sqrt(timeStep) * random.NextNormal());
            var square = _state[k] * _state[k];
            squares[lane] += square;
            _drawn[lane] += square * increment;
            _state[k] *= Elementary.Exp(increment - (level * level * timeStep / 2));
        }

        for (var lane = 0; lane < Lanes; lane++)
            _martingale[lane] += _drawn[lane] / squares[lane];
    }

    private void Normalize()
    {
        Span<double> squares = stackalloc double[Lanes];
        for (var k = 0; k < _state.Length; k++)
            squares[k % Lanes] += _state[k] * _state[k];
        for (var lane = 0; lane < Lanes; lane++)
        {
            squares[lane] = Math.Sqrt(squares[lane]);
            _lengths[lane] += Elementary.Log(squares[lane]);
        }

        for (var k = 0; k < _state.Length; k++)
            _state[k] /= squares[k % Lanes];
    }
}
