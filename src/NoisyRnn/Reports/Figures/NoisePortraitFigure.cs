using System.Globalization;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Noise;

namespace NoisyRnn.Reports;

/// <summary>
/// A network as the test noise moves: a slider over s/s0 moves the cloud of states, the fixed points among them and the output. One figure
/// an arm, of the first seed with noise inside at the highest level trained.
/// </summary>
internal static class NoisePortraitFigure
{
    /// <summary>That of the first arm; null where no network with noise inside has a portrait.</summary>
    public static Figure? OfFirst(ReportContent content) => Of(content, 0);

    /// <summary>That of the second arm.</summary>
    public static Figure? OfSecond(ReportContent content) => Of(content, 1);

    /// <summary>That of the third; there are no more.</summary>
    public static Figure? OfThird(ReportContent content) => Of(content, 2);

    private static Figure? Of(ReportContent content, int index)
    {
        if (Shown(content).Skip(index).FirstOrDefault() is not { } run)
            return null;
        var result = run.Found<NoisePortraitResult>()!;
        var grid = PanelGrid.Of([("", NoisePortraitTraces.States), ("", NoisePortraitTraces.Output)]);
        var traces = new NoisePortraitTraces(result, grid["", NoisePortraitTraces.States], grid["", NoisePortraitTraces.Output]);
        var layout = grid.Layout(
            _ => Axis.Linear("first principal component") with { Range = traces.FirstRange },
            Axis.Linear("second principal component") with { Range = traces.SecondRange }, panel => TitleOf(panel, result, result.AtTraining!));
        var output = grid["", NoisePortraitTraces.Output];
        layout[output.XKey] = Axis.Linear(traces.PlaceLabel) with { Range = traces.PlaceRange };
        layout[output.YKey] = Axis.Linear(traces.OutputLabel) with { Range = traces.OutputRange };
        layout["sliders"] = new[] { Slider(result, traces, output) };
        return new()
        {
            Name = "noise-portrait" + (index == 0 ? "" : $"-{index + 1}"),
            Title = $"What the test noise moves: {Wording.Of(run.Arm)}, seed {run.Seed}",
            Caption = Caption(result),
            Traces = traces.All,
            Layout = layout,
            Table = Table(run, result),
        };
    }

    // The CSV of all networks would be as long as all their states.
    private static IEnumerable<NetworkRun> Shown(ReportContent content) => RunCells.Exemplars(
        content.Runs.Where(static run => run.Counted && run.Arm.IsAt(Placement.Inside) && run.Found<NoisePortraitResult>() is not null));

    private static object Slider(NoisePortraitResult result, NoisePortraitTraces traces, Panel output) => new
    {
        active = result.Shown.IndexOf(result.AtTraining!),
        name = "test noise / training noise, s / s<sub>0</sub>",
        currentvalue = new { prefix = "test noise / training noise, s / s<sub>0</sub> = " },
        pad = new { t = 48 },
        steps = result.Shown.Select(level => new
        {
            label = LabelOf(result, level),
            method = "update",
            args = new object[]
            {
                new { visible = traces.VisibleAt(level) },
                new Dictionary<string, string>(StringComparer.Ordinal) { [$"annotations[{output.Number - 1}].text"] = $"<b>{TitleOf(output, result, level)}</b>" },
            },
        }),
    };

    private static string LabelOf(NoisePortraitResult result, NoisePortraitLevel level) => Wording.Number(level.Level) + (level == result.MeanMatched ? ", mean kept" : "");

    private static string TitleOf(Panel panel, NoisePortraitResult result, NoisePortraitLevel level) => panel.Column == NoisePortraitTraces.Output
        ? $"output, loss {Wording.Number(level.Loss)}"
        : result.Shown.Any(static entry => !entry.Points.IsEmpty) ? "states and fixed points" : "states";

    private static string Caption(NoisePortraitResult result)
    {
        var (cloud, draws) = (result.Shown[0].First.Length, result.Shown.Max(static level => level.First[0].Length));
        var best = result.Shown.MinBy(static level => level.Loss)!;
        var losses = result.Shown.Select(level => $"{Wording.Number(level.Loss)} at {LabelOf(result, level)}");
        return "Move the slider, or focus it and use the arrow keys. "
            + $"Left: states {When(result)}, of {cloud} test trials with {draws} noise draws each, in the first two "
            + $"principal components of all levels' states ({Wording.Number(100 * result.VarianceShares.Sum())} % of their variance)"
            + (result.Shown.All(static level => level.Points.IsEmpty) ? $". No fixed points: {result.NoiseFreeBecause}. "
                : (result.NoiseFreeBecause is null ? "; triangles: fixed points of the step averaged over this noise, at the inputs held there, filled where stable; a network that has not settled stands off them"
                    : $"; triangles: fixed points of the step without noise, filled where stable, there is no averaged one: {result.NoiseFreeBecause}") + ". ")
            + $"Right: the output over {result.Draws} draws at the same step, mean and one standard deviation to both sides"
            + (result.IsCurve ? ", against the input that is held" : ", against the target: on the dashed line it is right")
            + (result.Shown.Any(static level => level.Points.Any(static point => point.Attracts)) ? "; triangles: that of the stable fixed points. " : ". ")
            + $"Grey: the same at the training noise. Loss by s/s0: {string.Join(", ", losses)}; the lowest at {LabelOf(result, best)}. "
            + "Of each activation (three at most) the first seed at its highest training noise inside; the CSV has all levels of this network.";
    }

    private static string When(NoisePortraitResult result) =>
        "at the last step that counts" + (result.Hold == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" and {result.Hold} further ones with its inputs held"));

    private static FigureTable Table(NetworkRun run, NoisePortraitResult result)
    {
        var table = FigureTable.OfRuns(
            "relative_level", "silence", "sigma", "loss", "kind", "test_trial", "draw", "branch", "stability",
            "component_1", "component_2", "input", "target", "output", "output_deviation");
        foreach (var level in result.Shown)
        {
            foreach (var (trial, draws) in level.First.Index())
            {
                foreach (var (draw, first) in draws.Index())
                    Row(level, "state", trial, draw, null, null, first, level.Second[trial][draw], null, null);
            }

            foreach (var point in level.Points)
                Row(level, "fixed", point.Trial, null, point.Branch, point.Stability, point.First, point.Second, point.Output, null);
            foreach (var (trial, mean) in level.Mean.Index())
                Row(level, "output", trial, null, null, null, null, null, mean, level.Deviation[trial]);
        }

        return table;

        void Row(
            NoisePortraitLevel level, string kind, int trial, int? draw, int? branch, FixedPointStability? stability, double? first, double? second, double? output, double? deviation) =>
            table.Add(run, level.Level, level.Level > 0 ? null : level == result.MeanMatched ? "mean matched" : "off", level.Sigma, level.Loss, kind, trial, draw, branch, stability,
                first, second, result.Inputs[trial], result.Targets[trial], output, deviation);
    }
}
