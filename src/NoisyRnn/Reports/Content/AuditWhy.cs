using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>Why a network prefers the noise that it prefers, in plain words made of numbers; of several networks of their means.</summary>
internal static class AuditWhy
{
    private const double Helps = 0.5;

    /// <summary>A sentence each, the units' shift first.</summary>
    public static ImmutableArray<string> Of(AuditContent content) => content.Explanations.IsEmpty ? [] :
    [
        .. Shift(content.Explanations),
        .. Parts(content),
        .. Prediction(content.Explanations),
        .. Operating(content.Explanations),
        .. content.Explanations.SelectMany(static network => network.Sentences).Distinct(),
    ];

    /// <summary>What was not asked, with the reason, a sentence each.</summary>
    public static ImmutableArray<string> NotAsked(AuditContent content) =>
    [
        .. content.Explanations.SelectMany(static network => network.Refused).Distinct().Select(static refused => $"{refused.Key}: {refused.Value}"),
    ];

    // A number without a rule: how much shift makes a preference depends on how much of the variance the width averages away.
    private static IEnumerable<string> Shift(ImmutableArray<NetworkExplanation> networks)
    {
        if (Mean(networks, static network => network.IsInside ? network.Operating?.WeightedShift : null) is { } shift)
            yield return $"Noise of {Level(networks)} shifts the units' mean by {Wording.Number(shift)} of its level, each unit weighted by its gain on the output.";
    }

    private static IEnumerable<string> Parts(AuditContent content)
    {
        var points = content.Counted.Select(static network => (Silent: network.Points[0], Best: network.Points.FirstOrDefault(p => p.Level == network.Preference.Compared))).ToArray();
        if (content.IsOfClasses || points.Any(static p => p.Best is null || p.Silent.Diverged || p.Best.Diverged))
            yield break;
        var silent = points.Average(static p => p.Silent.BiasSquared!.Value);
        yield return $"Silent, bias^2 is {Share(silent / points.Average(static p => p.Silent.Loss))} of the error ({Wording.Number(silent)}); "
            + $"{(content.Preference.ComparedIsTraining ? "at its training noise" : "at its best noisy level")} it is {Share(points.Average(static p => p.Best!.BiasSquared!.Value) / points.Average(static p => p.Best!.Loss))} ({Wording.Number(points.Average(static p => p.Best!.BiasSquared!.Value))}), the rest is variance.";
    }

    private static IEnumerable<string> Prediction(ImmutableArray<NetworkExplanation> networks)
    {
        if (Mean(networks, static network => network.Bias?.Inside?.Explained) is { } explained)
            yield return networks.All(static network => network.Bias is { Inside: not null } bias && bias.AveragedLoss == bias.SilentLoss) ? "Averaging the activation over the noise changes nothing: no shift of the mean output is predicted from the weights."
                : $"The shift of the mean output when the noise is removed, predicted from the weights alone, has R^2 {Wording.Number(explained)}; to first order in the units' shifts {Wording.Number(Mean(networks, static network => network.Bias?.Inside?.FirstOrderExplained) ?? double.NaN)}.";
        if (Mean(networks, static network => network.Bias is { Inside: null } bias ? bias.AveragedLoss / bias.SilentLoss : null) is { } placebo)
            yield return $"The noise enters outside the activation: smoothing the activation, where it does not belong, makes the silent error {Wording.Number(placebo)} times what it is{(placebo < Helps ? ". That it helps suggests that the noise stood inside" : "")}.";
    }

    private static IEnumerable<string> Operating(ImmutableArray<NetworkExplanation> networks)
    {
        if (Mean(networks, static network => network.IsInside ? network.Operating?.WeightedAttenuation : null) is { } passes)
            yield return $"Of the noise's variance {Share(passes)} passes the activation where the units operate, weighted likewise.";
    }

    /// <summary>The mean over networks; null where one lacks it.</summary>
    internal static double? Mean(ImmutableArray<NetworkExplanation> networks, Func<NetworkExplanation, double?> figure) =>
        networks.All(network => figure(network) is { } value && double.IsFinite(value)) ? networks.Average(network => figure(network)!.Value) : null;

    private static string Level(ImmutableArray<NetworkExplanation> networks) => $"level {Wording.Number(Mean(networks, static network => network.Sigma) ?? double.NaN)}";

    private static string Share(double share) => double.IsNaN(share) ? "no share" : string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Max(0, share):F0} %");
}
