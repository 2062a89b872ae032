using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>The traces of a portrait: some stay, the others are each of one level, and only those of the chosen level are seen.</summary>
internal sealed class NoisePortraitTraces
{
    /// <summary>The panels' names.</summary>
    public const string States = "states", Output = "output";

    private const string Here = "at the chosen noise", Reference = "at the training noise", Target = "target", Stable = "stable fixed points", Unstable = "unstable fixed points";
    private const double Room = 0.04;

    // Without noise there is one state a trial.
    private const int FaintDot = 3, Dot = 4, SingleDot = 7;

    private readonly NoisePortraitResult _result;
    private readonly Panel _states, _output;
    private readonly int[] _order;
    private readonly List<(NoisePortraitLevel? Level, object Trace)> _traces = [];

    /// <summary>Draws a portrait, at first at its training level.</summary>
    /// <param name="result">The portrait of a network that was trained with noise.</param>
    /// <param name="states">The panel of states.</param>
    /// <param name="output">The panel of the output.</param>
    public NoisePortraitTraces(NoisePortraitResult result, Panel states, Panel output)
    {
        (_result, _states, _output) = (result, states, output);
        _order = [.. Enumerable.Range(0, result.Inputs.Length).OrderBy(PlaceOf)];
        var training = result.AtTraining!;
        Add(null, _ => Cloud(training, Reference, Palette.Grey, FaintDot, .45, true));
        Add(null, _ => Curve(_order.Select(p => training.Mean[p]), Reference, Palette.Grey, "dot", 1.5, false, true, true));
        Add(null, _ => Curve(_order.Select(p => result.Targets[p]), Target, Palette.Green, "dash", 2, true, true, false));
        foreach (var level in result.Shown)
        {
            if (result.IsCurve)
                Add(level, visible => Band(level, visible));
            Add(level, visible => Cloud(level, Here, Palette.Blue, level.First.All(static draws => draws.Length == 1) ? SingleDot : Dot, .75, visible));
            Add(level, visible => result.IsCurve ? Curve(_order.Select(p => level.Mean[p]), Here, Palette.Blue, "solid", 2.4, false, visible, false) : Scatter(level, visible));
            foreach (var attracts in new[] { false, true })
            {
                NoisePortraitPoint[] points = [.. level.Points.Where(point => point.Attracts == attracts)];
                if (points.Length == 0)
                    continue;
                Add(level, visible => Points(_states, points.Select(static point => (point.First, point.Second)), attracts, true, visible));
                if (attracts)
                    Add(level, visible => Points(_output, points.Select(point => (PlaceOf(point.Trial), point.Output)), attracts, false, visible));
            }
        }

        var clouds = result.Shown.SelectMany(static level => level.First.Zip(level.Second)).SelectMany(static trial => trial.First.Zip(trial.Second)).ToList();
        var fixedPoints = result.Shown.SelectMany(static level => level.Points).ToList();
        FirstRange = Range(clouds.Select(static state => state.First).Concat(fixedPoints.Select(static point => point.First)));
        SecondRange = Range(clouds.Select(static state => state.Second).Concat(fixedPoints.Select(static point => point.Second)));
        PlaceRange = Range(_order.Select(PlaceOf));
        OutputRange = Range(result.Shown.SelectMany(static level => level.Mean.Zip(level.Deviation, static (m, d) => new[] { m - d, m + d }).SelectMany(static ends => ends))
            .Concat(result.Targets).Concat(fixedPoints.Where(static point => point.Attracts).Select(static point => point.Output)));
    }

    /// <summary>All of them, in the order of drawing.</summary>
    public IReadOnlyList<object> All => [.. _traces.Select(static entry => entry.Trace)];

    /// <summary>The ends of the axes, the same at all levels: else nothing would seem to move.</summary>
    public double[] FirstRange { get; }

    /// <inheritdoc cref="FirstRange"/>
    public double[] SecondRange { get; }

    /// <inheritdoc cref="FirstRange"/>
    public double[] PlaceRange { get; }

    /// <inheritdoc cref="FirstRange"/>
    public double[] OutputRange { get; }

