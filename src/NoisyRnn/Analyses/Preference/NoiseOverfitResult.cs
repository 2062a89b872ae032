using System.Collections.Immutable;
using System.Text.Json.Serialization;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>How a network trained with Gaussian noise stands noise of other laws and the same variance.</summary>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record NoiseOverfitResult : AnalysisResult
{
    /// <summary>s0, in the scale of the experiment's noise.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>Number of conditions P (inputs x times).</summary>
    public required int Conditions { get; init; }

    /// <summary>Number of noise draws R of each condition.</summary>
    public required int Draws { get; init; }

    /// <summary>One entry a law, the Gaussian first; empty where the network was trained without noise.</summary>
    public required ImmutableArray<NoiseOverfitLaw> Laws { get; init; }

    internal override ImmutableArray<(double Level, Metric Metric)> FiguresOfMerit => Laws.IsEmpty ? [] :
    [
        .. Laws.Skip(1).Select(law => (1.0, new Metric($"loss under {law.Name} over gaussian noise", "ratio", law.Loss / Laws[0].Loss))),
        .. Laws.Where(static law => law.Preferred is not null)
            .Select(static law => (1.0, new Metric($"preferred level of {law.Name} noise", "relative level", law.Preferred!.Level))),
    ];
}
