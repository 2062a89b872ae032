using System.Collections.Immutable;

namespace NoisyRnn.Reports;

/// <summary>How the figures sort and name the runs.</summary>
internal static class RunCells
{
    /// <summary>The column of networks trained without noise, wherever they are tested.</summary>
    public const string Silent = "silent";

    private const string Tested = ", tested";

    /// <summary>Whether a placement is that of networks trained without noise: "silent", "silent, tested inside".</summary>
    public static bool IsSilent(string placement) => placement.StartsWith(Silent, StringComparison.Ordinal);

    /// <summary>" inside" of "silent, tested inside"; empty where it does not say.</summary>
    public static string TestedWhere(string placement) =>
        placement.StartsWith(Silent + Tested, StringComparison.Ordinal) ? placement[(Silent.Length + Tested.Length)..] : "";

    /// <summary>The column in which a placement is drawn: all silent ones share one.</summary>
    public static string Column(string placement) => IsSilent(placement) ? Silent : placement;

    /// <summary>
    /// The runs with each network trained without noise once, whatever places it was tested in: for what is seen in
    /// training and without noise.
    /// </summary>
    public static IEnumerable<ReportRun> EachNetworkOnce(IEnumerable<ReportRun> runs) => runs
        .Select(r => r with { Placement = Column(r.Placement) })
        .DistinctBy(r => (r.Activation, r.Placement, r.TrainingSigma, r.Seed, r.Part));

    /// <summary>The cells by colour: networks trained without noise by where they are tested, then the training levels.</summary>
    public static IEnumerable<RunSeries> Series(IEnumerable<RunCell> cells)
    {
        var kinds = cells.GroupBy(c => (c.TrainingSigma, Tested: TestedWhere(c.Placement))).OrderBy(kind => kind.Key.TrainingSigma).ToList();
        var silent = kinds.Count(kind => kind.Key.TrainingSigma == 0);
        return kinds.Select((kind, i) => new RunSeries(
            kind.Key.TrainingSigma > 0 ? $"s<sub>0</sub> = {Wording.Number(kind.Key.TrainingSigma)}"
                : "no training noise" + (kind.Key.Tested.Length == 0 ? "" : PlotlyJson.Text(Tested + kind.Key.Tested)),
            i < silent ? Palette.WithoutNoise(i) : Palette.At(i - silent), [.. kind]));
    }

    /// <summary>Cells in the order of their first run.</summary>
    public static ImmutableArray<RunCell> Of(IEnumerable<ReportRun> runs) =>
        [.. runs.GroupBy(r => (r.Activation, r.Placement, r.TrainingSigma))
            .Select(g => new RunCell(g.Key.Activation, g.Key.Placement, g.Key.TrainingSigma, [.. g]))];

    /// <summary>Activations by placements.</summary>
    public static PanelGrid Grid(IEnumerable<RunCell> cells) => PanelGrid.Of(cells.Select(c => (c.Activation, Column(c.Placement))));

    /// <summary>"relu, noise inside"; "relu, trained without noise".</summary>
    public static string Title(Panel panel) =>
        PlotlyJson.Text(IsSilent(panel.Column) ? $"{panel.Row}, trained without noise" : $"{panel.Row}, noise {panel.Column}");

    /// <summary>The horizontal axis of a test-noise sweep: relative to the training level, absolute where there is none.</summary>
    public static Axis TestNoiseAxis(Panel panel) =>
        Axis.Linear(IsSilent(panel.Column) ? "test noise s" : "test noise / training noise, s / s<sub>0</sub>")
            with
        { RangeMode = "tozero" };

    /// <summary>The dashed line at the training level.</summary>
    public static IEnumerable<object> TrainingLevelLines(PanelGrid grid) =>
        grid.Panels.Where(p => !IsSilent(p.Column)).Select(p => (object)new
        {
            type = "line", xref = p.X, yref = p.Y + " domain", x0 = 1, x1 = 1,
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
