using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>The losses of a network at one level, trial by trial, as its test trials are run.</summary>
/// <param name="loss">What is asked.</param>
/// <param name="trials">Trials.</param>
/// <param name="level">r, or s.</param>
/// <param name="sigma">s.</param>
internal sealed class TestedTrials(Loss loss, int trials, double level, double sigma)
{
    private readonly TrialSums _sums = new(trials);

    /// <summary>The weight of each trial: the sum of its masks. [trials]</summary>
    public double[] Weights { get; } = new double[trials];

    /// <summary>Outputs that count and are not finite.</summary>
    public int NotFinite { get; private set; }

    /// <summary>Adds the trials of a batch.</summary>
    public void Add(SweepBatch batch)
    {
        for (var p = 0; p < batch.Trials.Length; p++)
        {
            var (number, trial) = (batch.Trials[p].Number, batch.Trials[p].Trial);
            var accumulator = loss.NewAccumulator();
            foreach (var t in batch.Steps)
                AddStep(accumulator, number, batch.Outputs(p, t), trial, t);
            Keep(number, accumulator);
        }
    }

    /// <summary>Adds a trial.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="trial">The trial.</param>
    /// <param name="at">Its outputs at the steps that count, of all draws, output after output. [O,R]</param>
    public void Add(int number, Trial trial, IEnumerable<(int Step, double[] Outputs)> at)
    {
        var accumulator = loss.NewAccumulator();
        foreach (var (t, outputs) in at)
            AddStep(accumulator, number, outputs, trial, t);
        Keep(number, accumulator);
    }

    /// <summary>The level.</summary>
    /// <param name="point">Over all trials.</param>
    /// <param name="areAlike">Whether all draws were the same; where it is not said, at level 0.</param>
    public RecordedLevel ToLevel(SweepPoint point, bool? areAlike = null) => new(point, _sums, NotFinite, areAlike ?? sigma == 0);

    private void AddStep(LossAccumulator accumulator, int number, ReadOnlySpan<double> outputs, Trial trial, int t)
    {
        accumulator.AddStep(outputs, trial.TargetsAt(t), trial.MaskAt(t));
        Weights[number] += loss.Weight(trial.MaskAt(t));
        NotFinite += NotFiniteIn(outputs, trial.MaskAt(t));
    }

    // A trial of which nothing is asked has no loss.
    private void Keep(int number, LossAccumulator accumulator)
    {
        if (Weights[number] == 0)
            return;
        var (weight, point) = (Weights[number], accumulator.ToPoint(level, sigma));
        (_sums.Loss[number], _sums.Even[number], _sums.Odd[number]) = (weight * point.Loss, weight * point.EvenLoss, weight * point.OddLoss);
        (_sums.EvenMean[number], _sums.OddMean[number]) = (weight * (point.EvenMeanLoss ?? double.PositiveInfinity), weight * (point.OddMeanLoss ?? double.PositiveInfinity));
        _sums.Systematic[number] = weight * (point.BiasSquared ?? point.MeanLogitsLoss!.Value);
    }

    private static int NotFiniteIn(ReadOnlySpan<double> outputs, ReadOnlySpan<double> mask)
    {
        var (count, draws) = (0, outputs.Length / mask.Length);
        for (var k = 0; k < outputs.Length; k++)
            count += !double.IsFinite(outputs[k]) && mask[k / draws] != 0 ? 1 : 0;
        return count;
    }
}
