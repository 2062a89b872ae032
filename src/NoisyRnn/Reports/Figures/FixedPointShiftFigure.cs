using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>How far the stable fixed points of silence move when the step is averaged over noise, and how far their readout does.</summary>
internal static class FixedPointShiftFigure
{
    /// <summary>The shift of the state; null where no network has a noise-averaged step.</summary>
    public static Figure? Of(ReportContent content) => Draw(
        content, "fixed-point-shift", "Shift of the fixed points against test noise", "shift |h(s) - h(0)| / s<sub>0</sub>",
        "How far the fixed points move that the network has without noise, when its step is averaged over noise of level s inside the activation, "
        + "in units of the training noise: Euclid's distance, mean over held inputs and stable points. Thin lines are seeds, thick lines their mean, bands plus and minus one standard error; "
        + "the dashed line marks the training noise. A point that meets another and is gone is followed no further.",
        static shift => shift.State);

    /// <summary>The shift of the readout; null likewise.</summary>
    public static Figure? OfReadout(ReportContent content) => Draw(
        content, "readout-shift", "Shift of the readout at the fixed points", "shift |z(s) - z(0)| (units of the output)",
        "The same shift as the readout sees it. The readout was trained at the dashed line: what stands there is the error that silence makes, from the weights alone.",
        static shift => shift.Readout);

    private static string Finding(ReportContent content)
    {
        var (of, found) = FeaturedCell.Found<FixedPointResult>(content);
        var shifts = found.SelectMany(static result => result.Shifts).Where(static shift => shift.Level == 1 && double.IsFinite(shift.State)).Select(static shift => shift.State).ToList();
        return shifts.Count == 0 ? "" : $"{of}: the training noise moves the fixed points of silence by {Wording.Number(shifts.Average())} s0.";
    }

    private static Figure? Draw(
        ReportContent content, string name, string title, string label, string caption, Func<(double Level, double State, double Readout), double> value)
    {
        var cells = RunCell.Of(content.Found<FixedPointResult>().Where(static network => network.Result.NoiseFreeBecause is null && network.Run.Counted).Select(static network => network.Run)).ToList();
        if (cells.Count == 0)
            return null;
        var grid = RunCells.Grid(cells);
        var traces = new List<object>();
        foreach (var (series, color, alike) in RunCells.Series(cells))
        {
            foreach (var (i, cell) in alike.Index())
            {
                var panel = grid[cell.Arm];
                var curves = cell.Runs.Select(static run => run.Found<FixedPointResult>()).OfType<FixedPointResult>()
                    .Select(result => result.Shifts.Select(shift => (shift.Level, value(shift))).ToArray()).ToList();
                var band = SeedBand.Over(curves.SelectMany(static curve => curve));
                traces.Add(CurveTraces.Seeds(panel, color, series, curves));
                traces.Add(CurveTraces.Band(panel, color, series, band));
                traces.Add(CurveTraces.Mean(panel, color, series, i == 0, band));
            }
        }

        return new()
        {
            Name = name,
            Title = title,
            Finding = name == "fixed-point-shift" ? Finding(content) : "",
            Caption = caption,
            Traces = traces,
            Layout = grid.Layout(RunCells.TestNoiseAxis, Axis.Linear(label) with { RangeMode = "tozero" }, RunCells.Title, RunCells.TrainingLevelLines(grid)),
            Table = Table(content),
        };
    }

    private static FigureTable Table(ReportContent content)
    {
        var table = FigureTable.OfRuns(
            "counted", "relative_level", "sigma_per_step",
            "mean_fixed_points", "mean_stable_fixed_points", "shift_in_training_levels", "readout_shift");
        foreach (var (run, result) in content.Found<FixedPointResult>())
        {
            foreach (var (k, shift) in result.Shifts.Index())
            {
                table.Add(run, run.Counted, shift.Level, shift.Level * result.Sigma,
                    result.Inputs.Average(input => input.Levels[k].Found), result.Inputs.Average(input => input.Levels[k].StableCount), shift.State, shift.Readout);
            }
        }

        return table;
    }
}
