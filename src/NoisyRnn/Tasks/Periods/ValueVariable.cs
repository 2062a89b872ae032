using System.ComponentModel;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>A formula of the variables before it.</summary>
public sealed record ValueVariable : TrialVariable
{
    /// <summary>The formula.</summary>
    [Description("a formula of the variables before it: + - * / ^, < <= > >= == != (1 where it holds, else 0), sign, floor, abs, min, max, exp, log, sqrt, sin, cos, ...")]
    public required string Value { get; init; } = "0";

    /// <inheritdoc/>
    public override string Summary => "a formula of the variables before it: a * b, or {value: a * b}";

    internal override IEnumerable<(string Key, string Problem)> Problems(IReadOnlyList<string> before) =>
        TrialFormula.ProblemOf(Value, before) is { } problem ? [("value", problem)] : [];

    internal override double Draw(RandomStream random, ReadOnlySpan<double> before, TrialFormula? formula) => formula!.Of(before);

    internal override (double Low, double High) Bounds(ReadOnlySpan<(double Low, double High)> before, TrialFormula? formula) => formula!.Bounds(before);
}
