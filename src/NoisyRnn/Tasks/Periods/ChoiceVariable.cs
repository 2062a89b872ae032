using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>One of several numbers, all equally likely.</summary>
public sealed record ChoiceVariable : TrialVariable
{
    /// <summary>The numbers.</summary>
    [Description("the numbers, all equally likely; one that stands twice is twice as likely")]
    [MinLength(1)]
    public required ImmutableArray<double> Choice { get; init; } = [-1, 1];

    /// <inheritdoc/>
    public override string Summary => "one of several numbers, all equally likely: {choice: [-1, 1]}";

    internal override double Draw(RandomStream random, ReadOnlySpan<double> before, TrialFormula? formula) => Choice[random.NextInt(Choice.Length)];

    internal override (double Low, double High) Bounds(ReadOnlySpan<(double Low, double High)> before, TrialFormula? formula) => (Choice.Min(), Choice.Max());
}
