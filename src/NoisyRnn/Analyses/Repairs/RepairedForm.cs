using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>One form of a network: as it is, or repaired.</summary>
/// <param name="Name">"as it is", or the way's name in the catalogue.</param>
/// <param name="SilentLoss">Without noise.</param>
/// <param name="Inside">Under noise inside at each level.</param>
/// <param name="Outside">Under noise outside at each level.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record RepairedForm(string Name, double SilentLoss, ImmutableArray<double> Inside, ImmutableArray<double> Outside)
{
    /// <summary>The name of the network that is not repaired.</summary>
    public const string AsItIs = "as it is";

    /// <summary>r = s/s0 of the other two.</summary>
    public required ImmutableArray<double> Levels { get; init; }
}
