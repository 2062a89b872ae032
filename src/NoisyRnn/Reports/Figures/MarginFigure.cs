using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>How far test inputs are from a wrong answer: the share of them below each distance.</summary>
internal static class MarginFigure
{
    // Shares of the trials at which the distances are drawn.
    private const int Shares = 100;

    private const string Reading = "Each curve: the share of the test trials that are nearer than the distance on the axis; it starts from the share answered wrongly as they stand, whose distance is 0. "
        + "Distances are L2 norms of perturbations of the whole input sequence, without noise. Means over seeds; farther right is the larger margin. ";

    /// <summary>Distances found by search and by the linearised network; null where no network has the analysis.</summary>
    public static Figure? OfMeasured(ReportContent content) => Draw(
        content, "margin-measured", "Margin: the smallest perturbation that makes an answer wrong",
        Reading + "Solid: the smallest found (the true distance is at most that), with one standard error over seeds; dotted: were the network linear at the input.",
        [("", "solid", static result => result.Measured), (", linearised", "dot", static result => result.Local)],
        static _ => Axis.Linear("L2 distance from a wrong answer") with { RangeMode = "tozero" });

    /// <summary>Distances proven, on a log axis; null where no network has a bound.</summary>
    public static Figure? OfCertified(ReportContent content) => Draw(
        content with { Runs = [.. content.Runs.Where(static run => run.Found<MarginResult>()?.Certified is not null)] },
        "margin-certified", "Margin: what is proven of it",
        Reading + "Solid: the distance within which no perturbation changes the answer, by the product of the norms of the steps; dotted: the smallest perturbation found. The truth lies between. "
        + "Where the two are decades apart the proof says little: it takes the worst case at every step.",
        [("", "solid", static result => result.Certified ?? []), (", found", "dot", static result => result.Measured)],
        static shown => Axis.Log("L2 distance from a wrong answer", shown));

    private static Figure? Draw(
        ReportContent content, string name, string title, string caption,
        ImmutableArray<(string What, string Dash, Func<MarginResult, ImmutableArray<double>> Distances)> kinds, Func<List<double>, Axis> horizontal)
    {
        var runs = content.Found<MarginResult>().ToList();
        var cells = RunCell.Of(runs.Where(static run => run.Run.Counted).Select(static run => run.Run)).ToList();
        if (cells.Count == 0)
            return null;
        var grid = RunCells.Grid(cells);
        var (traces, shown) = (new List<object>(), new List<double>());
        foreach (var (group, color, alike) in RunCells.Series(cells))
        {
            foreach (var (i, cell) in alike.Index())
            {
                var panel = grid[cell.Arm];
                foreach (var (k, (what, dash, distances)) in kinds.Index())
                {
                    // The band lies along the distances: shares are the same in all networks.
                    var band = SeedBand.Over(cell.Runs.SelectMany(run => Curve(distances(run.Found<MarginResult>()!))).Select(static point => (point.Share, point.Distance)));
                    shown.AddRange(band.Mean);
                    if (k == 0)
                        traces.Add(Band(panel, color, group, band));
                    traces.Add(new
                    {
                        type = "scatter", mode = "lines", x = band.Mean, y = band.X, xaxis = panel.X, yaxis = panel.Y, name = group, legendgroup = group,
                        showlegend = i == 0 && k == 0, line = new { color = color.Line, width = k == 0 ? 2.4 : 1.4, dash },
                        hovertemplate = group + what + "<br>%{y:.0%} nearer than %{x:.3~g}<extra></extra>",
                    });
                }
            }
        }

        return new()
        {
            Name = name,
            Title = title,
            Caption = caption + " The CSV has each network's shares in hundredths.",
            Traces = traces,
            Layout = grid.Layout(panel => horizontal(shown) with { Matches = panel.Number > 1 ? "x" : null }, Axis.Linear("share of test trials") with { Range = [0, 1] }, RunCells.Title),
            Table = Table(runs),
        };
    }

    private static IEnumerable<(double Share, double Distance)> Curve(ImmutableArray<double> distances) =>
        Enumerable.Range(0, Shares + 1).Select(static k => (double)k / Shares).Select(share => (share, MarginResult.Quantile(distances, share)));

    // What is not finite, of inputs for which nothing was found, has no place.
    private static object Band(Panel panel, MarkedColor color, string group, SeedBand band)
    {
        var places = Enumerable.Range(0, band.X.Length).Where(k => double.IsFinite(band.Low[k]) && double.IsFinite(band.High[k])).ToList();
        return new
        {
            type = "scatter", mode = "lines", x = places.Select(k => band.High[k]).Concat(places.AsEnumerable().Reverse().Select(k => band.Low[k])),
            y = places.Select(k => band.X[k]).Concat(places.AsEnumerable().Reverse().Select(k => band.X[k])),
            xaxis = panel.X, yaxis = panel.Y, legendgroup = group, showlegend = false, hoverinfo = "skip", fill = "toself", fillcolor = color.Fill, line = new { width = 0 },
        };
    }

    private static FigureTable Table(List<(NetworkRun Run, MarginResult Result)> runs)
    {
        var table = FigureTable.OfRuns(
            "counted", "accuracy", "input_norm", "step_gain", "gain", "share", "output_margin", "local", "certified", "measured");
        foreach (var (run, result) in runs)
        {
            foreach (var share in Curve(result.Measured).Select(static point => point.Share))
            {
                table.Add(run, run.Counted, result.Accuracy, result.InputNorm, result.StepGain, result.Gain, share,
                    MarginResult.Quantile(result.OutputMargins, share), MarginResult.Quantile(result.Local, share),
                    result.Certified is { } certified ? MarginResult.Quantile(certified, share) : null, MarginResult.Quantile(result.Measured, share));
            }
        }

        return table;
    }
}
