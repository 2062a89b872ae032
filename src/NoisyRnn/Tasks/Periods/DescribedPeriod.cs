using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>A period of a described task.</summary>
public sealed record DescribedPeriod
{
    /// <summary>Its name.</summary>
    [Description("its name")]
    public required string Name { get; init; } = "";

    /// <summary>How long it takes.</summary>
    [Description("how long it takes, in the unit of dt and tau: a number, several of which each trial draws one, or a formula of variables, rounded to whole steps")]
    [MinLength(1)]
    public required ImmutableArray<string> Time { get; init; } = [];

    /// <summary>What goes in.</summary>
    [Description("what the input channels show; 0 for those that are not named")]
    [ByName("value")]
    public ImmutableArray<DescribedInput> Inputs { get; init; } = [];

    /// <summary>What should come out.</summary>
    [Description("what the output channels should say; nothing is asked of those that are not named")]
    [ByName("value")]
    public ImmutableArray<DescribedTarget> Targets { get; init; } = [];
}
