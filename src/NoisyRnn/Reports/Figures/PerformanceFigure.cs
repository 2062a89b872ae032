using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>Loss, and for classes accuracy, against test noise: the figure on which the preference for noise is seen.</summary>
internal static class PerformanceFigure
{
    /// <summary>The figure; null where no network was tested.</summary>
    public static Figure? Of(ReportContent content)
    {
        var cells = RunCell.Of(content.Runs).Where(c => c.Sweeps.Any()).ToList();
        if (cells.Count == 0)
            return null;
        var grid = RunCells.Grid(cells);
        return new()
        {
            Name = Claim.SweepFigure,
            Title = "Performance against test noise",
            Caption = Caption,
            Traces = [.. Traces(cells, grid, Loss), .. SilenceMarks.Of(cells, grid)],
            Layout = grid.Layout(
                RunCells.TestNoiseAxis, Axis.Log(content.LossLabel, cells.SelectMany(c => c.Sweeps).SelectMany(s => s.Points).Select(p => p.Loss)), RunCells.Title,
                RunCells.TrainingLevelLines(grid)),
            Table = Table(content),
        };
    }

    /// <summary>The accuracy; null where the loss has none.</summary>
    public static Figure? OfAccuracy(ReportContent content)
    {
        var cells = RunCell.Of(content.Runs).Where(c => c.Sweeps.Any(s => s.Points.All(p => p.Accuracy is not null))).ToList();
        if (cells.Count == 0)
            return null;
        var grid = RunCells.Grid(cells);
        return new()
        {
            Name = "accuracy",
            Title = "Accuracy against test noise",
            Caption = $"The share of {(content.SweepTrials.Length > 0 ? content.SweepTrials : "test trials")}, over all draws, whose largest output is the right class. Lines, bands and the dashed line as in "
                + $"the figure before. Guessing is right in {Wording.Number(cells.SelectMany(c => c.Sweeps).Max(s => s.ChanceAccuracy ?? 0))}.",
            Traces = Traces(cells, grid, Accuracy),
            Layout = grid.Layout(RunCells.TestNoiseAxis, Axis.Linear("accuracy (share of trials)"), RunCells.Title, RunCells.TrainingLevelLines(grid)),
            Table = AccuracyTable(content),
        };
    }

    private static List<object> Traces(List<RunCell> cells, PanelGrid grid, Func<NoiseSweepResult, IEnumerable<(double X, double Y)>> curve)
    {
        var traces = new List<object>();
        foreach (var (name, color, alike) in RunCells.Series(cells))
        {
            foreach (var (i, cell) in alike.Index())
            {
                var panel = grid[cell.Arm];
                var curves = cell.Sweeps.Select(curve).ToList();
                var band = SeedBand.Over(curves.SelectMany(c => c));
                traces.Add(CurveTraces.Seeds(panel, color, name, curves));
                traces.Add(CurveTraces.Band(panel, color, name, band));
                traces.Add(CurveTraces.Mean(panel, color, name, i == 0, band));
            }
        }

        return traces;
    }

    private static IEnumerable<(double X, double Y)> Loss(NoiseSweepResult sweep) => sweep.Points.Select(p => (p.Level, p.Loss));

    private static IEnumerable<(double X, double Y)> Accuracy(NoiseSweepResult sweep) => sweep.Points.Select(p => (p.Level, p.Accuracy ?? double.NaN));

    private const string Caption = "Each network is tested at several noise levels; the dashed line marks the level it was trained with. Thin lines are "
        + "seeds, thick lines their mean, bands the mean plus and minus one standard error; a ring marks where a mean is lowest (of all draws: the preferred level of each network is chosen "
        + "on half of them), and a dotted arrow beside the axis what silence costs, from the loss at the training noise up. A curve that is lowest at the dashed line prefers its training noise; a curve "
        + "that only rises prefers silence. Networks that are left out are not drawn.";

    private static FigureTable AccuracyTable(ReportContent content)
    {
        var table = FigureTable.OfRuns("counted", "relative_or_absolute_level", "test_sigma", "accuracy");
        foreach (var run in content.Runs.Where(r => r.Sweep is not null))
        {
            foreach (var p in run.Sweep!.Points)
                table.Add(run, run.Counted, p.Level, p.Sigma, p.Accuracy);
        }

        return table;
    }

    private static FigureTable Table(ReportContent content)
    {
        var table = FigureTable.OfRuns(
            "counted", "relative_or_absolute_level", "test_sigma",
            "loss", "bias_squared", "variance", "loss_even_draws", "loss_odd_draws", "mean_logits_loss", "jensen_gap", "accuracy");
        foreach (var run in content.Runs.Where(r => r.Sweep is not null))
        {
            foreach (var p in run.Sweep!.Points)
            {
                table.Add(run, run.Counted, p.Level, p.Sigma,
                    p.Loss, p.BiasSquared, p.Variance, p.EvenLoss, p.OddLoss, p.MeanLogitsLoss, p.JensenGap, p.Accuracy);
            }
        }

        return table;
    }
}
