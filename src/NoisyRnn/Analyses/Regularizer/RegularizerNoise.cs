using System.Collections.Immutable;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// What noise does to a step in the second order: the covariance that a step adds, N = sum of G Var(xi) G^T over its terms (G the derivative of h' by
/// the term, at no fluctuation), and the variance of the pre-activations by noise within the step, which bends with f''. Read by all threads.
/// </summary>
internal sealed class RegularizerNoise
{
    private readonly RegularizerStep _step;
    private readonly double[] _inside, _outside, _state, _input, _stateFactor, _stepVariance, _bent;
    private readonly List<double[]> _common = [];
    private readonly List<(double[] Base, double[] Factor)> _drift = [];

    /// <summary>Reads the sources.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="noise">Its noise.</param>
    /// <param name="step">The network's step.</param>
    public RegularizerNoise(TrainedNetwork subject, ImmutableArray<NoiseSource> noise, RegularizerStep step)
    {
        _step = step;
        var (tau, shape) = (subject.Network.TimeConstants, subject.Network.NoiseShape(subject.Task.InputCount, subject.Task.OutputCount));
        (_inside, _outside, _state) = (new double[step.Units], new double[step.Units], new double[step.Units]);
        (_input, Readout) = (new double[shape.Inputs], new double[shape.Outputs]);
        (_stateFactor, _stepVariance) = (new double[step.Units], new double[step.Units]);
        MeanStep = [.. Enumerable.Repeat(1.0, step.Units)];
        foreach (var source in noise.Where(static source => source.IsActive()))
        {
            var deviation = source.PerStepDeviation(shape, subject.Dt, tau);
            switch (source.Kind)
            {
                case NoiseKind.Additive:
                    AddSquares(deviation, At(source.Placement));
                    break;
                case NoiseKind.CommonScalar or NoiseKind.Multiplicative when source.IsCommon():
                    _common.Add(deviation);
                    break;
                case NoiseKind.Multiplicative:
                    AddSquares(deviation, _stateFactor);
                    break;
                case NoiseKind.DriftMultiplicative:
                    _drift.Add((source.PerStepBase(step.Units, subject.Dt, tau), deviation));
                    break;
                default:
                    Multiply(1 + source.Offset, deviation);
                    break;
            }
        }

        _bent = [.. _inside];
        for (var k = 0; k < step.Input.Length; k++)
            _bent[k / _input.Length] += step.Input[k] * step.Input[k] * _input[k % _input.Length];
    }

    /// <summary>The mean factor of the step, 1 + offset - sigma/2 of released-uniform noise, else 1. [N]</summary>
    public double[] MeanStep { get; }

    /// <summary>Variance of noise on the readout. [O]</summary>
    public double[] Readout { get; }

    /// <summary>Variance of the pre-activations by noise within the step, inside and on the input. [N]</summary>
    public ReadOnlySpan<double> Bent => _bent;

    /// <summary>Adds the covariance of one step.</summary>
    /// <param name="state">h before the step. [width]</param>
    /// <param name="drift">F. [N]</param>
    /// <param name="slope">f'(a). [N]</param>
    /// <param name="covariance">To which. [N, width]</param>
    public void AddCovariance(ReadOnlySpan<double> state, ReadOnlySpan<double> drift, ReadOnlySpan<double> slope, Span<double> covariance)
    {
        var (units, width) = (_step.Units, _step.Width);
        for (var i = 0; i < units; i++)
        {
            var size = _step.Sizes[i] * MeanStep[i];
            var variance = (size * size * ((slope[i] * slope[i] * _inside[i]) + _outside[i])) + _state[i] + (state[i] * state[i] * _stateFactor[i])
                + (_step.Sizes[i] * _step.Sizes[i] * drift[i] * drift[i] * _stepVariance[i]);
            foreach (var (offset, factor) in _drift)
                variance += Square(offset[i] + (factor[i] * drift[i]));
            covariance[(i * width) + i] += variance;
        }

        Span<double> shared = stackalloc double[width];
        foreach (var factor in _common)
        {
            for (var i = 0; i < units; i++)
                shared[i] = factor[i] * state[i];
            AddOuter(shared, covariance);
        }

        for (var k = 0; k < _input.Length; k++)
        {
            if (_input[k] == 0)
                continue;
            for (var i = 0; i < units; i++)
                shared[i] = _step.Sizes[i] * MeanStep[i] * slope[i] * _step.Input[(i * _input.Length) + k] * Math.Sqrt(_input[k]);
            AddOuter(shared, covariance);
        }
    }

    private void AddOuter(ReadOnlySpan<double> shared, Span<double> covariance)
    {
        for (var i = 0; i < _step.Units; i++)
            Rows.AddScaled([shared[i]], shared, covariance.Slice(i * _step.Width, _step.Width), _step.Width);
    }

    // Factors of the step multiply: E m1 m2 = E m1 E m2, and likewise of the squares. A factor U[c - s, c] has mean c - s/2 and variance s^2/12.
    private void Multiply(double highest, double[] range)
    {
        for (var i = 0; i < range.Length; i++)
        {
            var mean = highest - (range[i] / 2);
            var square = (_stepVariance[i] + Square(MeanStep[i])) * ((range[i] * range[i] / 12) + (mean * mean));
            MeanStep[i] *= mean;
            _stepVariance[i] = Math.Max(0, square - Square(MeanStep[i]));
        }
    }

    private double[] At(Placement placement) => placement switch
    {
        Placement.Inside => _inside,
        Placement.Outside => _outside,
        Placement.State => _state,
        Placement.Input => _input,
        _ => Readout,
    };

    private static void AddSquares(double[] deviation, double[] sum)
    {
        for (var i = 0; i < sum.Length; i++)
            sum[i] += deviation[i] * deviation[i];
    }

    private static double Square(double x) => x * x;
}
