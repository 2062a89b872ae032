using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

/// <summary>Lyapunov exponents of Jacobians that are known.</summary>
public sealed class TangentFlowTests
{
    [Fact]
    public void A_constant_normal_matrix_has_the_logarithms_of_its_eigenvalues_rotating_ones_too()
    {
        // Moduli 1.1, .9 (a rotating pair), .5, .2; in a basis of its own, that of a random orthogonal matrix.
        const int N = 5;
        double[] diagonal = new double[N * N];
        (diagonal[0], diagonal[18], diagonal[24]) = (1.1, -.5, .2);
        (diagonal[6], diagonal[7], diagonal[11], diagonal[12]) = (.9 * Math.Cos(.7), -.9 * Math.Sin(.7), .9 * Math.Sin(.7), .9 * Math.Cos(.7));
        var basis = Orthogonal(N);
        var jacobian = PlainMatrices.Multiply(PlainMatrices.Multiply(basis, diagonal, N), PlainMatrices.Transpose(basis, N, N), N);
        // Directions align as (.9/1.1)^t at the slowest: 1e-17 after 200 steps.
        var mean = Mean(new TangentFlow(N, N, PlainMatrices.Gaussian(2, N * N)), _ => jacobian, 200, 50);
        Assert.Equal([Math.Log(1.1), Math.Log(.9), Math.Log(.9), Math.Log(.5), Math.Log(.2)], mean, Within(1e-13));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(17)]
    [InlineData(40)]
    public void Of_any_constant_matrix_the_sum_is_exact_and_each_exponent_comes_as_one_over_t(int n)
    {
        const int Steps = 4000;
        var jacobian = PlainMatrices.Gaussian(n, n * n, 1 / Math.Sqrt(n));
        var moduli = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseOfRowMajor(n, n, jacobian).Evd().EigenValues
            .Select(static value => Math.Log(System.Numerics.Complex.Abs(value))).OrderDescending().ToArray();
        var mean = Mean(new TangentFlow(n, n, PlainMatrices.Gaussian(2, n * n)), _ => jacobian, 2000, Steps);
        Assert.Equal(moduli.Sum(), mean.Sum(), 1e-11 * n);
        // A pair's own basis is not orthogonal: its logarithms swing, by the condition number of that basis at most.
        Assert.Equal(moduli, mean, Within(50.0 / Steps));
        // Fewer directions see the same as the first of all.
        var leading = Mean(new TangentFlow(n, (n + 1) / 2, First(PlainMatrices.Gaussian(2, n * n), n, (n + 1) / 2)), _ => jacobian, 2000, Steps);
        Assert.Equal(mean[..leading.Length], leading, Within(1e-10));
    }

    [Fact]
    public void Directions_that_end_have_an_exponent_of_minus_infinity_and_do_not_harm_the_others()
    {
        double[] jacobian = [2, 1, 0, 0, .5, 0, 0, 0, 0];
        var flow = new TangentFlow(3, 3, PlainMatrices.Gaussian(2, 9));
        var mean = Mean(flow, _ => jacobian, 100, 10);
        Assert.Equal([Math.Log(2), Math.Log(.5), double.NegativeInfinity], mean, static (x, y) => x.Equals(y) || Math.Abs(x - y) < 1e-13);
    }

    [Fact]
    public void A_direction_that_ends_later_does_not_end_those_after_it()
    {
        // Units 1 and 2 grow until step 10 (unit 1 the faster), then unit 1 is cut off: what is left is unit 2, whose past it has.
        double[] before = [3, 0, 0, 2], after = [0, 0, 0, 2];
        var flow = new TangentFlow(2, 2, PlainMatrices.Gaussian(2, 4));
        double[] sums = [0, 0];
        for (var t = 0; t < 30; t++)
        {
            flow.Advance(t < 10 ? before : after);
            sums = [sums[0] + flow.Growth[0], sums[1] + flow.Growth[1]];
        }

        // The volume of both is gone; the length is unit 2's but for the direction of the start.
        Assert.Equal(double.NegativeInfinity, sums.Min());
        Assert.InRange(sums.Max(), (30 * Math.Log(2)) - 20, 30 * Math.Log(3));
        Assert.Equal(Math.Log(2), flow.Growth.ToArray().Max(), 1e-13);

        // Zero columns first: the one that lives is not hidden behind them.
        flow = new TangentFlow(3, 3, PlainMatrices.Identity(3));
        flow.Advance([0, 0, 3, 0, 0, 4, 0, 0, 0]);
        Assert.Equal([double.NegativeInfinity, double.NegativeInfinity, Math.Log(5)], flow.Growth.ToArray(), static (x, y) => x.Equals(y) || Math.Abs(x - y) < 1e-15);
        flow.Advance(new double[9]);
        Assert.All(flow.Growth.ToArray(), static growth => Assert.Equal(double.NegativeInfinity, growth));
        flow.Advance(PlainMatrices.Identity(3));
        Assert.All(flow.Growth.ToArray(), static growth => Assert.Equal(double.NegativeInfinity, growth));
    }

