using NoisyRnn.Analyses;
using NoisyRnn.Training;

namespace NoisyRnn.Reports;

/// <summary>Loss against test noise of recorded outputs, with its parts; and of classes the accuracy.</summary>
internal static class AuditFigure
{
    // Unbiased estimates of bias^2 scatter around 0 where there is none.
    private const double DecadesShown = 6;

    /// <summary>The figures.</summary>
    public static Figure[] Of(AuditContent content) => content.IsOfClasses ? [OfLoss(content), OfAccuracy(content)] : [OfLoss(content)];

    private static Figure OfLoss(AuditContent content)
    {
        var grid = Grid(content.IsOfClasses ? "cross-entropy" : "mean squared error");
        var (systematic, spread) = content.IsOfClasses ? ("loss of the mean logits", "Jensen gap") : ("bias<sup>2</sup>", "variance");
        var values = content.Counted.SelectMany(static network => network.Points.Add(network.Off ?? network.Points[0])).SelectMany(static p => new[] { p.Loss, Systematic(p), Spread(p) }).Where(static v => v > 0 && double.IsFinite(v)).DefaultIfEmpty(1).ToList();
        var top = Math.Log10(values.Max());
        var bottom = Math.Max(Math.Log10(values.Min()), top - DecadesShown);
        var lines = new List<object>();
        lines.AddRange(Curves(content, grid, Palette.At(0), content.Error, static p => p.Loss, "solid"));
        lines.AddRange(Curves(content, grid, Palette.At(3), systematic, Systematic, "dash"));
        lines.AddRange(Curves(content, grid, Palette.At(2), spread, Spread, "dot"));
        lines.AddRange(Off(content, grid));
        lines.Add(Minimum(content, grid));
        return new()
        {
            Name = "audit",
            Title = $"{(content.IsOfClasses ? "Loss" : "Error")} against test noise",
            Caption = Caption(content),
            Traces = lines,
            Layout = grid.Layout(_ => NoiseAxis(content), Axis.Log(content.IsOfClasses ? "cross-entropy<br>(nats)" : "mean squared error<br>(squared units of the target)", values) with { Range = [bottom - .1, top + .1] }, static panel => panel.Row, TrainingLine(content, grid)),
            Table = Table(content),
        };
    }

    private static Figure OfAccuracy(AuditContent content)
    {
        var grid = Grid("accuracy");
        return new()
        {
            Name = "audit-accuracy",
            Title = "Accuracy against test noise",
            Caption = $"The share of draws, over trials and steps that count, whose largest output is the right class. Guessing is right in {Wording.Number(content.Networks[0].ChanceAccuracy!.Value)}.",
            Traces = [.. Curves(content, grid, Palette.At(0), "accuracy", static p => p.Accuracy ?? double.NaN, "solid", withInterval: false)],
            Layout = grid.Layout(_ => NoiseAxis(content), Axis.Linear("accuracy (share of draws)"), static panel => panel.Row, TrainingLine(content, grid)),
            Table = Table(content),
        };
    }

    private static PanelGrid Grid(string what) => PanelGrid.Of([(what, "")]);

    private static double Systematic(SweepPoint point) => point.BiasSquared ?? point.MeanLogitsLoss ?? double.NaN;

    private static double Spread(SweepPoint point) => point.Variance ?? point.JensenGap ?? double.NaN;

    private static IEnumerable<object> Curves(AuditContent content, PanelGrid grid, MarkedColor color, string name, Func<SweepPoint, double> figure, string dash, bool withInterval = true)
    {
        var (panel, networks) = (grid.Panels[0], content.Counted);
        var curves = networks.Select(network => network.Points.Select(point => (point.Level, Positive(figure(point))))).ToArray();
        var mean = SeedBand.Over(networks.SelectMany(static network => network.Points).Select(point => (point.Level, figure(point))));
        if (networks.Length > 1)
            yield return CurveTraces.Seeds(panel, color, name, curves);
        // Only the loss has limits: a figure with three bands is not read.
        if (withInterval && dash == "solid" && content.Preference.Losses.All(static loss => double.IsFinite(loss.Low)))
            yield return CurveTraces.Band(panel, color, name, mean with { Low = [.. content.Preference.Losses.Select(static loss => loss.Low)], High = [.. content.Preference.Losses.Select(static loss => loss.High)] });
        yield return CurveTraces.Mean(panel, color, name, true, mean with { Mean = [.. mean.Mean.Select(Positive)] }, dash: dash);
    }

    private static double Positive(double value) => value > 0 ? value : double.NaN;

