using System.Text.Json.Serialization;

namespace NoisyRnn.Tasks;

/// <summary>A figure of merit of a network in a task.</summary>
/// <param name="Name">"success rate", "perf_avg", ...</param>
/// <param name="Unit">"share of trials", "share of the box's side", ...</param>
/// <param name="Value">Its value; NaN where no trial tells.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record Metric(string Name, string Unit, double Value);
