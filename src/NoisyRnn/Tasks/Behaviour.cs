using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Tasks;

/// <summary>How a network behaves in a task, in the task's own terms rather than those of its loss: what a person would look at.</summary>
public sealed record Behaviour
{
    /// <summary>Figures of merit, the most important first.</summary>
    public required ImmutableArray<Metric> Metrics { get; init; }

    /// <summary>Curves: error against time, choices against coherence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<BehaviourCurve> Curves { get; init; } = [];

    /// <summary>A few trials drawn in the plane; empty for tasks without a place.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<PlaneDrawing> Drawings { get; init; } = [];
}

/// <summary>A curve of behaviour. Curves with the same title belong in one panel.</summary>
/// <param name="Title">The panel: "error against time", "psychometric curves".</param>
/// <param name="Name">The curve within the panel; empty where there is one.</param>
/// <param name="XLabel">Label of the horizontal axis, with its unit.</param>
/// <param name="YLabel">Label of the vertical axis, with its unit.</param>
/// <param name="X">Horizontal values, ascending.</param>
/// <param name="Y">Vertical values; NaN where no trial tells.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record BehaviourCurve(
    string Title, string Name, string XLabel, string YLabel, ImmutableArray<double> X, ImmutableArray<double> Y);

/// <summary>A figure of merit of a network in a task.</summary>
/// <param name="Name">"success rate", "perf_avg", ...</param>
/// <param name="Unit">"share of trials", "share of the box's side", ...</param>
/// <param name="Value">Its value; NaN where no trial tells.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record Metric(string Name, string Unit, double Value);
