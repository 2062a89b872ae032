using System.Collections.Immutable;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>Sums over the trials and steps at which units are looked at, at one noise level.</summary>
/// <param name="activation">f.</param>
/// <param name="deviations">s, on the argument of f: one for all, or one a unit.</param>
internal sealed class OperatingSum(Activation activation, params double[] deviations)
{
    // Of the difference quotient dv/dq: error h^2/6 v''' below 1e-7, rounding below 1e-11.
    private const double Half = 1e-3;

    private readonly double _most = SteepestSlope(activation);
    private readonly long[] _histogram = new long[OperatingPoint.Bins];
    private double _weighted, _weightedShift, _incentive, _plain, _plainShift, _position;
    private int _samples, _withoutGain;
    private long _units;

    /// <summary>Adds one trial at one step.</summary>
    /// <param name="a">Pre-activations of all units. [rows]</param>
    /// <param name="gains">From <see cref="OutputGain"/>. [rows][O]</param>
    public void Add(ReadOnlySpan<double> a, double[]? gains)
    {
        var (_, shift, v) = At(a, 0);
        var (_, _, above) = At(a, Half);
        var (_, _, below) = At(a, -Half);
        double weight = 0, weighted = 0, weightedShift = 0, incentive = 0;
        for (var i = 0; i < a.Length; i++)
        {
            var q = a[i] / Deviation(i);
            _histogram[(int)Math.Clamp((q - OperatingPoint.LowestPosition) / OperatingPoint.BinWidth, 0, OperatingPoint.Bins - 1)]++;
            _plain += v[i];
            _plainShift += shift[i];
            _position += q;
            var w = gains is null ? 0 : SquaredNorm(gains.AsSpan(i * (gains.Length / a.Length), gains.Length / a.Length));
            weight += w;
            weighted += w * v[i];
            weightedShift += w * shift[i];
            incentive += w * (above[i] - below[i]) / (2 * Half);
        }

        _units += a.Length;
        if (!(weight > 0) || !double.IsFinite(weighted))
        {
            _withoutGain++;
            return;
        }

        // A ratio a sample: else those few near an integrator's infinite gain would be all that counts.
        _samples++;
        _weighted += weighted / weight;
        _weightedShift += weightedShift / weight;
        _incentive += incentive / weight;
    }

    /// <summary>The sum of sums, in their order.</summary>
    public static OperatingSum Total(ReadOnlySpan<OperatingSum> parts)
    {
        var total = parts[0];
        foreach (var part in parts[1..])
        {
            for (var k = 0; k < OperatingPoint.Bins; k++)
                total._histogram[k] += part._histogram[k];
            total._weighted += part._weighted;
            total._weightedShift += part._weightedShift;
            total._incentive += part._incentive;
            total._plain += part._plain;
            total._plainShift += part._plainShift;
            total._position += part._position;
            total._samples += part._samples;
            total._withoutGain += part._withoutGain;
            total._units += part._units;
        }

        return total;
    }

    /// <summary>The means.</summary>
    public OperatingPoint ToPoint(TrainingMoment moment, int? iteration, double sigma) => new()
    {
        Moment = moment,
        Iteration = iteration,
        Sigma = sigma,
        WeightedAttenuation = Mean(_weighted),
        WeightedShift = Mean(_weightedShift),
        Incentive = Mean(_incentive),
        Attenuation = _plain / _units,
        Shift = _plainShift / _units,
        Position = _position / _units,
        Histogram = moment == TrainingMoment.OnTheWay ? null : [.. _histogram.Select(count => (double)count / _units)],
        WithoutGain = _withoutGain,
    };

    private double Deviation(int unit) => deviations[deviations.Length == 1 ? 0 : unit];

    private double? Mean(double sum) => _samples == 0 ? null : sum / _samples;

    // F, |F - f|/s and v with all pre-activations moved by some noise levels.
    private (double[] Mean, double[] Shift, double[] Attenuation) At(ReadOnlySpan<double> a, double moved)
    {
        var moments = new double[3][];
        var size = DenseProduct.Padded(a.Length);
        for (var k = 0; k < moments.Length; k++)
            moments[k] = new double[size];
        var (x, s, f) = (new double[size], new double[size], new double[size]);
        for (var i = 0; i < a.Length; i++)
            (x[i], s[i]) = (a[i] + (moved * Deviation(i)), Deviation(i));
        activation.Moments(x, s, moments[0], moments[1], moments[2]);
        activation.Evaluate(x, f, []);
        var (mean, shift, attenuation) = (moments[0], new double[a.Length], new double[a.Length]);
        for (var i = 0; i < a.Length; i++)
        {
            shift[i] = Math.Abs(mean[i] - f[i]) / Deviation(i);
            attenuation[i] = moments[2][i] / (Deviation(i) * Deviation(i) * _most * _most);
        }

        return (mean, shift, attenuation);
    }

    private static double SquaredNorm(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
            sum += value * value;
        return sum;
    }

    // On a grid: slopes are even or monotone about the places where they are largest, and those are between -2 and 2, or flat.
    private static double SteepestSlope(Activation activation)
    {
        const int Points = 1 << 14;
        var (a, value, slope) = (new double[Points], new double[Points], new double[Points]);
        for (var k = 0; k < Points; k++)
            a[k] = (k - (Points / 2)) * (1.0 / 256);
        activation.Evaluate(a, value, slope);
        return slope.Max(Math.Abs);
    }
}
