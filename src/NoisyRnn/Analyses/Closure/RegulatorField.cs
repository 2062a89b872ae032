using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>The mean-field loss of a single ReLU unit that regulates (spec 1, section 3), and its minima.</summary>
/// <param name="task">The regulator: where its set-points lie.</param>
/// <param name="step">g = dt/tau.</param>
/// <param name="isOutside">Whether the noise stands outside the activation.</param>
internal sealed class RegulatorField(Regulator task, double step, bool isOutside)
{
    // Midpoints: the error of the mean of a function with one kink is below its slope's jump / (8 nodes^2), 1e-6.
    private const int Nodes = 400;

    // k: of the variance that a step injects, what the leaky unit's state has in the long run.
    private readonly double _gain = step / (2 - step);

    // f.
    private readonly Relu _unit = new();

    /// <summary>E_r[(F_s(w r + b) + c - r)^2 + k Var f].</summary>
    public double Loss(double w, double b, double c, double s)
    {
        Span<double> mean = stackalloc double[Nodes], variance = stackalloc double[Nodes];
        Respond(w, b, s, mean, variance);
        var sum = 0.0;
        for (var k = 0; k < Nodes; k++)
        {
            var error = mean[k] + c - SetPoint(k);
            sum += (error * error) + (_gain * variance[k]);
        }

        return sum / Nodes;
    }

    /// <summary>The best c for given w, b: E_r[r - F_s].</summary>
    public double BestOffset(double w, double b, double s)
    {
        Span<double> mean = stackalloc double[Nodes], variance = stackalloc double[Nodes];
        Respond(w, b, s, mean, variance);
        var sum = 0.0;
        for (var k = 0; k < Nodes; k++)
            sum += SetPoint(k) - mean[k];
        return sum / Nodes;
    }

    /// <summary>E_r[w r + b].</summary>
    public double MeanPreActivation(double w, double b) => (w * (task.Low + task.High) / 2) + b;

    /// <summary>The best w and b; c follows from them.</summary>
    public (double Weight, double Bias) Minimise(double s)
    {
        var objective = ObjectiveFunction.Value(p => Loss(p[0], p[1], BestOffset(p[0], p[1], s), s));
        // Two starts: well inside the line, and at the kink.
        double[] starts = [0.5, 0];
        var found = starts.Select(bias => NelderMeadSimplex.Minimum(
            objective, Vector<double>.Build.Dense([1, bias]), 1e-10, 20_000)).MinBy(static result => result.FunctionInfoAtMinimum.Value)!;
        return (found.MinimizingPoint[0], found.MinimizingPoint[1]);
    }

    /// <summary>The test noise, from 0 to a largest, at which a network of given w, b, c has the lowest loss.</summary>
    public double PreferredSigma(double w, double b, double c, double largest)
    {
        const int Grid = 400;
        var best = Enumerable.Range(0, Grid + 1).MinBy(k => Loss(w, b, c, k * largest / Grid));
        return best * largest / Grid;
    }

    // At each set-point E f(a + s xi) and Var f(a + s xi) inside; f and s^2 outside.
    private void Respond(double w, double b, double s, Span<double> mean, Span<double> variance)
    {
        Span<double> a = stackalloc double[Nodes], level = stackalloc double[Nodes], slope = stackalloc double[Nodes];
        for (var k = 0; k < Nodes; k++)
            a[k] = (w * SetPoint(k)) + b;
        level.Fill(isOutside ? 0 : s);
        _unit.Moments(a, level, mean, slope, variance);
        if (isOutside)
            variance.Fill(s * s);
    }

    private double SetPoint(int k) => task.Low + ((task.High - task.Low) * (k + 0.5) / Nodes);
}
