using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Tasks;

/// <summary>One trial drawn in the plane, in the task's unit of length.</summary>
public sealed record PlaneDrawing
{
    /// <summary>What it shows: "trial 3: goal reached after 41 steps".</summary>
    public required string Title { get; init; }

    /// <summary>Walls, one polyline each.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<Polyline> Walls { get; init; } = [];

    /// <summary>Paths: "true", "decoded", "walked", "shortest".</summary>
    public required ImmutableArray<Polyline> Paths { get; init; }

    /// <summary>Single places: "start", "goal".</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public ImmutableArray<Polyline> Places { get; init; } = [];
}

/// <summary>A line through points of the plane.</summary>
/// <param name="Name">What it is; the same name is drawn the same way.</param>
/// <param name="X">Horizontal places.</param>
/// <param name="Y">Vertical places, upwards.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record Polyline(string Name, ImmutableArray<double> X, ImmutableArray<double> Y);
