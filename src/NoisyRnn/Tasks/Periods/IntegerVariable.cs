using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>A whole number from one to another, both included, all equally likely.</summary>
public sealed record IntegerVariable : TrialVariable
{
    /// <summary>The bounds.</summary>
    [Description("two whole numbers, from and to, both included")]
    [Range(-1_000_000, 1_000_000)]
    public required ImmutableArray<int> Integer { get; init; } = [0, 1];

    /// <inheritdoc/>
    public override string Summary => "a whole number from one to another: {integer: [1, 5]}";

    internal override IEnumerable<(string Key, string Problem)> Problems(IReadOnlyList<string> before) =>
        Integer is [var low, var high] && low <= high ? [] : [("integer", $"[{ScalarText.List(Integer)}] is not allowed; two whole numbers, the lower first")];

    internal override double Draw(RandomStream random, ReadOnlySpan<double> before, TrialFormula? formula) => Integer[0] + random.NextInt(Integer[1] - Integer[0] + 1);

    internal override (double Low, double High) Bounds(ReadOnlySpan<(double Low, double High)> before, TrialFormula? formula) => (Integer[0], Integer[1]);
}
