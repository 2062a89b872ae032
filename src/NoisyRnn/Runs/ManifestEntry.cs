using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Formats;

namespace NoisyRnn.Runs;

/// <summary>One run that the store is to hold.</summary>
public sealed record ManifestEntry
{
    /// <summary>The run's hash.</summary>
    public required StageHash Run { get; init; }

    /// <summary>Where the run stands in the grid: dotted path -> value as YAML in one line, in the order of the grid.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Point { get; init; }

    /// <summary>The resolved spec as canonical JSON, without what the run's hash does not depend on; null in stores that do not keep it.</summary>
    public string? Spec { get; init; }

    /// <summary>Where in the store its trained network is kept: <c>runs/HASH</c>, by the hash of its training; null where none is kept.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Model { get; init; }

    /// <summary>When the run was planned first (UTC).</summary>
    public required DateTimeOffset Created { get; init; }
}
