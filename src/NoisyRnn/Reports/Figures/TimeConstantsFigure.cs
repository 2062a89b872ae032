using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>Trained time constants against the training noise, by population.</summary>
internal static class TimeConstantsFigure
{
    /// <summary>The figure; null where nobody looked.</summary>
    public static Figure? Of(ReportContent content)
    {
        var shown = (from run in content.Found<TimeConstantsResult>()
                     where run.Run.Counted
                     from population in run.Result.Populations
                     select (run.Run.Arm, Population: population)).ToList();
        if (shown.Count == 0)
            return null;
        var grid = PanelGrid.Of(shown.Select(static line => ("", line.Arm.Name)));
        var names = shown.Select(NameOf).Distinct().ToList();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        foreach (var line in shown.GroupBy(static line => (line.Arm.Name, Series: NameOf(line))))
        {
            var (panel, color, name) = (grid["", line.Key.Name], Palette.At(names.IndexOf(line.Key.Series)), PlotlyJson.Text(line.Key.Series));
            var band = SeedBand.Over(line.Select(static point => (point.Arm.TrainingSigma, point.Population.Mean)));
            traces.Add(CurveTraces.Band(panel, color, name, band));
            traces.Add(CurveTraces.Mean(panel, color, name, named.Add(name), band, markers: true));
        }

        return new()
        {
            Name = "time-constants",
            Title = "Trained time constants against training noise",
            Caption = "Mean tau over the units of a population after training, in the unit of dt; 0 on the axis: trained without noise. Means over seeds, bands plus and minus one standard error. The CSV has those at the start, the geometric mean, the smallest and the largest.",
            Traces = traces,
            Layout = grid.Layout(static _ => Axis.Linear("training noise s<sub>0</sub>") with { RangeMode = "tozero" }, Axis.Linear("mean tau") with { RangeMode = "tozero" }, static panel => PlotlyJson.Text(panel.Column)),
            Table = Table(content),
        };
    }

    // Networks trained without noise stand in the line of each placement's noise at 0, under a name of their own.
    private static string NameOf((Claims.Arm Arm, PopulationTau Population) line) =>
        $"{(line.Arm.IsSilent ? Wording.WithoutNoise : $"noise {line.Arm.PlacementName}")}{(line.Population.Name == "all" ? "" : $", {line.Population.Name}")}";

    private static FigureTable Table(ReportContent content)
    {
        var table = FigureTable.OfRuns("counted", "population", "tau_at_the_start", "mean_tau", "geometric_mean_tau", "lowest_tau", "highest_tau");
        foreach (var (run, result) in content.Found<TimeConstantsResult>())
        {
            foreach (var group in result.Populations)
                table.Add(run, run.Counted, group.Name, group.Start, group.Mean, group.GeometricMean, group.Lowest, group.Highest);
        }

        return table;
    }
}
