using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Tasks;

namespace NoisyRnn.Reports;

/// <summary>Accuracy against the strength of perturbations of the input: a panel a kind, a line an arm.</summary>
internal static class RobustnessFigure
{
    private static readonly string[] Dashes = ["solid", "dash", "dot", "dashdot"];

    /// <summary>The figure; null where no network was perturbed.</summary>
    public static Figure? Of(ReportContent content)
    {
        var arms = RobustArm.Of(content);
        if (arms.IsEmpty)
            return null;
        var kinds = RobustArm.Perturbations(arms).Select(static kind => kind.Perturbation).ToList();
        var grid = PanelGrid.Of(kinds.Select(static kind => (kind, "")));
        var traces = new List<object>();
        foreach (var (i, arm) in arms.Index())
        {
            foreach (var panel in grid.Panels)
            {
                var curves = arm.Results.Select(result => result.Points.Where(p => p.Perturbation == panel.Row).Select(static p => (p.Strength, 100 * (p.Accuracy ?? double.NaN)))).ToList();
                var band = SeedBand.Over(curves.SelectMany(static c => c));
                // Markers come round after six arms; the dash then tells them apart.
                var (color, dash, name) = (Palette.At(i), Dashes[i / 6 % Dashes.Length], PlotlyJson.Text(arm.Name));
                traces.Add(CurveTraces.Band(panel, color, name, band));
                traces.Add(CurveTraces.Mean(panel, color, name, panel.Number == 1, band, dash: dash));
            }
        }

        return new()
        {
            Name = "robustness",
            Title = "Robustness to perturbed inputs",
            Caption = "Accuracy of the networks, without noise of their own, on test inputs x that are perturbed with strength s: "
                + string.Join("; ", kinds.Select(Explain)) + ". Lines are means over training seeds (each itself a mean over draws of the"
                + " perturbation), bands plus and minus one standard error. " + RobustArm.Trials(content) + "fgsm and pgd attack each network by its own gradient.",
            Traces = traces,
            Layout = grid.Layout(static _ => Axis.Linear("strength s") with { RangeMode = "tozero" }, Axis.Linear("accuracy (%)"), static panel => PlotlyJson.Text(panel.Row)),
            Table = Table(content),
        };
    }

    private static string Explain(string kind) =>
        Catalogue.Leaves(typeof(Perturbation)).FirstOrDefault(leaf => leaf.Name == kind) is { } leaf
            ? $"{kind}: {((Perturbation)Activator.CreateInstance(leaf.Type)!).Formula}"
            : kind;

    private static FigureTable Table(ReportContent content)
    {
        var table = FigureTable.OfRuns(
            "counted", "perturbation", "strength", "accuracy", "accuracy_sd", "loss", "loss_sd", "draws", "trials");
        foreach (var run in RunCells.EachNetworkOnce(content.Runs.Where(static run => run.Found<RobustnessResult>() is not null)))
        {
            foreach (var p in run.Found<RobustnessResult>()!.Points)
            {
                table.Add(run, run.Counted, p.Perturbation, p.Strength,
                    p.Accuracy, p.AccuracyDeviation, p.Loss, p.LossDeviation, p.Draws, p.Trials);
            }
        }

        return table;
    }
}