    /// <summary>The label of what the output is drawn against.</summary>
    public string PlaceLabel => _result.IsCurve ? "input u" : "target y*";

    /// <summary>The label of the output.</summary>
    public string OutputLabel => _result.IsProbability ? "probability of the first class" : "output y (units of the task)";

    /// <summary>Which traces are seen at a level.</summary>
    public IEnumerable<bool> VisibleAt(NoisePortraitLevel level) => _traces.Select(entry => entry.Level is null || entry.Level == level);

    private void Add(NoisePortraitLevel? level, Func<bool, object> trace) => _traces.Add((level, trace(level is null || level == _result.AtTraining)));

    private double PlaceOf(int trial) => _result.IsCurve ? _result.Inputs[trial] : _result.Targets[trial];

    private object Cloud(NoisePortraitLevel level, string group, string color, int size, double opacity, bool visible) => new
    {
        type = "scatter", mode = "markers", x = level.First.SelectMany(static draws => draws), y = level.Second.SelectMany(static draws => draws),
        xaxis = _states.X, yaxis = _states.Y, visible, name = group, legendgroup = group, showlegend = true,
        marker = new { color, size, opacity, symbol = "circle" }, hovertemplate = group + "<br>(%{x:.3~g}, %{y:.3~g})<extra></extra>",
    };

    private object Curve(IEnumerable<double> values, string group, string color, string dash, double width, bool inLegend, bool visible, bool isPoints) => new
    {
        type = "scatter", mode = isPoints && !_result.IsCurve ? "markers" : "lines", x = _order.Select(PlaceOf), y = values, xaxis = _output.X, yaxis = _output.Y, visible,
        name = group, legendgroup = group, showlegend = inLegend, line = new { color, width, dash }, marker = new { color, size = 4, symbol = "circle" },
        hovertemplate = group + "<br>%{x:.3~g}: %{y:.3~g}<extra></extra>",
    };

    private object Scatter(NoisePortraitLevel level, bool visible) => new
    {
        type = "scatter", mode = "markers", x = _order.Select(PlaceOf), y = _order.Select(p => level.Mean[p]), xaxis = _output.X, yaxis = _output.Y, visible,
        name = Here, legendgroup = Here, showlegend = false, marker = new { color = Palette.Blue, size = 6, symbol = "circle" },
        error_y = new { type = "data", array = _order.Select(p => level.Deviation[p]), color = Palette.Blue, thickness = 1, width = 0 },
        hovertemplate = Here + "<br>%{x:.3~g}: %{y:.3~g}<extra></extra>",
    };

    // There along its upper edge, back along the lower one.
    private object Band(NoisePortraitLevel level, bool visible) => new
    {
        type = "scatter", mode = "lines", x = _order.Concat(_order.Reverse()).Select(PlaceOf),
        y = _order.Select(p => level.Mean[p] + level.Deviation[p]).Concat(_order.Reverse().Select(p => level.Mean[p] - level.Deviation[p])),
        xaxis = _output.X, yaxis = _output.Y, visible, legendgroup = Here, showlegend = false, hoverinfo = "skip",
        fill = "toself", fillcolor = new MarkedColor(Palette.Blue, "").Fill, line = new { width = 0 },
    };

    private static object Points(Panel panel, IEnumerable<(double X, double Y)> places, bool attracts, bool inLegend, bool visible)
    {
        var (group, shown) = (attracts ? Stable : Unstable, places.ToList());
        return new
        {
            type = "scatter", mode = "markers", x = shown.Select(static place => place.X), y = shown.Select(static place => place.Y), xaxis = panel.X, yaxis = panel.Y, visible,
            name = group, legendgroup = group, showlegend = inLegend,
            marker = new { color = Palette.Vermillion, size = 9, symbol = attracts ? "triangle-up" : "triangle-up-open", line = new { color = Palette.Vermillion, width = attracts ? 0 : 2 } },
            hovertemplate = group + "<br>(%{x:.3~g}, %{y:.3~g})<extra></extra>",
        };
    }

    private static double[] Range(IEnumerable<double> values)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var (low, high) = (finite.Min(), finite.Max());
        var room = high > low ? Room * (high - low) : 1;
        return [low - room, high + room];
    }
}
