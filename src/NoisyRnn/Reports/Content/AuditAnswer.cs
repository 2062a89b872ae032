using System.Globalization;
using NoisyRnn.Analyses;
using NoisyRnn.Statistics;

namespace NoisyRnn.Reports;

/// <summary>The answer of an audit in plain words, made of its numbers.</summary>
/// <param name="content">The numbers.</param>
internal sealed class AuditAnswer(AuditContent content)
{
    private readonly NoisePreference _said = content.Preference;
    private bool _hasSaidOver;

    /// <summary>Whether the network prefers noise, at which level, and at what cost it is silenced.</summary>
    public static string Of(AuditContent content) => new AuditAnswer(content).Words() + AuditRemedy.First(content);

    /// <summary>What the intervals are over, and of what they say nothing.</summary>
    public static string Scope(AuditContent content) => content.Preference.Networks > 1
        ? $"Intervals (95 %) are over {content.Preference.Networks} networks, taken to differ in their training seed alone{(content.Preference.Networks < 10 ? ": a preview, for a claim needs 10" : "")}."
        : content.Preference.Verdict == AuditVerdict.NoInterval ? "One network is one training seed: nothing is said of networks trained with other seeds."
        : $"One network is one training seed: intervals (95 %) are over its {Count(content.Counted[0].Trials, "trial")}, each with its {content.Counted[0].Draws} draws, and say nothing of networks trained with other seeds.";

    private string Words() => content.HasErrorOfZero ? Zeros() : Decided() + Off();

    private string Decided() => _said.Verdict switch
    {
        AuditVerdict.PrefersNoise => $"{Best()} {(_said is { ComparedIsTraining: true, Gain.Mean: < 0 } ? CostAtBoth() : CostOfSilence())}{Unusual()}",
        AuditVerdict.PrefersSilence => $"{Best()} {CostOfNoise()}",
        AuditVerdict.NoDifference => Undecided("Noise makes no difference"),
        AuditVerdict.NothingGained => Undecided("Nothing is gained by noise beyond the interval"),
        AuditVerdict.Undecided => Undecided("Undecided"),
        AuditVerdict.DivergesSilently => $"Without noise some of its outputs are not finite. {Best()}",
        AuditVerdict.DivergesWithNoise => $"With noise some of its outputs are not finite, at every level {content.Done}. Without noise its {content.Error} is {With(_said.Losses[0])}.",
        AuditVerdict.NoSilentLevel => $"{Best()} Level 0 was not {content.Done}: nothing can be said of how it does without noise.",
        AuditVerdict.OneLevel => $"One level was {content.Done}, {Level(content.Networks[0].Points[0].Level)}: nothing can be said of which noise it prefers. Its {content.Error} there is {With(_said.Losses[0])}.",
        AuditVerdict.NoInterval => $"{(content.Counted[0].Trials == 1 ? $"One trial was {content.Done}: there is no interval" : "There is no interval")}, and nothing is decided. {Best()} {CostOfSilence()}",
        _ => "At no level are all outputs and errors finite: nothing can be said.",
    };

    // rho, and where the levels end.
    private string Best()
    {
        var preferred = _said.Preferred!;
        var where = _said.End switch
        {
            RangeEnd.AtLeast => $"at {Level(preferred.Mean)}, the highest level {content.Done}{Limits(preferred)}: its best may lie beyond",
            RangeEnd.AtMost when preferred.Mean == 0 => $"without noise{(_said.OffGain is null ? "" : ", its mean kept")}{(preferred.High > 0 ? Limits(preferred) : "")}",
            RangeEnd.AtMost when _said.Networks > 1 => $"without noise in most networks, in the mean at {Level(preferred.Mean)}{Limits(preferred)}",
            RangeEnd.AtMost => $"at {Level(preferred.Mean)}, the lowest level {content.Done}{Limits(preferred)}: its best may lie below",
            _ => $"at {Level(preferred.Mean)}{Limits(preferred)}",
        };
        return $"Performs best {where}.{(content.TrainingLevel is null && preferred.Mean > 0 ? $" (Its training noise was not given: a level is told as it was {content.Done}.)" : "")}";
    }

    private string CostOfSilence() =>
        _said.Gain is null ? "" : $"{Silent(_said.OffGain is not null)}, its {content.Error} is {Times(_said.Gain)} that at {Compared()}{Limits(Ratio(_said.Gain))}{Shift()}.";

    private string CostAtBoth() =>
        $"{Silent(_said.OffGain is not null)}, its {content.Error} is {Times(_said.BestGain!)} that at {BestNoisy(_said.BestNoisy)}{Limits(Ratio(_said.BestGain!))}, but {Times(_said.Gain!)} that at its training noise{Limits(Ratio(_said.Gain!))}.";

    private string CostOfNoise()
    {
        var words = $"At {Compared()}{(_said.ComparedIsTraining ? "" : ",")} its {content.Error} is {OfSilence(_said.Gain!)}{Spread()}.";
        if (_said.Compared != _said.BestNoisy)
            words += $" Even at {BestNoisy(_said.BestNoisy)}, it is {OfSilence(_said.BestGain!)}.";
        return words + OfMean();
    }

