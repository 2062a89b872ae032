using System.Collections.Immutable;

namespace NoisyRnn.Claims;

/// <summary>What it takes to say that networks prefer silence, or that they do not.</summary>
internal static class SilencePreference
{
    /// <summary>The share of networks that may prefer noise all the same; its upper limit must lie below.</summary>
    public const double LargestShare = 0.15;

    /// <summary>
    /// The requirements. A flat sweep has its minimum anywhere, so to prefer noise is to gain by it too; and ten networks that all prefer silence do not make
    /// it certain of the eleventh, so the share of those that do not is bounded.
    /// </summary>
    /// <param name="cell">The networks.</param>
    /// <param name="rules">The rules: the former ones asked for rho alone.</param>
    /// <param name="rho">Their preferred levels, which must lie below a limit.</param>
    /// <param name="gains">D, or G, of each.</param>
    /// <param name="largestShare">The limit of the share.</param>
    public static ImmutableArray<Requirement> Requirements(RunCell cell, CommonRules rules, Requirement rho, double[] gains, double largestShare = LargestShare)
    {
        if (rules.AreFormer)
            return [rho];
        rho = rho with { BrokenWith = new Requirement(cell.GainSymbol, gains, 0, false, rho.Broken) };
        // Of a preview the share is not asked: it tells a direction.
        if (cell.Withheld == Outcome.Preview)
            return [rho];
        var share = $"share with rho > {rho.Limit:G3}";
        return
        [
            rho, new ShareRequirement(share, rho.Values.Select(level => level > rho.Limit), largestShare)
            {
                Open = $"of {rho.Values.Length} networks {rho.Values.Count(level => level > rho.Limit)} have rho > {rho.Limit:G3}: their share may be above {largestShare:G3}",
            },
        ];
    }
}
