using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>
/// Brownian paths B on [0, 1], and along each the solution h(1) of tau dh = (-h + tanh(W h + b)) dt + tau sigma(h) dB, or,
/// linear, tau dh = -h dt + tau sigma(h) dB; sigma is s, s h, or s times the drift of unit tau.
/// </summary>
/// <remarks>
/// The linear equation has a known solution: with additive noise e^(-t/tau) h0 + s int e^(-(t-u)/tau) dB(u), drawn jointly
/// with B; else geometric Brownian motion, h0 exp(-t/tau + g B(t)), in Ito's calculus times exp(-g^2 t/2). For the other
/// the solution is Milstein's scheme, written out here, with steps of 1/<see cref="FineSteps"/>; Stratonovich's equation is
/// Ito's with s^2 h/2 more drift.
/// </remarks>
internal sealed class SolvedPaths
{
    public const int Units = 3;
    public const int Trials = 1024;
    public const double Tau = 2;
    public const double Sigma = 0.8;

    /// <summary>Steps in which the increments of the paths are kept: the most that a scheme can take.</summary>
    public const int KeptSteps = 128;

    /// <summary>Steps of the reference where no solution is known.</summary>
    public const int FineSteps = 4096;

    private static readonly double[] Start = [1, -0.6, 0.8];
    private static readonly double[,] Weights = { { 0.4, -1.1, 0.7 }, { 0.9, 0.3, -0.6 }, { -0.8, 0.5, 0.6 } };
    private static readonly double[] Bias = [0.2, -0.1, 0.3];
    private readonly NoiseKind _kind;
    private readonly bool _linear, _ito;
    private readonly double[][] _increments = new double[KeptSteps][];

    public SolvedPaths(NoiseKind kind, bool linear, string calculus)
    {
        (_kind, _linear, _ito) = (kind, linear, calculus == "Ito");
        for (var t = 0; t < KeptSteps; t++)
            _increments[t] = new double[Units * Trials];
        for (var trial = 0; trial < Trials; trial++)
            Solve(trial);
    }

    /// <summary>The term of the step that holds this noise.</summary>
    public NoiseTerm Term => _kind switch
    {
        NoiseKind.Additive => NoiseTerm.State,
        NoiseKind.DriftMultiplicative => NoiseTerm.DriftFactor,
        _ => NoiseTerm.StateFactor,
    };

    /// <summary>The network whose drift this is.</summary>
    public Ctrnn Network => new() { Units = Units, Tau = [Tau], Activation = _linear ? new Identity() : new NoisyRnn.Networks.Tanh() };

    /// <summary>h(1). [unit][trial]</summary>
    public double[] End { get; } = new double[Units * Trials];

    public Parameters Parameters()
    {
        var parameters = new Parameters(Network.Layout(1, 1));
        Start.CopyTo(parameters["init_state"]);
        for (var k = 0; !_linear && k < Weights.Length; k++)
            parameters["W_rec"][k] = Weights[k / Units, k % Units];
        if (!_linear)
            Bias.CopyTo(parameters["b_rec"]);
        return parameters;
    }

    /// <summary>B's increment over one of a number of equal steps. [unit, trial]</summary>
    public double Increment(int step, int steps, int row, int trial)
    {
        var (sum, merged) = (0.0, KeptSteps / steps);
        for (var t = step * merged; t < (step + 1) * merged; t++)
            sum += _increments[t][(row * Trials) + trial];
        return sum;
    }

    private void Solve(int trial)
    {
        var random = new RandomStream(NoiseKey.OfItem(29, NoiseStream.Analysis, 0), (ulong)trial);
        var (h, drift, path) = ((double[])Start.Clone(), new double[Units], new double[Units]);
        var steps = _linear ? KeptSteps : FineSteps;
        var dt = 1.0 / steps;
        for (var t = 0; t < steps; t++)
        {
            Drift(h, drift);
            var increment = 0.0;
            for (var i = 0; i < Units; i++)
            {
                if (i == 0 || _kind != NoiseKind.CommonScalar)
                    increment = Math.Sqrt(dt) * random.NextNormal();
                _increments[t * KeptSteps / steps][(i * Trials) + trial] += increment;
                path[i] += increment;
                h[i] = !_linear ? Milstein(h[i], drift[i], increment, dt)
                    : _kind == NoiseKind.Additive ? OrnsteinUhlenbeck(h[i], increment, dt, random) : h[i];
            }
        }

        for (var i = 0; i < Units; i++)
            End[(i * Trials) + trial] = _linear && _kind != NoiseKind.Additive ? GeometricBrownian(Start[i], path[i]) : h[i];
    }

    private void Drift(double[] h, double[] drift)
    {
        for (var i = 0; !_linear && i < Units; i++)
        {
            var a = Bias[i];
            for (var j = 0; j < Units; j++)
                a += Weights[i, j] * h[j];
            drift[i] = (Math.Tanh(a) - h[i]) / Tau;
        }
    }

    private double Milstein(double h, double drift, double increment, double dt)
    {
        if (_kind == NoiseKind.Additive)
            return h + (dt * drift) + (Sigma * increment);
        var correction = _ito ? 0 : Sigma * Sigma * h / 2;
        return h + (dt * (drift + correction)) + (Sigma * h * increment) + (Sigma * Sigma * h * ((increment * increment) - dt) / 2);
    }

    // Given B's increment D over dt, int e^(-(dt-u)/tau) dB(u) is normal with mean D cov/dt and variance var - cov^2/dt.
    private static double OrnsteinUhlenbeck(double h, double increment, double dt, RandomStream random)
    {
        var covariance = Tau * (1 - Math.Exp(-dt / Tau));
        var variance = Tau * (1 - Math.Exp(-2 * dt / Tau)) / 2;
        var integral = (increment * covariance / dt) + (Math.Sqrt(variance - (covariance * covariance / dt)) * random.NextNormal());
        return (Math.Exp(-dt / Tau) * h) + (Sigma * integral);
    }

    // The drift of unit tau is -h, so noise times it has the factor -s.
    private double GeometricBrownian(double start, double path) =>
        start * Math.Exp((-1 / Tau) - (_ito ? Sigma * Sigma / 2 : 0) + ((_kind == NoiseKind.DriftMultiplicative ? -Sigma : Sigma) * path));
}