    private static object Minimum(AuditContent content, PanelGrid grid)
    {
        var points = content.Counted[0].Points;
        var best = Enumerable.Range(0, points.Length).MinBy(k => content.Preference.Losses[k].Mean is var loss && double.IsFinite(loss) ? loss : double.PositiveInfinity);
        var panel = grid.Panels[0];
        return new
        {
            type = "scatter", mode = "markers", x = new[] { points[best].Level }, y = new[] { content.Preference.Losses[best].Mean }, xaxis = panel.X, yaxis = panel.Y,
            name = "lowest", legendgroup = "lowest", showlegend = true, marker = new { color = Palette.Vermillion, symbol = "circle-open", size = 15, line = new { color = Palette.Vermillion, width = 2.2 } },
            hovertemplate = $"lowest {content.Error}<br>%{{x:.4~g}}: %{{y:.3~g}}<extra></extra>",
        };
    }

    // Noise with a mean, simply off: it stands beside the curve, which keeps the mean.
    private static IEnumerable<object> Off(AuditContent content, PanelGrid grid)
    {
        if (content.Preference.OffLoss is not { Mean: > 0 } off || !double.IsFinite(off.Mean))
            yield break;
        yield return new
        {
            type = "scatter", mode = "markers", x = new[] { 0 }, y = new[] { off.Mean }, xaxis = grid.Panels[0].X, yaxis = grid.Panels[0].Y,
            name = "noise simply off", showlegend = true, marker = new { color = Palette.At(0).Line, symbol = "x", size = 11 },
            hovertemplate = $"the noise simply off, its mean too: {content.Error} %{{y:.3~g}}<extra></extra>",
        };
    }

    private static Axis NoiseAxis(AuditContent content) =>
        Axis.Linear(content.IsRelative ? "test noise / training noise, s / s<sub>0</sub>" : "test noise s") with { RangeMode = "tozero" };

    private static IEnumerable<object> TrainingLine(AuditContent content, PanelGrid grid) => content.IsRelative ? RunCells.TrainingLevelLines(grid) : [];

    private static string Caption(AuditContent content)
    {
        var networks = content.Counted.Length;
        var hidden = content.Counted.Sum(static network => network.Points.Count(static p => !(Systematic(p) > 0)));
        return (networks > 1 ? $"Thin lines are {networks} networks, thick lines their mean. " : "")
            + (content.Preference.Losses.All(static loss => double.IsFinite(loss.Low)) ? $"The band is the 95 % interval of the {content.Error} over {(networks > 1 ? "networks" : "trials")}. " : "")
            + (content.IsRelative ? "The dashed line marks the training noise, the ring the lowest level. " : "The ring marks the lowest level. ")
            + (content.Preference.OffLoss is null ? "" : "At level 0 the noise is replaced by its mean; the cross is the noise simply off. ")
            + (content.IsOfClasses
                ? "The loss is that of the logits averaged over draws, plus the Jensen gap."
                : "The error is bias\u00b2 (of the output averaged over draws) plus variance. Where bias\u00b2 grows to the left of the lowest level, silence shifts the mean output. A variance of 0 has no place on a log axis.")
            + (hidden == 0 || content.IsOfClasses ? "" : $" The unbiased estimate of bias\u00b2 is not above 0 at {Wording.Share(hidden, content.Counted.Sum(static network => network.Points.Length), "point")}, and not drawn there (the CSV has all).");
    }

    private static FigureTable Table(AuditContent content)
    {
        var table = new FigureTable(
            "network", "counted", "relative_or_absolute_level", "test_sigma", "loss", "loss_low", "loss_high", "bias_squared", "variance",
            "loss_even_draws", "loss_odd_draws", "mean_logits_loss", "jensen_gap", "accuracy");
        foreach (var network in content.Networks)
        {
            foreach (var (p, limits) in network.Points.Zip(network.Preference.Losses))
            {
                table.Add(network.Name, !content.LeftOut.Contains(network), p.Level, p.Sigma, p.Loss, limits.Low, limits.High, p.BiasSquared, p.Variance,
                    p.EvenLoss, p.OddLoss, p.MeanLogitsLoss, p.JensenGap, p.Accuracy);
            }

            if (network is { Off: { } off, Preference.OffLoss: { } its })
                table.Add($"{network.Name}, noise simply off", !content.LeftOut.Contains(network), off.Level, off.Sigma, off.Loss, its.Low, its.High, off.BiasSquared, off.Variance,
                    off.EvenLoss, off.OddLoss, off.MeanLogitsLoss, off.JensenGap, off.Accuracy);
        }

        return table;
    }
}
