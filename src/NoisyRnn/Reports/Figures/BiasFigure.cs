using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>Silent losses with the activation averaged over more or less noise, beside what the noise itself gives: the cause, and placebos.</summary>
internal static class BiasFigure
{
    private static readonly ImmutableArray<(string Name, string Dash, Func<BiasResult, double?> Of)> Lines =
    [
        ("silent, as it is (f)", "solid", static r => r.SilentLoss),
        ("silent, f averaged over s<sub>0</sub>", "solid", static r => r.AveragedLoss),
        ("silent, f averaged over .5 s<sub>0</sub>", "dot", static r => r.Inside?.AtHalfLoss),
        ("silent, f averaged over 1.5 s<sub>0</sub>", "dot", static r => r.Inside?.AtMoreLoss),
        ("silent, random shift", "dot", static r => r.Inside is { } inside ? r.SilentLoss - (inside.RandomShiftRemovedShare * (r.SilentLoss - r.BiasSquared)) : null),
        ("with the noise s<sub>0</sub>", "dash", static r => r.NoisyLoss),
    ];

    private static string Finding(ReportContent content)
    {
        var (of, found) = FeaturedCell.Found<BiasResult>(content);
        var inside = found.Select(static result => result.Inside).OfType<BiasExplanation>().ToList();
        if (inside.Count == 0)
            return "";
        if (found.All(static result => result.AveragedLoss == result.SilentLoss))
            return $"{of}: averaging the activation over the noise changes nothing, and no shift of the mean output is predicted from the weights.";
        var removed = inside.Average(static i => i.RemovedShare);
        return $"{of}: the shift of the mean output that silence makes follows from the weights (R\u00b2 = {Wording.Number(inside.Average(static i => i.Explained))}){(double.IsFinite(removed) ? $", and averaging the activation over the noise removes {100 * removed:F0} % of the excess silent loss" : "")}.";
    }

    /// <summary>The figure; null where no network's bias was analysed.</summary>
    public static Figure? Of(ReportContent content)
    {
        var runs = content.Runs.Where(static run => run.Counted && run.Found<BiasResult>() is not null).Select(static run => (Run: run, Result: run.Found<BiasResult>()!)).ToList();
        if (runs.Count == 0)
            return null;
        var grid = RunCells.Grid(RunCell.Of(runs.Select(static r => r.Run)));
        var levels = runs.Select(static r => r.Result.Sigma).Distinct().Order().ToArray();
        var traces = new List<object>();
        var shown = new List<double>();
        foreach (var (i, (name, dash, of)) in Lines.Index())
        {
            var first = true;
            foreach (var panel in runs.GroupBy(static r => (r.Run.Arm.Name, r.Run.Arm.Column)))
            {
                var points = panel.Select(r => (X: r.Result.Sigma, Y: of(r.Result))).Where(static p => p.Y > 0).Select(static p => (p.X, Y: p.Y!.Value)).ToList();
                if (points.Count == 0)
                    continue;
                // The mean of logarithms, for the axis is one: a single bad seed would else be the line.
                var band = SeedBand.Over(points.Select(static p => (p.X, Math.Log(p.Y))));
                band = band with { Mean = [.. band.Mean.Select(Math.Exp)], Low = [.. band.Low.Select(Math.Exp)], High = [.. band.High.Select(Math.Exp)] };
                shown.AddRange(band.Mean);
                var place = grid[panel.First().Run.Arm];
                traces.Add(CurveTraces.Band(place, Palette.At(i), name, band));
                traces.Add(CurveTraces.Mean(place, Palette.At(i), name, first, band, dash: dash));
                first = false;
            }
        }

        var horizontal = Axis.Log("training noise s<sub>0</sub>", levels) with { Ticks = levels, TickDistance = null, Range = [Math.Log10(levels[0]) - .2, Math.Log10(levels[^1]) + .2] };
        return new()
        {
            Name = "bias",
            Finding = Finding(content),
            Title = "Silent losses with the activation averaged over noise",
            Caption = "Networks run without noise, as they are and with their activation f replaced by its average F over noise of some level. Trained with noise inside,"
                + " a network is calibrated to F at its own level: there the silent loss falls to, or below, the loss with the noise; at other levels, and by a random shift of equal"
                + " length, it does not. Trained with noise outside, F is a placebo: it has no place there. Geometric means over seeds, bands plus and minus one standard error.",
            Traces = traces,
            Layout = grid.Layout(_ => horizontal, Axis.Log(content.LossLabel, shown), RunCells.Title),
            Table = Table(runs),
        };
    }

    private static FigureTable Table(IEnumerable<(NetworkRun Run, BiasResult Result)> runs)
    {
        var table = FigureTable.OfRuns(
            "silent_loss", "noisy_loss", "bias_squared", "averaged_loss", "shift_squared", "explained", "first_order_explained",
            "removed_share", "averaged_at_half_loss", "averaged_at_more_loss", "random_shift_removed_share", "largest_third_contribution", "largest_third_removed_share", "random_third_removed_share");
        foreach (var (run, r) in runs)
        {
            table.Add(
                run, r.SilentLoss, r.NoisyLoss, r.BiasSquared, r.AveragedLoss, r.ShiftSquared,
                r.Inside?.Explained, r.Inside?.FirstOrderExplained, r.Inside?.RemovedShare, r.Inside?.AtHalfLoss, r.Inside?.AtMoreLoss, r.Inside?.RandomShiftRemovedShare,
                r.Inside?.LargestThirdContribution, r.Inside?.LargestThirdRemovedShare, r.Inside?.RandomThirdRemovedShare);
        }

        return table;
    }
}
