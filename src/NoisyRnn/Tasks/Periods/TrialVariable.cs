using System.ComponentModel;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>A number of a trial by name: drawn anew for each, or made of those before it.</summary>
[Leaf("choice", typeof(ChoiceVariable))]
[Leaf("uniform", typeof(UniformVariable))]
[Leaf("integer", typeof(IntegerVariable))]
[Leaf("normal", typeof(NormalVariable))]
[Leaf("value", typeof(ValueVariable))]
public abstract record TrialVariable
{
    /// <summary>Its name in formulas.</summary>
    [Description("its name in formulas: letters, digits and _")]
    public required string Name { get; init; } = "";

    /// <summary>What it is, in words.</summary>
    public abstract string Summary { get; }

    /// <summary>Which keys are wrong, by themselves.</summary>
    internal virtual IEnumerable<(string Key, string Problem)> Problems(IReadOnlyList<string> before) => [];

    /// <summary>Its value in a trial.</summary>
    /// <param name="random">The trial's random numbers.</param>
    /// <param name="before">The values of the variables before it.</param>
    /// <param name="formula">Its formula; null where it has none.</param>
    internal abstract double Draw(RandomStream random, ReadOnlySpan<double> before, TrialFormula? formula);

    /// <summary>The least and the greatest value that it takes.</summary>
    /// <param name="before">Those of the variables before it.</param>
    /// <param name="formula">Its formula; null where it has none.</param>
    internal abstract (double Low, double High) Bounds(ReadOnlySpan<(double Low, double High)> before, TrialFormula? formula);
}
