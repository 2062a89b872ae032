using System.Collections.Immutable;
using System.ComponentModel;

namespace NoisyRnn.Tasks;

/// <summary>c_0 + c_1 x + c_2 x^2 + ...</summary>
public sealed record PolynomialFunction : TargetFunction
{
    /// <summary>Coefficients, constant first.</summary>
    [Description("coefficients, constant first")]
    public ImmutableArray<double> Coefficients { get; init; } = [0, -1, 0, 2];

    /// <inheritdoc/>
    public override string Formula => string.Join(" + ", Coefficients.Select(static (c, k) => k switch { 0 => $"{c}", 1 => $"{c} x", _ => $"{c} x^{k}" }));

    /// <inheritdoc/>
    public override double Evaluate(double x)
    {
        var y = 0.0;
        for (var k = Coefficients.Length - 1; k >= 0; k--)
            y = (y * x) + Coefficients[k];
        return y;
    }
}
