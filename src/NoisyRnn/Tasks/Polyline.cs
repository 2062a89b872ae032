using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Tasks;

/// <summary>A line through points of the plane.</summary>
/// <param name="Name">What it is; the same name is drawn the same way.</param>
/// <param name="X">Horizontal places.</param>
/// <param name="Y">Vertical places, upwards.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record Polyline(string Name, ImmutableArray<double> X, ImmutableArray<double> Y);
