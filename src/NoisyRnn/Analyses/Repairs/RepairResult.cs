using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>A network trained with noise inside, and what it becomes when it is repaired.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record RepairResult : AnalysisResult
{
    /// <summary>s0.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>L(s0) of the network as it is, single draws.</summary>
    public required double NoisyLoss { get; init; }

    /// <summary>The forms, that of the network as it is first.</summary>
    public required ImmutableArray<RepairedForm> Forms { get; init; }

    internal override Findings Findings => new("Repair: loss with the noise, without, and of each repaired network without",
    [
        new("with noise s0", "", NoisyLoss),
        .. Forms.Select(static form => new Tasks.Metric(form.Name == RepairedForm.AsItIs ? "silent, as it is" : form.Name, "", form.SilentLoss)),
    ]);
}

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
