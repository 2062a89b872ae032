using NoisyRnn.Analyses;
using NoisyRnn.Claims;

namespace NoisyRnn.Reports;

/// <summary>Repaired networks under noise: what each way of repair costs in robustness.</summary>
internal static class RepairFigure
{
    private const string Inside = "tested with noise inside", Outside = "tested with noise outside";

    /// <summary>The figure; null where nothing was repaired.</summary>
    public static Figure? Of(ReportContent content)
    {
        var found = (from cell in RunCell.Of(content.Runs.Where(static run => run.Counted))
                     from run in cell.Runs
                     from form in run.Found<RepairResult>()?.Forms ?? []
                     from side in new[] { Inside, Outside }
                     select (Row: $"{cell.Arm.Name}, s0 = {Wording.Number(cell.Arm.TrainingSigma)}", Side: side, Form: form, Run: run)).ToList();
        if (found.Count == 0)
            return null;
        var grid = PanelGrid.Of(found.Select(static f => (f.Row, f.Side)));
        var forms = found.Select(static f => f.Form.Name).Distinct().ToList();
        var named = new HashSet<string>(StringComparer.Ordinal);
        var traces = new List<object>();
        var shown = new List<double>();
        foreach (var line in found.GroupBy(static f => (f.Row, f.Side, f.Form.Name)))
        {
            var index = forms.IndexOf(line.Key.Name);
            var (color, name) = (index == 0 ? Palette.WithoutNoise(0) : Palette.At(index - 1), PlotlyJson.Text(line.Key.Name));
            var band = SeedBand.Over(line.SelectMany(static f => f.Form.Levels.Zip(f.Side == Inside ? f.Form.Inside : f.Form.Outside, static (level, loss) => (level, Math.Log(loss)))));
            band = band with { Mean = [.. band.Mean.Select(Math.Exp)], Low = [.. band.Low.Select(Math.Exp)], High = [.. band.High.Select(Math.Exp)] };
            shown.AddRange(band.Mean);
            traces.Add(CurveTraces.Band(grid[line.Key.Row, line.Key.Side], color, name, band));
            traces.Add(CurveTraces.Mean(grid[line.Key.Row, line.Key.Side], color, name, named.Add(name), band));
        }

        return new()
        {
            Name = "repair",
            Title = "Repaired networks, without noise and under noise",
            Caption = "Networks trained with noise inside, as they are and repaired to run without it (test noise 0), and what noise then does to them: a repair is made for silence."
                + " averaged, averaged-by-closure: the activation averaged over noise; biases: biases moved; readout: the readout fitted again. Geometric means over seeds, bands plus and minus one standard error.",
            Traces = traces,
            Layout = grid.Layout(
                static _ => Axis.Linear("test noise / training noise, s / s<sub>0</sub>"), Axis.Log(content.LossLabel, shown),
                static panel => PlotlyJson.Text($"{panel.Row}, {panel.Column}").Replace("s0", "s<sub>0</sub>")),
            Table = Table(content),
        };
    }

    private static FigureTable Table(ReportContent content)
    {
        var table = FigureTable.OfRuns("form", "tested", "level", "loss");
        foreach (var run in content.Runs)
        {
            foreach (var form in run.Found<RepairResult>()?.Forms ?? [])
            {
                for (var k = 0; k < form.Levels.Length; k++)
                {
                    table.Add(run, form.Name, "inside", form.Levels[k], form.Inside[k]);
                    table.Add(run, form.Name, "outside", form.Levels[k], form.Outside[k]);
                }
            }
        }

        return table;
    }
}
