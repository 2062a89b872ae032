using NoisyRnn.Claims;
using NoisyRnn.Formats;

namespace NoisyRnn.Reports;

/// <summary>How the figures sort and name the cells.</summary>
internal static class RunCells
{
    /// <summary>
    /// The runs with each network trained without noise once, whatever places it was tested in: for what is seen in
    /// training and without noise.
    /// </summary>
    public static IEnumerable<NetworkRun> EachNetworkOnce(IEnumerable<NetworkRun> runs) => runs
        .Select(static run => run with { Arm = run.Arm.Untested })
        .DistinctBy(static run => (run.Arm, run.Seed, run.Part));

    /// <summary>Of each name and placement the first seed at the highest training noise.</summary>
    public static IEnumerable<NetworkRun> Exemplars(IEnumerable<NetworkRun> runs) => runs.GroupBy(static run => (run.Arm.Name, run.Arm.Column))
        .Select(static alike => alike.OrderByDescending(static run => run.Arm.TrainingSigma).ThenBy(static run => run.Seed).First());

    /// <summary>The cells by colour: networks trained without noise by where they are tested, then the training levels.</summary>
    public static IEnumerable<RunSeries> Series(IEnumerable<RunCell> cells)
    {
        var kinds = cells.GroupBy(static cell => (cell.Arm.TrainingSigma, cell.Arm.TestedAt)).OrderBy(static kind => kind.Key.TrainingSigma).ToList();
        var silent = kinds.Count(static kind => kind.Key.TrainingSigma == 0);
        return kinds.Select((kind, i) => new RunSeries(
            kind.Key.TrainingSigma > 0 ? $"s<sub>0</sub> = {Wording.Number(kind.Key.TrainingSigma)}"
                : Wording.WithoutNoise + (kind.Key.TestedAt is { } place ? $", tested {Catalogue.NameOf(place)}" : ""),
            i < silent ? Palette.WithoutNoise(i) : Palette.At(i - silent), [.. kind]));
    }

    /// <summary>Names by placements.</summary>
    public static PanelGrid Grid(IEnumerable<RunCell> cells) => PanelGrid.Of(cells.Select(static cell => cell.Arm));

    /// <summary>"relu, noise inside"; "relu, trained without noise".</summary>
    public static string Title(Panel panel) =>
        PlotlyJson.Text(panel.IsSilent ? $"{panel.Row}, {Wording.WithoutNoise}" : $"{panel.Row}, noise {panel.Column}");

    /// <summary>The horizontal axis of a test-noise sweep: relative to the training level, absolute where there is none.</summary>
    public static Axis TestNoiseAxis(Panel panel) =>
        Axis.Linear(panel.IsSilent ? "test noise s" : "test noise / training noise, s / s<sub>0</sub>")
            with
        { RangeMode = "tozero" };

    /// <summary>The dashed line at the training level.</summary>
    public static IEnumerable<object> TrainingLevelLines(PanelGrid grid) =>
        grid.Panels.Where(static panel => !panel.IsSilent).Select(static panel => (object)new
        {
            type = "line", xref = panel.X, yref = panel.Y + " domain", x0 = 1, x1 = 1,
            y0 = 0, y1 = 1, layer = "above", line = new { color = Palette.Grey, width = 1.2, dash = "dash" },
        });

    /// <summary>Points of several seeds as one trace: a gap (NaN) after each.</summary>
    public static (List<double> X, List<double> Y) Joined(IEnumerable<IEnumerable<(double X, double Y)>> curves)
    {
        var x = new List<double>();
        var y = new List<double>();
        foreach (var point in curves.SelectMany(c => c.Append((double.NaN, double.NaN))))
        {
            x.Add(point.Item1);
            y.Add(point.Item2);
        }

        return (x, y);
    }
}
