using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Training;

namespace NoisyRnn.Reports;

/// <summary>Validation loss against iteration.</summary>
internal static class LearningCurvesFigure
{
    /// <summary>More points a curve than this cannot be seen and make the page slow.</summary>
    private const int PointsDrawn = 80;

    /// <summary>The figure; null where no loss was recorded.</summary>
    public static Figure? Of(ReportContent content)
    {
        var runs = Recorded(content);
        var cells = RunCells.Of(RunCells.EachNetworkOnce(runs));
        if (cells.IsEmpty)
            return null;
        var grid = RunCells.Grid(cells);
        return new()
        {
            Name = "learning-curves",
            Title = "Learning curves",
            Caption = "Loss on the validation trials at the training noise against training iterations. Thin lines are "
                + (content.Trainings.IsEmpty ? "seeds" : "seeds and parts of the data") + ", thick lines the mean over those that have reached the iteration; dotted lines are networks that are left out. A curve that "
                + "still falls at its end was stopped before it had learnt all it could.",
            Traces = Traces(cells, grid),
            Layout = grid.Layout(
                _ => Axis.Linear("iteration") with { RangeMode = "tozero" },
                Axis.Log(Axis.LossLabel(content.LossName), runs.SelectMany(r => r.Curve.ValidationLoss)), RunCells.Title),
            Table = Table(runs),
        };
    }

    private static ImmutableArray<ReportRun> Recorded(ReportContent content) =>
        [.. (content.Trainings.IsEmpty ? content.Runs : content.Trainings).Where(r => !r.Curve.Iterations.IsDefaultOrEmpty)];

    private static List<object> Traces(ImmutableArray<RunCell> cells, PanelGrid grid)
    {
        var traces = new List<object>();
        foreach (var (name, color, alike) in RunCells.Series(cells))
        {
            foreach (var (i, cell) in alike.Index())
            {
                var panel = grid[cell.Activation, RunCells.Column(cell.Placement)];
                var counted = cell.Runs.Where(r => r.Counted).Select(r => Drawn(r.Curve)).ToList();
                var leftOut = cell.Runs.Where(r => !r.Counted).Select(r => Drawn(r.Curve)).ToList();
                traces.Add(CurveTraces.Seeds(panel, color, name, counted));
                if (leftOut.Count > 0)
                    traces.Add(CurveTraces.Seeds(panel, color, name, leftOut, leftOut: true));
                traces.Add(CurveTraces.Mean(panel, color, name, i == 0, SeedBand.Over(counted.SelectMany(c => c)), markers: false));
            }
        }

        return traces;
    }

    /// <summary>Every k-th point and always the last.</summary>
    private static List<(double X, double Y)> Drawn(LearningCurve curve)
    {
        var count = curve.Iterations.Length;
        var stride = Math.Max(1, (count + PointsDrawn - 1) / PointsDrawn);
        return [.. Enumerable.Range(0, count).Where(i => i % stride == 0 || i == count - 1)
            .Select(i => ((double)curve.Iterations[i], curve.ValidationLoss[i]))];
    }

    private static FigureTable Table(ImmutableArray<ReportRun> runs)
    {
        var table = new FigureTable(
            "run", "activation", "placement", "training_sigma", "seed", "counted", "iteration", "training_loss", "validation_loss", "part");
        foreach (var run in runs)
        {
            for (var i = 0; i < run.Curve.Iterations.Length; i++)
            {
                table.Add(run.Run, run.Activation, run.Placement, run.TrainingSigma, run.Seed, run.Counted,
                    run.Curve.Iterations[i], run.Curve.TrainingLoss[i], run.Curve.ValidationLoss[i], run.Part);
            }
        }

        return table;
    }
}
