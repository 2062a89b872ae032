using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Analyses;
using NoisyRnn.Statistics;

namespace NoisyRnn.Reports;

/// <summary>One of the three numbers at the head of an audit's page.</summary>
/// <param name="Name">"Preferred test noise".</param>
/// <param name="Value">"0.99", "34.7 times", "98 %".</param>
/// <param name="Words">What it is.</param>
/// <param name="Limits">"[0.97, 1.01] over trials"; empty where there are none.</param>
internal sealed record AuditNumber(string Name, string Value, string Words, string Limits)
{
    /// <summary>The level that the network prefers, what silence costs, and how much of that is bias; those that can be told.</summary>
    public static ImmutableArray<AuditNumber> Of(AuditContent content)
    {
        var said = content.Preference;
        var numbers = ImmutableArray.CreateBuilder<AuditNumber>();
        if (said.Preferred is { } best)
            numbers.Add(new("Preferred test noise", content.IsRelative ? $"{Wording.Number(best.Mean)} s0" : Wording.Number(best.Mean), $"the level at which the {content.Error} is lowest{(content.IsRelative ? ", in units of the training noise" : "")}", Limits(best)));
        // Of an error of 0 there is no ratio.
        if (said.Gain is { } gain && double.IsFinite(gain.Mean) && !content.HasErrorOfZero)
        {
            numbers.Add(new("Cost of silence", $"{Wording.Number(Math.Exp(gain.Mean))} times", $"{content.Error} in silence{(said.OffGain is null ? "" : ", the noise replaced by its mean")}, of that at {(said.ComparedIsTraining ? "the training noise" : "the best noisy level")}",
                Limits(new(Math.Exp(gain.Mean), Math.Exp(gain.Low), Math.Exp(gain.High)))));
        }

        if (said.SilentShift is { } share && double.IsFinite(share.Mean))
            numbers.Add(new("Bias of silence", Percent(share.Mean), $"of the silent {content.Error} is {(content.IsOfClasses ? "loss of the mean logits" : "bias")} that comes with silence", Limits(new(100 * share.Mean, 100 * share.Low, 100 * share.High))));
        return numbers.ToImmutable();

        string Limits(Interval interval) => !double.IsFinite(interval.Low) || !double.IsFinite(interval.High) ? ""
            : $"[{Wording.Number(interval.Low)}, {Wording.Number(interval.High)}] over {(said.Networks > 1 ? "networks" : "trials")}";
    }

    // Below 0 silence takes bias away.
    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Min(1, share):F0} %");
}
