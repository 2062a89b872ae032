namespace NoisyRnn.Reports;

/// <summary>The preferred test noise relative to the training noise, against the number of units: a line a level of training noise.</summary>
internal static class PreferredByWidthFigure
{
    /// <summary>The figure; null where no two widths of one kind of network were trained with noise.</summary>
    public static Figure? Of(ReportContent content)
    {
        var cells = content.Cells.Where(static cell => cell.Arm is { IsSilent: false, IsRejudged: false, Width: not null }).ToList();
        if (cells.Select(static cell => cell.Arm.Width).Distinct().Count() < 2)
            return null;
        var grid = PanelGrid.Of(cells.Select(static cell => (cell.Arm.NameOfAnyWidth, $"noise {cell.Arm.PlacementName}")));
        var levels = cells.Select(static cell => cell.Arm.TrainingSigma).Distinct().Order().ToList();
        var widths = cells.Select(static cell => (double)cell.Arm.Width!.Value).Distinct().Order().ToArray();
        var runs = content.Runs.Where(static run => run.Counted).ToLookup(static run => run.Arm);
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var line in cells.GroupBy(static cell => cell.Arm with { Width = null }))
        {
            var panel = grid[line.Key.NameOfAnyWidth, $"noise {line.Key.PlacementName}"];
            var (color, name) = (Palette.At(levels.IndexOf(line.Key.TrainingSigma)), $"s<sub>0</sub> = {Wording.Number(line.Key.TrainingSigma)}");
            var band = SeedBand.Over(line.SelectMany(cell => runs[cell.Arm].Select(run => ((double)cell.Arm.Width!.Value, run.Sweep!.Preferred.Level))));
            traces.Add(CurveTraces.Band(panel, color, name, band));
            traces.Add(CurveTraces.Mean(panel, color, name, named.Add(name), band));
        }

        return new()
        {
            Name = "preferred-noise-by-width",
            Title = "Preferred test noise against the number of units",
            Caption = "rho is the test level of the lowest loss divided by the training level s0: 1 where networks prefer the noise they were trained with, 0 where they prefer silence. Means over the seeds that count, bands plus and minus one standard error.",
            Traces = traces,
            Layout = grid.Layout(
                _ => Axis.Log("units", widths) with { Ticks = widths, TickDistance = null, Range = [Math.Log10(widths[0]) - .1, Math.Log10(widths[^1]) + .1] },
                Axis.Linear("preferred / training noise,<br>rho (1: the same)") with { RangeMode = "tozero" },
                static panel => PlotlyJson.Text($"{panel.Row}, {panel.Column}")),
            Table = Table(cells),
        };
    }

    private static FigureTable Table(List<Claims.CellSummary> cells)
    {
        var table = new FigureTable("arm", "units", "placement", "training_sigma", "n", "preferred", "preferred_low", "preferred_high", "gain", "gain_low", "gain_high");
        foreach (var cell in cells)
            table.Add(cell.Arm.NameOfAnyWidth, cell.Arm.Width, cell.Arm.PlacementName, cell.Arm.TrainingSigma, cell.N, cell.Preferred.Mean, cell.Preferred.Low, cell.Preferred.High, cell.Gain?.Mean, cell.Gain?.Low, cell.Gain?.High);
        return table;
    }
}
