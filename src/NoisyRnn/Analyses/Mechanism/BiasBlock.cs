using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// The analysis of the bias on one block of test trials: first what is seen, then what happens where units are given F_s0 or a
/// shift. All but the measured outputs are silent runs in which units answer otherwise than by f.
/// </summary>
internal sealed class BiasBlock
{
    private readonly BiasAnalysis _options;
    private readonly TrainedNetwork _subject;
    private readonly SilentPath _path;
    private readonly TrialRange _trials;
    private readonly double[] _deviations;
    private readonly UnitResponse _plain, _averaged;
    private readonly UnitShifts _shifts;

    /// <summary>A block of test trials.</summary>
    /// <param name="options">The analysis.</param>
    /// <param name="subject">The network.</param>
    /// <param name="trials">Which trials.</param>
    /// <param name="deviations">From <see cref="ArgumentNoise"/>, at the training level.</param>
    public BiasBlock(BiasAnalysis options, TrainedNetwork subject, TrialRange trials, double[] deviations)
    {
        (_options, _subject, _trials) = (options, subject, trials);
        _path = new SilentPath(subject, trials);
        _deviations = deviations;
        (_plain, _averaged) = (UnitResponse.Averaged(subject.Network, 0), AveragedAt(1));
        _shifts = new UnitShifts(_path, subject, options.Steps, _plain.Activation, _averaged.Activation);
    }

    /// <summary>What was found.</summary>
    public BiasSums Sums { get; } = new();

    /// <summary>Mean of |F_s0(a) - f(a)| over sampled steps, for each unit and trial.</summary>
    public IEnumerable<double> Magnitudes => Enumerable.Range(0, _path.Rows * _path.Trials.Length)
        .Select(k => _shifts.Magnitude[(k / _path.Trials.Length * SilentPath.Width) + (k % _path.Trials.Length)]);

    /// <summary>Sum over sampled steps and trials of the length of the vector F_s0(a) - f(a).</summary>
    public double SumOfNorms => _shifts.SumOfNorms;

    /// <summary>Sampled steps of all trials.</summary>
    public int Samples => _shifts.Samples;

    /// <summary>Measured and predicted shifts of the output.</summary>
    public void Observe(Rollout<double> rollout, CancellationToken cancellation)
    {
        var measured = MeasuredOutputs.Of(rollout, _subject, _trials, _options.Draws, cancellation);
        var silent = Run(_plain, null);
        Sums.Silent = Loss(silent);
        // With noise outside the mean path is the silent one to leading order: no shift is predicted.
        var averaged = Run(_averaged, _subject.Setup.IsInside ? _shifts.Visit : null);
        Sums.Averaged = Loss(averaged);
        if (!_subject.Setup.IsInside)
            Run(_plain, _shifts.Visit);
        var predicted = _subject.Setup.IsInside ? averaged : silent;
        foreach (var (k, mask, target) in Counted())
        {
            var (dz, prediction) = (silent[k] - measured.Readout[k], silent[k] - predicted[k]);
            Sums.ShiftSquares += mask * dz * dz;
            Sums.ResidualSquares += mask * (dz - prediction) * (dz - prediction);
            var error = measured.Output[k] - target;
            Sums.Weight += mask;
            Sums.BiasSquares += mask * ((error * error) - (measured.Variance[k] / measured.Draws));
            Sums.Variance += mask * measured.Variance[k];
        }

        if (_subject.Setup.IsInside)
            _shifts.Explain([.. silent.Zip(measured.Readout, static (z, mean) => z - mean)], Sums);
    }

    /// <summary>Losses with F_s0 or a shift given to some.</summary>
    /// <param name="least">|F_s0 - f| from which on a unit in a trial is among the third with the largest.</param>
    /// <param name="norm">Length of the random shifts.</param>
    /// <param name="cancellation">Stops between runs.</param>
    public void Intervene(double least, double norm, CancellationToken cancellation)
    {
        Sums.AtHalf = Loss(Run(AveragedAt(0.5), null));
        Sums.AtMore = Loss(Run(AveragedAt(1.5), null));
        double[] largest = [.. _shifts.Magnitude.Select(magnitude => magnitude >= least ? 1.0 : 0)];
        Sums.LargestThird = Loss(Run(Only(largest), null));
        if (_subject.Setup.IsInside)
            _shifts.ShareOf(largest, Sums);
        for (var k = 0; k < _options.RandomThirds; k++, cancellation.ThrowIfCancellationRequested())
            Sums.RandomThird += Loss(Run(Only(RandomThird(k)), null)) / _options.RandomThirds;
        for (var k = 0; k < _options.RandomShifts; k++, cancellation.ThrowIfCancellationRequested())
            Sums.RandomShift += Loss(Run(_plain with { Offset = RandomShift(k, norm) }, null)) / _options.RandomShifts;
    }

    // Over that part of the noise.
    private UnitResponse AveragedAt(double part) => UnitResponse.Averaged(_subject.Network, [.. _deviations.Select(deviation => part * deviation)]);

    private UnitResponse Only(double[] where) => _plain with { Instead = _averaged.Activation, Where = where };

    private double[] Run(UnitResponse response, SilentPath.Visitor? visit)
    {
        _path.Run(response, visit);
        return [.. _path.Outputs];
    }

    // Each unit in each trial with probability 1/3. [rows][lane]
    private double[] RandomThird(int number)
    {
        var where = new double[_path.Rows * SilentPath.Width];
        for (var lane = 0; lane < _path.Trials.Length; lane++)
        {
            var random = Random(Substream.BiasThirds, ((ulong)number << 32) + (ulong)(_trials.First + lane));
            for (var i = 0; i < _path.Rows; i++)
                where[(i * SilentPath.Width) + lane] = random.NextUniform() < 1.0 / 3 ? 1 : 0;
        }

        return where;
    }

    // A random direction, the same in all trials. [rows]
    private double[] RandomShift(int number, double norm)
    {
        var random = Random(Substream.BiasShifts, (ulong)number);
        double[] direction = [.. Enumerable.Range(0, _path.Rows).Select(_ => random.NextNormal())];
        var length = Math.Sqrt(direction.Sum(static x => x * x));
        return [.. direction.Select(x => norm * x / length)];
    }

    private RandomStream Random(Substream substream, ulong number) => new(NoiseKey.Of(_subject.Seed, substream), number);

    // Sum of mask times squared error of y = r(z).
    private double Loss(double[] readouts)
    {
        var padded = new double[DenseProduct.Padded(readouts.Length)];
        readouts.CopyTo(padded, 0);
        _subject.Loss.Respond<double>(padded);
        var sum = 0.0;
        foreach (var (k, mask, target) in Counted())
            sum += mask * (padded[k] - target) * (padded[k] - target);
        return sum;
    }

    private IEnumerable<(int Place, double Mask, double Target)> Counted()
    {
        for (var t = 0; t < _path.Steps; t++)
        {
            for (var o = 0; o < _path.OutputCount; o++)
            {
                for (var lane = 0; lane < _path.Trials.Length; lane++)
                {
                    var trial = _path.Trials[lane];
                    if (trial.Mask[t, o] != 0)
                        yield return ((((t * _path.OutputCount) + o) * SilentPath.Width) + lane, trial.Mask[t, o], trial.Targets[t, o]);
                }
            }
        }
    }
}
