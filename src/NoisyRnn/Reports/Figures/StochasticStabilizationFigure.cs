using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>Stochastic stabilisation: exponents over levels beside their bounds, the plane of two units, and how far bounds are from exponents.</summary>
internal static class StochasticStabilizationFigure
{
    private const string Common = "one noise for all units", Independent = "noise of each unit's own", Apart = "two units apart, noise of each unit's own";
    private const double BinWidth = 0.1, LastBin = 4;

    /// <summary>The exponent over s; null where no network has the analysis.</summary>
    public static Figure? OfLevels(ReportContent content)
    {
        var cells = Cells(content);
        if (cells.Count == 0)
            return null;
        var curves = cells.SelectMany(static cell => new[]
        {
            (Row: Wording.Of(cell.Key), Column: Common, Systems: cell.SelectMany(static run => run.Result.Common).ToList()), (Row: Wording.Of(cell.Key), Column: Independent, Systems: cell.SelectMany(static run => run.Result.Independent).ToList()),
        }).Append((Row: Apart, Column: Independent, Systems: [.. cells[0].SelectMany(static run => run.Result.Decoupled)])).ToList();
        var grid = PanelGrid.Of(curves.Select(static curve => (curve.Row, curve.Column)));
        var traces = new List<object>();
        foreach (var (k, curve) in curves.Index())
        {
            var panel = grid[curve.Row, curve.Column];
            AddBand(Palette.At(0), "measured exponent", "solid", static system => system.Exponent);
            AddBand(Palette.At(3), "upper bound", "dash", static system => system.Upper);
            AddBand(Palette.At(2), "lower bound", "dot", static system => system.Lower);

            void AddBand(MarkedColor color, string name, string dash, Func<StochasticStabilizationSystem, double> of)
            {
                var band = SeedBand.Over(curve.Systems.Select(system => (system.Level, of(system))));
                traces.Add(CurveTraces.Band(panel, color, name, band));
                traces.Add(CurveTraces.Mean(panel, color, name, k == 0, band, markers: dash == "solid", dash: dash));
            }
        }

        return new()
        {
            Name = "stochastic-stabilization",
            Title = "Exponents under noise that grows with the state",
            Caption = "Lambda = lim ln|h|/t of the network's equation, input and bias 0, under noise s h dB shared by all units and under s diag(h) dB, a Brownian motion for each; below 0 (dashed) h goes to 0. "
                + "Where the upper bound is below 0 stability is certified: of common noise above its threshold, of independent noise never. Two units apart, dh = h/2 dt + s h dB each, are stabilised all the same "
                + "from s = 1 on: the condition is sufficient, not necessary. Means over seeds, bands plus and minus one standard error.",
            Traces = traces,
            Layout = grid.Layout(
                static _ => Axis.Linear("level s of the noise, per square root of time"), Axis.Linear("exponent, per unit of time"),
                static panel => panel.Row == Apart ? Apart : $"{PlotlyJson.Text(panel.Row)},<br>{panel.Column}", grid.Panels.Select(StabilityFigure.Zero)),
            Table = LevelTable(content),
        };
    }

    /// <summary>Paths in the plane; null where no network has two units.</summary>
    public static Figure? OfPortraits(ReportContent content)
    {
        var shown = (from cell in Cells(content) let run = cell.First() from portrait in run.Result.Portraits select (Row: Wording.Of(cell.Key), Column: NameOf(portrait), Portrait: portrait)).ToList();
        if (shown.Count == 0)
            return null;
        var grid = PanelGrid.Of(shown.Select(static s => (s.Row, s.Column)));
        var traces = new List<object>();
        foreach (var (row, column, portrait) in shown)
        {
            foreach (var (p, (x, y)) in portrait.First.Zip(portrait.Second).Index())
            {
                var (panel, color) = (grid[row, column], Palette.At(p));
                traces.Add(new
                {
                    type = "scatter", mode = "lines", x, y, xaxis = panel.X, yaxis = panel.Y, showlegend = false, line = new { color = color.Line, width = 1.6 }, hovertemplate = "(%{x:.3~g}, %{y:.3~g})<extra></extra>",
                });
                traces.Add(new
                {
                    type = "scatter", mode = "markers", x = x.Take(1), y = y.Take(1), xaxis = panel.X, yaxis = panel.Y, showlegend = false, hoverinfo = "skip", marker = new { color = color.Line, symbol = "circle-open", size = 8 },
                });
            }
        }

        var table = new FigureTable("run", "arm", "seed", "level", "path", "place", "h1", "h2");
        foreach (var (run, result) in content.Found<StochasticStabilizationResult>())
        {
            foreach (var (portrait, p) in result.Portraits.SelectMany(static portrait => portrait.First.Select((_, p) => (portrait, p))))
            {
                foreach (var (k, (x, y)) in portrait.First[p].Zip(portrait.Second[p]).Index())
                    table.Add(run.Run, run.Arm.Name, run.Seed, portrait.Level, p, k, x, y);
            }
        }

        return new()
        {
            Name = "stochastic-stabilization-plane",
            Title = "Phase portrait of two units, without noise and with",
            Caption = "Paths of the network's equation, input and bias 0, from four places (rings) for a time of 6, as long as they stay near: without noise, and under one noise for both units of the lowest tested level that is certified to stabilise. The first seed; the CSV has all.",
            Traces = traces,
            Layout = grid.Layout(static _ => Axis.Linear("h<sub>1</sub>") with { Range = [-4.2, 4.2], Constrain = "domain" }, Axis.Linear("h<sub>2</sub>") with { Range = [-4.2, 4.2], ScaleAnchor = "x", Constrain = "domain" }, static panel => $"{PlotlyJson.Text(panel.Row)},<br>{panel.Column}"),
            Table = table,
        };
    }

