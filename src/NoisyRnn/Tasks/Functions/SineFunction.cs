using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>amplitude sin(pi frequency x).</summary>
public sealed record SineFunction : TargetFunction
{
    /// <summary>Amplitude.</summary>
    [Description("amplitude of amplitude sin(pi frequency x)")]
    public double Amplitude { get; init; } = 1;

    /// <summary>Half turns per unit of x.</summary>
    [Description("frequency in amplitude sin(pi frequency x)")]
    [Range(0, 1000)]
    public double Frequency { get; init; } = 1;

    /// <inheritdoc/>
    public override string Formula => $"{Factor(Amplitude)}sin({Factor(Frequency)}pi x)";

    /// <inheritdoc/>
    public override double Evaluate(double x) => Amplitude * Elementary.SinCosTurns(Frequency * x / 2).Sin;

    // A factor of one is not written.
    private static string Factor(double value) => value switch { 1 => "", -1 => "-", _ => $"{value} " };
}
