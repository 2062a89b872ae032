using System.Collections.Immutable;
using System.ComponentModel;
using System.Text.Json.Serialization;
using NoisyRnn.Formats;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// An activation written as a formula of a: "max(0, a)^2". Its slope is that of the formula, by the chain rule (from the left at a kink; 0
/// at the zero of a root, where it is infinite), its averages over noise are quadratures between its kinks. Kinks are looked for from -64 to 64.
/// </summary>
public sealed record FormulaActivation : Activation, IValidated
{
    /// <summary>The formula, in its one form: with the brackets and blanks that it needs. Of a text that is none, the text.</summary>
    [JsonPropertyName("formula")]
    [Description("a formula of a: numbers, pi, e; + - * / ^ and brackets; max, min, abs, exp, log, sqrt, tanh, sigmoid, softplus, relu, erf, sin, cos")]
    public required string Text { get; init => field = Canonical(value); } = "a / sqrt(1 + a^2)";

    /// <inheritdoc/>
    public override string Formula => $"f(a) = {Text}";

    /// <summary>The kink that lies nearest to 0: where the formula changes from one branch to another; null where it has none.</summary>
    public override double? Kink => Function.Pieces.Kinks.OrderBy(Math.Abs).Cast<double?>().FirstOrDefault();

    internal override string Label => Text;

    internal override double Bend => Function.Pieces.Bend;

    /// <summary>The steps that make it.</summary>
    internal ImmutableArray<FormulaStep> Steps => Function.Steps;

    private FormulaFunction Function => FormulaFunction.Of(Text);

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        string? problem = null;
        try
        {
            FormulaParser.Parse(Text);
        }
        catch (FormatException error)
        {
            problem = error.Message;
        }

        if (problem is not null)
            yield return ("formula", $"'{ShownText.Of(Text)}' is no formula: {problem}");
    }

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<float> a, Span<float> value, Span<float> slope) => Function.Program.Run(a, value, slope);

    /// <inheritdoc/>
    public override void Evaluate(ReadOnlySpan<double> a, Span<double> value, Span<double> slope) => Function.Program.Run(a, value, slope);

    /// <inheritdoc/>
    public override TReal Apply<TReal>(TReal a) => Function.Apply(a);

    /// <inheritdoc/>
    public override void Moments(ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance)
    {
        for (var i = 0; i < a.Length; i++)
            (mean[i], slope[i], variance[i]) = Function.Moments(a[i], s[i]);
    }

    internal override Activation SmoothedForm(double sigma) => new FormulaSmoothed(this, Function, sigma);

    private static string Canonical(string text)
    {
        try
        {
            return FormulaParser.Parse(text).ToString();
        }
        catch (FormatException)
        {
            return text;
        }
    }
}