    [Fact]
    [Trait("speed", "slow")]
    public void The_Lorenz_system_has_its_known_exponents()
    {
        // sigma = 10, rho = 28, beta = 8/3 (Lorenz 1963): .906, 0, and their sum is the trace, -(sigma + 1 + beta), everywhere
        // (Sprott 2003 lists .9056, 0, -14.5723). Runge and Kutta's step of 4th order, with its exact derivative as J.
        const double Dt = .01;
        double[] state = [1, 1, 20];
        var flow = new TangentFlow(3, 3, PlainMatrices.Gaussian(2, 9));
        var mean = Mean(flow, _ => LorenzStep(ref state, Dt), 5000, 300_000).Select(static log => log / Dt).ToArray();
        Assert.Equal(.906, mean[0], .02 * .906);
        Assert.Equal(0, mean[1], .01);
        Assert.Equal(-13.6667, mean.Sum(), .01);
    }

    [Fact]
    public void Refuses_a_start_that_does_not_fit()
    {
        Assert.Throws<ArgumentException>(() => new TangentFlow(3, 2, new double[5]));
        Assert.Throws<ArgumentException>(() => new TangentFlow(3, 4, new double[12]));
    }

    private static double[] Mean(TangentFlow flow, Func<int, double[]> jacobian, int transient, int steps)
    {
        for (var t = 0; t < transient; t++)
            flow.Advance(jacobian(t));
        var sums = new double[flow.Growth.Length];
        for (var t = 0; t < steps; t++)
        {
            flow.Advance(jacobian(transient + t));
            for (var i = 0; i < sums.Length; i++)
                sums[i] += flow.Growth[i];
        }

        return [.. sums.Select(sum => sum / steps)];
    }

    private static double[] Orthogonal(int n)
    {
        var (factors, q) = (new HouseholderQr(n, n), new double[n * n]);
        factors.Factorize(PlainMatrices.Gaussian(8, n * n), n);
        factors.CopyOrthogonal(q, n);
        return q;
    }

    private static double[] First(double[] a, int n, int columns) =>
        [.. Enumerable.Range(0, n * columns).Select(k => a[(k / columns * n) + (k % columns)])];

    // Moves the state by one step, and returns the derivative of the new state with respect to the old.
    private static double[] LorenzStep(ref double[] state, double dt)
    {
        double[] x = state;
        var identity = PlainMatrices.Identity(3);
        var (k1, j1) = Lorenz(x, identity);
        var (k2, j2) = Lorenz(Moved(x, k1, dt / 2), Moved(identity, j1, dt / 2));
        var (k3, j3) = Lorenz(Moved(x, k2, dt / 2), Moved(identity, j2, dt / 2));
        var (k4, j4) = Lorenz(Moved(x, k3, dt), Moved(identity, j3, dt));
        state = [.. x.Select((value, i) => value + (dt / 6 * (k1[i] + (2 * k2[i]) + (2 * k3[i]) + k4[i])))];
        return [.. identity.Select((value, i) => value + (dt / 6 * (j1[i] + (2 * j2[i]) + (2 * j3[i]) + j4[i])))];
    }

    // f(x), and f'(x) times a matrix.
    private static (double[] Drift, double[] Tangent) Lorenz(double[] x, double[] along)
    {
        const double Sigma = 10, Rho = 28, Beta = 8.0 / 3;
        double[] jacobian = [-Sigma, Sigma, 0, Rho - x[2], -1, -x[0], x[1], x[0], -Beta];
        return ([Sigma * (x[1] - x[0]), (x[0] * (Rho - x[2])) - x[1], (x[0] * x[1]) - (Beta * x[2])], PlainMatrices.Multiply(jacobian, along, 3));
    }

    private static double[] Moved(double[] x, double[] along, double by) => [.. x.Zip(along, (a, b) => a + (by * b))];

    private static Func<double, double, bool> Within(double tolerance) => (expected, actual) => Math.Abs(expected - actual) <= tolerance;
}