    /// <summary>How far the exponents of random systems are from their bounds; null where there are none.</summary>
    public static Figure? OfSlack(ReportContent content)
    {
        // Of one seed the random systems are the same whatever the network.
        var systems = content.Found<StochasticStabilizationResult>().DistinctBy(static run => run.Run.Seed).SelectMany(static run => run.Result.Systems.Index().Select(system => (run.Run.Seed, Number: system.Index, System: system.Item))).ToList();
        if (systems.Count == 0)
            return null;
        var table = new FigureTable("seed", "system", "units", "independent", "tight", "level", "exponent", "standard_error", "less_martingale", "its_standard_error", "lower", "upper", "slack_below", "slack_above", "respected");
        foreach (var (seed, number, s) in systems)
            table.Add(seed, number, s.Units, s.IsIndependent, s.IsTight, s.Level, s.Exponent, s.Error, s.Controlled, s.ControlledError, s.Lower, s.Upper, s.SlackBelow, s.SlackAbove, s.IsRespected);
        (string Name, Func<StochasticStabilizationSystem, double> Of)[] sides = [("upper bound less exponent", static s => s.Upper - s.Controlled), ("exponent less lower bound", static s => s.Controlled - s.Lower)];
        (string Name, Func<StochasticStabilizationSystem, bool> Are)[] kinds = [(Common, static s => s is { IsIndependent: false, IsTight: false }), (Independent, static s => s.IsIndependent), ("tight systems", static s => s.IsTight)];
        var grid = PanelGrid.Of(sides.Select(static side => ("", side.Name)));
        var traces = new List<object>();
        foreach (var (side, of) in sides)
        {
            foreach (var (k, (kind, are)) in kinds.Index())
            {
                var (panel, values) = (grid["", side], systems.Where(s => are(s.System)).Select(s => of(s.System)).ToList());
                // Bins about multiples of their width; the last holds all beyond.
                var bins = values.GroupBy(static value => Math.Min(LastBin, Math.Round(value / BinWidth) * BinWidth)).OrderBy(static bin => bin.Key).ToList();
                traces.Add(new
                {
                    type = "bar", x = bins.Select(static bin => bin.Key), y = bins.Select(static bin => bin.Count()), xaxis = panel.X, yaxis = panel.Y, name = kind, legendgroup = kind, showlegend = side == sides[0].Name,
                    marker = new { color = Palette.At(k).Line }, opacity = .6, hovertemplate = kind + "<br>%{x:.2~f}: %{y}<extra></extra>",
                });
            }
        }

        var outside = systems.Count(static s => !s.System.IsRespected);
        var layout = grid.Layout(static panel => Axis.Linear($"{panel.Column}, per unit of time"), Axis.Linear("systems") with { RangeMode = "tozero" }, static panel => panel.Column);
        layout["barmode"] = "overlay";
        return new()
        {
            Name = "stochastic-stabilization-slack",
            Title = "Distance of exponents from their bounds",
            Caption = $"Random systems of 1 to 8 units under noise of levels up to 2, of all seeds ({systems.Count}); the martingale, whose mean is 0, is taken from the exponents. Of tight systems (A = a I + skew, W = 0, one noise for all) "
                + $"both bounds are the exponent. In bins of {Wording.Number(BinWidth)}; the last holds all beyond. {Wording.Share(outside, systems.Count, "system")} outside the bounds, four standard errors and the slack of the steps.",
            Traces = traces,
            Layout = layout,
            Table = table,
        };
    }

    private static string NameOf(StochasticStabilizationPortrait portrait) => portrait.Level == 0 ? "without noise" : $"noise s = {Wording.Number(portrait.Level)}";

    // Whether a network learned its task is of no matter to its equation.
    private static List<IGrouping<Arm, (NetworkRun Run, StochasticStabilizationResult Result)>> Cells(ReportContent content) =>
        [.. content.Found<StochasticStabilizationResult>().GroupBy(static run => run.Run.Arm)];

    private static FigureTable LevelTable(ReportContent content)
    {
        var table = FigureTable.OfRuns("system", "threshold", "units", "level", "exponent", "standard_error", "less_martingale", "its_standard_error", "lower", "upper", "slack_below", "slack_above", "certified", "respected");
        foreach (var (run, result) in content.Found<StochasticStabilizationResult>())
        {
            foreach (var (name, systems) in new[] { (Common, result.Common), (Independent, result.Independent), (Apart, result.Decoupled) })
            {
                foreach (var s in systems)
                {
                    table.Add(
                        run, name, result.Threshold, s.Units, s.Level, s.Exponent, s.Error, s.Controlled, s.ControlledError, s.Lower, s.Upper, s.SlackBelow,
                        s.SlackAbove, s.IsCertified, s.IsRespected);
                }
            }
        }

        return table;
    }
}
