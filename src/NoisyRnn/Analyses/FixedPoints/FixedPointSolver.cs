using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// Minimises the speed q(x) = 1/2 |F(x) - x|^2 by the method of Levenberg and Marquardt with the exact Jacobian: with G = F - x and
/// K = J - I, steps p of (K^T K + lambda I) p = -K^T G. The damping lambda falls with |G|, so near a fixed point the steps are
/// Newton's, and where fixed points fill a line or ring, K is singular and they go the shortest way to it. A fixed point
/// is found whatever its stability.
/// </summary>
/// <remarks>
/// lambda = mu m min(1, |G|/|G_0|), m the largest diagonal element of K^T K at the start; mu is a tenth after a step that
/// gains over 3/4 of what the linear model promises, and grows where it gains under 1/4. Quadratic convergence with such a
/// damping where K is singular: Yamashita and Fukushima 2001, Fan and Yuan 2005.
/// </remarks>
/// <param name="map">F.</param>
internal sealed class FixedPointSolver(SearchedMap map)
{
    /// <summary>q up to which a point counts as fixed.</summary>
    public const double Tolerance = 1e-12;

    private const int MostSteps = 100, MostRejections = 24;

    // Below this share of 1 + |x|^2, q is rounding.
    private const double Exact = 1e-29;

    // A fixed point is made exact by further steps while each lowers q to so much. On a line or ring that is not quite one, the
    // next would wander along it.
    private const double Converging = 0.5;

    // Two steps in a row that each gain less than this share of q stand at a minimum of q that is no fixed point.
    private const double Stagnation = 1e-6;

    // Keeps K^T K + lambda I regular to rounding.
    private const double LeastDamping = 1e-14;

    private readonly int _n = map.Size;
    private readonly double[] _jacobian = new double[map.Size * map.Size], _normal = new double[map.Size * map.Size], _damped = new double[map.Size * map.Size];
    private readonly double[] _next = new double[map.Size], _slope = new double[map.Size], _step = new double[map.Size];

    /// <summary>Minimises q from a start.</summary>
    /// <param name="start">x [N].</param>
    /// <param name="damping">mu at the start: 1e-2 far away, next to nothing beside a fixed point.</param>
    public FixedPointSearchEnd Minimise(ReadOnlySpan<double> start, double damping)
    {
        var (x, trial) = (start.ToArray(), new double[_n]);
        var (residual, trialResidual) = (new double[_n], new double[_n]);
        var q = Speed(x, residual);
        var (q0, scale, firstStep, stagnant, isMinimum) = (q, 0.0, 0.0, 0, false);
        for (var step = 0; step < MostSteps && double.IsFinite(q) && !isMinimum && q > Exact * (1 + Square(x)); step++)
        {
            Linearise(x, residual);
            if (step == 0)
                scale = LargestDiagonal();
            var accepted = false;
            for (var rejection = 0; rejection < MostRejections && !accepted && scale > 0; rejection++)
            {
                var lambda = scale * Math.Max(LeastDamping, damping * Math.Min(1, Math.Sqrt(q / q0)));
                var promised = Step(lambda);
                if (step == 0 && rejection == 0)
                    firstStep = Math.Sqrt(Square(_step));
                for (var i = 0; i < _n; i++)
                    trial[i] = x[i] + _step[i];
                var trialQ = Speed(trial, trialResidual);
                var ratio = promised > 0 && double.IsFinite(trialQ) ? (q - trialQ) / promised : -1;
                accepted = ratio > 1e-4;
                damping = ratio > 0.75 ? 0.1 * damping : ratio > 0.25 ? damping : Math.Max(8 * damping, 1e-6);
                if (q <= Tolerance && !(accepted && trialQ <= Converging * q))
                    return new(x, q, true, firstStep);
                if (!accepted)
                    continue;
                stagnant = q - trialQ < Stagnation * q ? stagnant + 1 : 0;
                (x, trial, residual, trialResidual, q) = (trial, x, trialResidual, residual, trialQ);
            }

            isMinimum = !accepted || stagnant == 2;
        }

        return new(x, q, isMinimum, firstStep);
    }

    private double Speed(ReadOnlySpan<double> x, Span<double> residual)
    {
        map.Evaluate(x, _next);
        var sum = 0.0;
        for (var i = 0; i < _n; i++)
        {
            residual[i] = _next[i] - x[i];
            sum += residual[i] * residual[i];
        }

        return 0.5 * sum;
    }

    // K^T, K^T G and K^T K.
    private void Linearise(ReadOnlySpan<double> x, ReadOnlySpan<double> residual)
    {
        map.TransposedJacobian(x, _jacobian);
        for (var i = 0; i < _n; i++)
            _jacobian[(i * _n) + i] -= 1;
        DenseProduct.Multiply(_jacobian, residual, _slope, _n, _n, 1);
        DenseProduct.MultiplyTranspose(_jacobian, _jacobian, _normal, _n, _n, _n);
    }

    // Solves for the step; returns what the linear model says that q falls by: 1/2 p (lambda p - K^T G).
    private double Step(double lambda)
    {
        _normal.CopyTo(_damped, 0);
        for (var i = 0; i < _n; i++)
        {
            _damped[(i * _n) + i] += lambda;
            _step[i] = -_slope[i];
        }

        using var factors = new LuFactorization(_damped, _n);
        factors.Solve(_step, _step, 1);
        var promised = 0.0;
        for (var i = 0; i < _n; i++)
            promised += 0.5 * _step[i] * ((lambda * _step[i]) - _slope[i]);
        return promised;
    }

    private double LargestDiagonal()
    {
        var largest = 0.0;
        for (var i = 0; i < _n; i++)
            largest = Math.Max(largest, _normal[(i * _n) + i]);
        return largest;
    }

    private static double Square(ReadOnlySpan<double> x)
    {
        var sum = 0.0;
        foreach (var value in x)
            sum += value * value;
        return sum;
    }
}
