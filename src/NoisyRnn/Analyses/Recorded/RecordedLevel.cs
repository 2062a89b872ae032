using NoisyRnn.Numerics;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>One network at one noise level.</summary>
/// <param name="Point">Loss and its parts over all trials.</param>
/// <param name="Trials">The same trial by trial.</param>
/// <param name="NotFinite">Outputs that count and are not finite.</param>
/// <param name="DrawsAreAlike">Whether all draws of each trial have the same outputs: no noise was on.</param>
internal sealed record RecordedLevel(SweepPoint Point, TrialSums Trials, int NotFinite, bool DrawsAreAlike)
{
    /// <summary>Measures it: each step of each trial is a condition, as in the test-noise sweep, and in the same order.</summary>
    /// <param name="recorded">The outputs.</param>
    /// <param name="network">Which network.</param>
    /// <param name="level">Which level; or the recording of level 0 with the mean of the noise.</param>
    /// <param name="weights">The weight of each trial. [trials]</param>
    public static RecordedLevel Of(RecordedOutputs recorded, int network, int level, double[] weights)
    {
        var isMean = level == RecordedOutputs.MeanMatched;
        var sigma = isMean ? 0 : recorded.Levels[level];
        var loss = recorded.Loss;
        // Silent, one draw is as good as all, and the sum of equal numbers has no rounding.
        var alike = AreAlike(recorded, network, level);
        var draws = alike && sigma == 0 ? 1 : recorded.Draws;
        var (whole, sums, notFinite) = (loss.NewAccumulator(), new TrialSums(recorded.Trials), 0);
        var all = new double[recorded.Outputs * recorded.Draws];
        var used = draws == recorded.Draws ? all : new double[recorded.Outputs * draws];
        for (var p = 0; p < recorded.Trials; p++)
        {
            if (weights[p] == 0)
                continue;
            var trial = loss.NewAccumulator();
            for (var t = 0; t < recorded.Steps; t++)
            {
                if (!recorded.Counts(p, t))
                    continue;
                recorded.Gather(network, level, p, t, all);
                for (var o = 0; o < recorded.Outputs && used != all; o++)
                    used[o] = all[o * recorded.Draws];
                notFinite += NotFiniteIn(all, recorded.MaskAt(p, t), recorded.Draws);
                whole.AddStep(used, recorded.TargetsAt(p, t), recorded.MaskAt(p, t));
                trial.AddStep(used, recorded.TargetsAt(p, t), recorded.MaskAt(p, t));
            }

            var point = trial.ToPoint(sigma, sigma);
            (sums.Loss[p], sums.Even[p], sums.Odd[p]) = (weights[p] * point.Loss, weights[p] * point.EvenLoss, weights[p] * point.OddLoss);
            (sums.EvenMean[p], sums.OddMean[p]) = (weights[p] * (point.EvenMeanLoss ?? double.PositiveInfinity), weights[p] * (point.OddMeanLoss ?? double.PositiveInfinity));
            sums.Systematic[p] = weights[p] * (point.BiasSquared ?? point.MeanLogitsLoss!.Value);
        }

        return new RecordedLevel(whole.ToPoint(isMean ? 0 : recorded.RelativeLevel(level), sigma), sums, notFinite, alike);
    }

    private static int NotFiniteIn(double[] outputs, ReadOnlySpan<double> mask, int draws)
    {
        var count = 0;
        for (var k = 0; k < outputs.Length; k++)
            count += !double.IsFinite(outputs[k]) && mask[k / draws] != 0 ? 1 : 0;
        return count;
    }

    private static bool AreAlike(RecordedOutputs recorded, int network, int level)
    {
        var outputs = new double[recorded.Outputs * recorded.Draws];
        for (var p = 0; p < recorded.Trials; p++)
        {
            for (var t = 0; t < recorded.Steps; t++)
            {
                if (!recorded.Counts(p, t))
                    continue;
                recorded.Gather(network, level, p, t, outputs);
                for (var o = 0; o < recorded.Outputs; o++)
                {
                    var draws = outputs.AsSpan(o * recorded.Draws, recorded.Draws);
                    if (draws.ContainsAnyExcept(draws[0]))
                        return false;
                }
            }
        }

        return true;
    }
}
