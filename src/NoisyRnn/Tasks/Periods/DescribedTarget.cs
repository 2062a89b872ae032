using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Tasks;

/// <summary>What an output channel should say during a period, and how much that counts.</summary>
public sealed record DescribedTarget
{
    /// <summary>The channel.</summary>
    [Description("the output channel")]
    public required string Name { get; init; } = "";

    /// <summary>Its target, or the direction on a ring.</summary>
    [Description("its target, of a ring the direction in rad: a number, a variable or a formula of variables and of 'progress', which runs from 0 to 1 through the period")]
    public string Value { get; init; } = "0";

    /// <summary>Factor of the bump on a ring.</summary>
    [Description("factor of the bump on a ring: a number, a variable or a formula; 0 asks for rest")]
    public string Strength { get; init; } = "1";

    /// <summary>Rest of a ring.</summary>
    [Description("activity that is added on a ring, the rest of its units")]
    [Range(-1e6, 1e6)]
    public double Baseline { get; init; }

    /// <summary>The input channel whose last pulse is the target.</summary>
    [Description("instead of value: the input channel whose last value other than 0, noise apart, is the target; nothing is asked before its first")]
    public string? Last { get; init; }

    /// <summary>Its weight in the loss.</summary>
    [Description("weight in the loss, of a step's square")]
    [Range(0, 1e6)]
    public double Weight { get; init; } = 1;
}
