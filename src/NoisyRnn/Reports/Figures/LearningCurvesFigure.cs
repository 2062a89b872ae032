using System.Collections.Immutable;
using NoisyRnn.Claims;
using NoisyRnn.Training;

namespace NoisyRnn.Reports;

/// <summary>Validation loss, and for classes accuracy, against iteration.</summary>
internal static class LearningCurvesFigure
{
    /// <summary>More points a curve than this cannot be seen and make the page slow.</summary>
    private const int PointsDrawn = 80;

    private const string Kept = "kept";

    /// <summary>The loss; null where none was recorded.</summary>
    public static Figure? Of(ReportContent content)
    {
        var runs = Recorded(content);
        return runs.IsEmpty ? null : Draw(
            content, runs, "learning-curves", "Learning curves", "Loss",
            " A curve that still falls at its end was stopped before it had learnt all it could.",
            static curve => curve.ValidationLoss, Axis.Log(content.LossLabel, runs.SelectMany(static r => r.Curve.ValidationLoss)));
    }

    /// <summary>The accuracy; null where none was recorded.</summary>
    public static Figure? OfAccuracy(ReportContent content)
    {
        ImmutableArray<NetworkRun> runs = [.. Recorded(content).Where(static r => !r.Curve.ValidationAccuracy.IsDefaultOrEmpty)];
        return runs.IsEmpty ? null : Draw(
            content, runs, "learning-accuracy", "Accuracy while learning", "Accuracy", "",
            static curve => curve.ValidationAccuracy, Axis.Linear("accuracy (share of trials)"));
    }

    private static Figure Draw(
        ReportContent content, ImmutableArray<NetworkRun> runs, string name, string title, string quantity, string reading,
        Func<LearningCurve, ImmutableArray<double>> values, Axis vertical)
    {
        var cells = RunCell.Of(RunCells.EachNetworkOnce(runs));
        var grid = RunCells.Grid(cells);
        return new()
        {
            Name = name,
            Title = title,
            Caption = $"{quantity} on the validation trials {content.ValidationNoise} against training iterations. Thin lines are "
                + (content.Trainings.IsEmpty ? "seeds" : "seeds and parts of the data") + ", thick lines the mean over those that have reached "
                + "the iteration; dotted lines are networks that are left out." + reading
                + (runs.Any(static r => r.KeptIteration is not null) ? " Rings mark the lowest validation loss of each: the parameters of that iteration are the network's." : ""),
            Traces = Traces(cells, grid, values),
            Layout = grid.Layout(_ => Axis.Linear("iteration") with { RangeMode = "tozero" }, vertical, RunCells.Title),
            Table = Table(runs),
        };
    }

    private static ImmutableArray<NetworkRun> Recorded(ReportContent content) =>
        [.. (content.Trainings.IsEmpty ? content.Runs : content.Trainings).Where(static r => !r.Curve.Iterations.IsDefaultOrEmpty)];

    private static List<object> Traces(ImmutableArray<RunCell> cells, PanelGrid grid, Func<LearningCurve, ImmutableArray<double>> values)
    {
        var traces = new List<object>();
        foreach (var (name, color, alike) in RunCells.Series(cells))
        {
            foreach (var (i, cell) in alike.Index())
            {
                var panel = grid[cell.Arm];
                var counted = cell.Runs.Where(static r => r.Counted).Select(r => Drawn(r.Curve, values)).ToList();
                var leftOut = cell.Runs.Where(static r => !r.Counted).Select(r => Drawn(r.Curve, values)).ToList();
                traces.Add(CurveTraces.Seeds(panel, color, name, counted));
                if (leftOut.Count > 0)
                    traces.Add(CurveTraces.Seeds(panel, color, name, leftOut, leftOut: true));
                traces.Add(CurveTraces.Mean(panel, color, name, i == 0, SeedBand.Over(counted.SelectMany(c => c)), markers: false));
                if (cell.Runs.Any(static r => r.KeptIteration is not null))
                    traces.Add(CurveTraces.Marks(panel, color, name, Kept, cell.Runs.SelectMany(r => KeptPoint(r, values))));
            }
        }

        return traces;
    }

    private static IEnumerable<(double X, double Y)> KeptPoint(NetworkRun run, Func<LearningCurve, ImmutableArray<double>> values) =>
        run.KeptIteration is { } kept && run.Curve.Iterations.IndexOf(kept) is var k and >= 0 ? [(kept, values(run.Curve)[k])] : [];

    /// <summary>Every k-th point and always the last.</summary>
    private static List<(double X, double Y)> Drawn(LearningCurve curve, Func<LearningCurve, ImmutableArray<double>> values)
    {
        var count = curve.Iterations.Length;
        var stride = Math.Max(1, (count + PointsDrawn - 1) / PointsDrawn);
        return [.. Enumerable.Range(0, count).Where(i => i % stride == 0 || i == count - 1)
            .Select(i => ((double)curve.Iterations[i], values(curve)[i]))];
    }

    private static FigureTable Table(ImmutableArray<NetworkRun> runs)
    {
        var table = FigureTable.OfRuns(
            "counted", "iteration", "training_loss", "validation_loss",
            "validation_accuracy", "part", "kept");
        foreach (var run in runs)
        {
            var last = run.Curve.Iterations[^1];
            for (var i = 0; i < run.Curve.Iterations.Length; i++)
            {
                table.Add(run, run.Counted,
                    run.Curve.Iterations[i], run.Curve.TrainingLoss[i], run.Curve.ValidationLoss[i],
                    run.Curve.ValidationAccuracy.IsDefaultOrEmpty ? null : run.Curve.ValidationAccuracy[i],
                    run.Part, run.Curve.Iterations[i] == (run.KeptIteration ?? last));
            }
        }

        return table;
    }
}
