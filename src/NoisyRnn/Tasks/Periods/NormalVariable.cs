using System.Collections.Immutable;
using System.ComponentModel;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>A normal number.</summary>
public sealed record NormalVariable : TrialVariable
{
    /// <summary>Mean and standard deviation.</summary>
    [Description("two numbers, mean and standard deviation")]
    public required ImmutableArray<double> Normal { get; init; } = [0, 1];

    /// <inheritdoc/>
    public override string Summary => "a normal number of some mean and standard deviation: {normal: [0, 1]}";

    internal override IEnumerable<(string Key, string Problem)> Problems(IReadOnlyList<string> before) =>
        Normal is [_, >= 0] ? [] : [("normal", $"[{ScalarText.List(Normal)}] is not allowed; two numbers, the mean and a standard deviation of at least 0")];

    internal override double Draw(RandomStream random, ReadOnlySpan<double> before, TrialFormula? formula) => Normal[0] + (Normal[1] * random.NextNormal());

    internal override (double Low, double High) Bounds(ReadOnlySpan<(double Low, double High)> before, TrialFormula? formula) => (double.NegativeInfinity, double.PositiveInfinity);
}
