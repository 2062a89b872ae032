using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Tasks;

/// <summary>What an input channel shows during a period.</summary>
public sealed record DescribedInput
{
    /// <summary>The channel.</summary>
    [Description("the input channel")]
    public required string Name { get; init; } = "";

    /// <summary>Its value, or the direction on a ring.</summary>
    [Description("its value, of a ring the direction in rad: a number, a variable or a formula of variables")]
    public string Value { get; init; } = "1";

    /// <summary>Factor of the bump on a ring.</summary>
    [Description("factor of the bump on a ring: a number, a variable or a formula")]
    public string Strength { get; init; } = "1";

    /// <summary>Noise of the trial.</summary>
    [Description("standard deviation of noise that is part of the trial, drawn for each step and unit: a number, a variable or a formula")]
    public string Noise { get; init; } = "0";

    /// <summary>How often it has its value.</summary>
    [Description("probability that a step has the value, else 0: pulses at random steps")]
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double Probability { get; init; } = 1;

    /// <summary>Whether the sign of each pulse is drawn.</summary>
    [Description("whether the sign of the value is drawn for each step, + and - equally likely")]
    public bool RandomSign { get; init; }
}
