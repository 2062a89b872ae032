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
