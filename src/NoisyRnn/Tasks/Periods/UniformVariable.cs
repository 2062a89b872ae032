using System.Collections.Immutable;
using System.ComponentModel;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>A number from one to another, uniform.</summary>
public sealed record UniformVariable : TrialVariable
{
    /// <summary>The bounds.</summary>
    [Description("two numbers, from and to")]
    public required ImmutableArray<double> Uniform { get; init; } = [0, 1];

    /// <inheritdoc/>
    public override string Summary => "a number between two, uniform: {uniform: [0, 1]}";

    internal override IEnumerable<(string Key, string Problem)> Problems(IReadOnlyList<string> before) =>
        Uniform is [var low, var high] && low <= high ? [] : [("uniform", $"[{ScalarText.List(Uniform)}] is not allowed; two numbers, the lower first")];

    internal override double Draw(RandomStream random, ReadOnlySpan<double> before, TrialFormula? formula) => random.NextUniform(Uniform[0], Uniform[1]);

    internal override (double Low, double High) Bounds(ReadOnlySpan<(double Low, double High)> before, TrialFormula? formula) => (Uniform[0], Uniform[1]);
}
