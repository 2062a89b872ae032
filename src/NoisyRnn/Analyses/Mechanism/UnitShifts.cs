using System.Collections.Immutable;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// The shift that noise inside the activation gives each unit, F_s0(a) - f(a), at sampled steps of some trials, and what it does
/// to the output to first order: dz = G [f(a) - F_s0(a)] when the noise is removed (spec 1, section 3).
/// </summary>
internal sealed class UnitShifts
{
    private readonly SilentPath _path;
    private readonly UnitActivations _plain, _averaged;
    private readonly OutputGain _gain;
    private readonly ImmutableArray<int>[] _steps;
    private readonly List<(int Step, int Lane, double[] Shift, double[]? Gains)> _samples = [];
    private readonly double[] _contributions;
    private readonly bool _isInside;

    /// <summary>Nothing seen yet.</summary>
    public UnitShifts(SilentPath path, TrainedNetwork subject, int steps, UnitActivations plain, UnitActivations averaged)
    {
        (_path, _plain, _averaged, _isInside) = (path, plain, averaged, subject.Setup.IsInside);
        _gain = new OutputGain(subject.Network, subject.Parameters);
        _steps = [.. path.Trials.Select(trial => SampledSteps.Of(trial, steps))];
        Visit = SilentPath.At(_steps, See);
        (Magnitude, _contributions) = (new double[path.Rows * SilentPath.Width], new double[path.Rows * SilentPath.Width]);
    }

    /// <summary>Looks at the pre-activations of a step.</summary>
    public SilentPath.Visitor Visit { get; }

    /// <summary>Mean of |F_s0(a) - f(a)| over the sampled steps. [rows][lane]</summary>
    public double[] Magnitude { get; }

    /// <summary>Sum of the lengths of the vectors F_s0(a) - f(a).</summary>
    public double SumOfNorms { get; private set; }

    /// <summary>Sampled steps of all trials.</summary>
    public int Samples => _samples.Count;


    /// <summary>The first-order prediction against the measured shift of the output, and each unit's part in it.</summary>
    /// <param name="dz">Measured. [T][O][lane]</param>
    /// <param name="sums">Receives the squares.</param>
    public void Explain(double[] dz, BiasSums sums)
    {
        var outputs = _path.OutputCount;
        foreach (var (step, lane, shift, gains) in _samples)
        {
            for (var o = 0; gains is not null && o < outputs; o++)
            {
                var measured = dz[(((step * outputs) + o) * SilentPath.Width) + lane];
                var mask = _path.Trials[lane].Mask[step, o];
                var predicted = 0.0;
                for (var i = 0; i < shift.Length; i++)
                {
                    var part = gains[(i * outputs) + o] * shift[i];
                    predicted += part;
                    _contributions[(i * SilentPath.Width) + lane] += mask * measured * part;
                }

                sums.FirstOrderSquares += mask * measured * measured;
                sums.FirstOrderResidualSquares += mask * (measured - predicted) * (measured - predicted);
            }
        }
    }

    /// <summary>What some units in some trials contribute to the measured shift, signed, beside what all do.</summary>
    /// <param name="where">1 for those, 0 for others. [rows][lane]</param>
    /// <param name="sums">Receives both.</param>
    public void ShareOf(double[] where, BiasSums sums)
    {
        for (var k = 0; k < where.Length; k++)
        {
            sums.Contribution += _contributions[k];
            sums.LargestThirdContribution += where[k] * _contributions[k];
        }
    }

    private void See(int step, int lane, ReadOnlySpan<double> a)
    {
        var (f, averaged, slope) = (new double[a.Length], new double[a.Length], new double[a.Length]);
        _plain.EvaluateEach(a, f, []);
        _averaged.EvaluateEach(a, averaged, slope);
        var shift = new double[_path.Rows];
        var squares = 0.0;
        for (var i = 0; i < shift.Length; i++)
        {
            shift[i] = f[i] - averaged[i];
            squares += shift[i] * shift[i];
            Magnitude[(i * SilentPath.Width) + lane] += Math.Abs(shift[i]) / _steps[lane].Length;
        }

        SumOfNorms += Math.Sqrt(squares);
        _samples.Add((step, lane, shift, _isInside ? _gain.At(slope.AsSpan(0, shift.Length)) : null));
    }
}
