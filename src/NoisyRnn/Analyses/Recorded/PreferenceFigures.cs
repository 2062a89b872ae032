namespace NoisyRnn.Analyses;

/// <summary>What is said of one network's preference, in numbers.</summary>
/// <param name="Preferred">rho: where the loss on the even draws is lowest; null where no level has a finite loss.</param>
/// <param name="PreferredBias">rho_bias: where bias^2, or of classes the loss of the mean logits, is lowest over all draws: the level that the mean output prefers.</param>
/// <param name="BestNoisy">The level above 0 whose loss on the even draws is lowest; null where none is finite.</param>
/// <param name="Compared">The level that silence is compared with: s0 where it was recorded and is finite, else the best noisy one; null likewise.</param>
/// <param name="BestGain">ln L(0) - ln L(best noisy) on the odd draws; null without a level 0.</param>
/// <param name="Gain">D = ln L(0) - ln L(compared) on the odd draws; null likewise.</param>
/// <param name="MeanGain">
/// ln L(0) - ln L(best noisy) of the output averaged over draws: the level is chosen on the even half, the gain measured on the odd one, and the variance
/// of the mean of half of the draws counts against the noise. Null without level 0, and of classes.
/// </param>
/// <param name="SilentShift">
/// The share of the silent loss that is bias^2 which the compared level does not have: (bias^2(0) - bias^2(compared)) / L(0). L(0) is
/// that, the bias^2 of the compared level, and the variance that is left at 0. Of classes the loss of the mean logits takes the place of bias^2.
/// </param>
/// <param name="OffGain">ln L(noise simply off) - ln L(compared), where level 0 keeps the mean of the noise; else null.</param>
/// <param name="NoisySpread">The share of the loss at the compared level that is not bias^2: variance, or the Jensen gap.</param>
internal sealed record PreferenceFigures(
    PreferredLevel? Preferred, PreferredLevel? PreferredBias, int? BestNoisy, int? Compared, double? BestGain, double? Gain, double? MeanGain, double? SilentShift, double? OffGain, double? NoisySpread)
{
    /// <summary>From losses to figures.</summary>
    /// <param name="levels">The levels, ascending; relative to s0 where it is known. [K]</param>
    /// <param name="trainingIsOne">Whether the level 1 is s0.</param>
    /// <param name="losses">The losses. [K]</param>
    public static PreferenceFigures Of(double[] levels, bool trainingIsOne, LevelLosses losses)
    {
        var best = BestAbove(levels, losses.Even);
        var training = trainingIsOne ? Array.IndexOf(levels, 1) : -1;
        var compared = training >= 0 && double.IsFinite(losses.Loss[training]) ? training : best;
        var hasSilence = levels[0] == 0;
        return new(
            PreferredLevel.Of(levels, losses.Even), PreferredLevel.Of(levels, losses.Systematic), best, compared,
            hasSilence && best is { } b ? Gain(b) : null,
            hasSilence && compared is { } c ? Gain(c) : null,
            hasSilence && double.IsFinite(losses.EvenMean[0]) && BestAbove(levels, losses.EvenMean) is { } m ? NoiseSweepStatistics.LogLoss(losses.OddMean[0]) - NoiseSweepStatistics.LogLoss(losses.OddMean[m]) : null,
            hasSilence && compared is { } d ? (losses.Systematic[0] - losses.Systematic[d]) / losses.Loss[0] : null,
            !double.IsNaN(losses.Off) && compared is { } f ? NoiseSweepStatistics.LogLoss(losses.Off) - NoiseSweepStatistics.LogLoss(losses.Odd[f]) : null,
            compared is { } e ? 1 - (losses.Systematic[e] / losses.Loss[e]) : null);

        double Gain(int level) => NoiseSweepStatistics.LogLoss(losses.Odd[0]) - NoiseSweepStatistics.LogLoss(losses.Odd[level]);
    }

    private static int? BestAbove(double[] levels, double[] losses)
    {
        int? best = null;
        for (var k = levels[0] == 0 ? 1 : 0; k < levels.Length; k++)
        {
            if (double.IsFinite(losses[k]) && (best is null || losses[k] < losses[best.Value]))
                best = k;
        }

        return best;
    }
}