    private string Undecided(string said)
    {
        var words = $"{said}: {Silent(_said.OffGain is not null).ToLowerInvariant()}, its {content.Error} is {Times(_said.BestGain!)} that at {BestNoisy(_said.BestNoisy)}{Limits(Ratio(_said.BestGain!))}.";
        if (_said.ComparedIsTraining && _said.Compared != _said.BestNoisy)
            words += $" At its training noise it is {OfSilence(_said.Gain!)}{Spread()}.";
        // Without a training level the highest one tells what noise may cost.
        var top = content.Networks[0].Points[^1].Level;
        if (!_said.ComparedIsTraining && _said.BestNoisy != top && _said.Losses[^1].Mean / _said.Losses[0].Mean is > 1.1 and < double.PositiveInfinity and var most)
            words += $" At {Level(top)}, the highest level {content.Done}, it is {Wording.Number(most)} times that of silence.";
        return words + OfMean();
    }

    // Then it is the spread of single draws that hides what the mean prefers.
    private string OfMean() => _said is { MeanGain.Low: > 0, PreferredBias: { Mean: > 0 } bias }
        ? $" Averaged over noise, its output is best at {Level(bias.Mean)}{Limits(bias)}: the spread of single draws hides that." : "";

    // Of an error of 0 there is no ratio.
    private string Zeros()
    {
        var said = _said.Verdict switch
        {
            AuditVerdict.PrefersNoise or AuditVerdict.PrefersSilence => Best(),
            AuditVerdict.NoDifference => "Noise makes no difference.",
            AuditVerdict.NothingGained => "Nothing is gained by noise beyond the interval.",
            _ => "Undecided.",
        };
        // In the order in which it is said: what intervals are over is said of the first.
        var silent = With(_said.Losses[0]);
        var compared = _said.Compared is { } level ? $", at {Compared()} {With(_said.Losses[content.Networks[0].Points.Select(static point => point.Level).ToList().IndexOf(level)])}" : "";
        var zeros = _said.Networks > 1 ? "in some networks it is 0 at such a level, and there is no ratio" : "there is no ratio to an error of 0";
        return $"{said} {Silent(_said.OffGain is not null)}, its {content.Error} is {silent}{compared}: {zeros}.";
    }

    private static string Silent(bool isMean) => isMean ? "Silent, the noise replaced by its mean" : "Silent";

    // What the noise does by its mean alone is no preference for noise.
    private string Off() => !content.ComparesSilence || _said.OffGain is not { } off ? ""
        : $" With the noise simply off, its mean too, it is {Times(off)} that at {Compared()}{Limits(Ratio(off))}{(_said.Verdict != AuditVerdict.PrefersNoise && off.Low > 0 ? ": that is for the mean of the noise, not for the noise" : "")}.";

    // Of the silent loss, what the compared level does not have.
    private string Shift()
    {
        if (_said.SilentShift is not { Mean: >= 0.05 } shift || !double.IsFinite(shift.Mean))
            return "";
        var what = content.IsOfClasses ? "loss of the mean logits that comes with silence" : "bias that comes with silence";
        var why = shift.Mean < 0.5 ? "" : content.IsOfClasses ? ": they shift" : ": the mean output shifts";
        return $"; {Percent(shift.Mean)} of it is {what}{why}";
    }

    private string Spread() => _said.NoisySpread is { Mean: >= 0.05 } spread && double.IsFinite(spread.Mean)
        ? $"; {Percent(spread.Mean)} of it is {(content.IsOfClasses ? "spread of the logits" : "variance")}" : "";

    private string Unusual() => content.TrainingLevel == 0
        ? " It was trained without noise: this is resonance or dithering, not a preference for the noise of its training." : "";

    private string Compared() => _said.ComparedIsTraining ? Level(1) : BestNoisy(_said.Compared);

    private string BestNoisy(double? level) => level is { } one
        ? $"{Level(one)}, its best noisy level" : "the best noisy level of each network";

    private string Level(double level) => !content.IsRelative ? $"noise {Wording.Number(level)}"
        : level == 1 ? "its training noise" : $"{Wording.Number(level)} of its training noise";

    private string OfSilence(Interval gain)
    {
        var loss = new Interval(-gain.Mean, -gain.High, -gain.Low);
        return $"{Times(loss)} that of silence{Limits(Ratio(loss))}";
    }

    // A gain is the logarithm of a ratio.
    private static Interval Ratio(Interval gain) => new(Math.Exp(gain.Mean), Math.Exp(gain.Low), double.IsFinite(gain.Low) ? Math.Exp(gain.High) : double.PositiveInfinity);

    // "1 times that" is no English.
    private static string Times(Interval gain) => Wording.Number(Math.Exp(gain.Mean)) is "1" ? "about" : $"{Wording.Number(Math.Exp(gain.Mean))} times";

    private string With(Interval loss) => Wording.Number(loss.Mean) + Limits(loss);

    // What they are over is said once.
    private string Limits(Interval interval)
    {
        if (!double.IsFinite(interval.Low) || !double.IsFinite(interval.High))
            return "";
        var over = _hasSaidOver ? "" : _said.Networks > 1 ? $" over {_said.Networks} seeds" : " over trials";
        _hasSaidOver = true;
        return $" [{Wording.Number(interval.Low)}, {Wording.Number(interval.High)}{over}]";
    }

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Min(1, share):F0} %");

    private static string Count(int count, string thing) => $"{count} {thing}{(count == 1 ? "" : "s")}";
}
