using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Tasks;

/// <summary>Projected gradient ascent in the box |x - clean| &lt;= s from a random start (Madry et al. 2018).</summary>
public sealed record ProjectedGradient : AdversarialPerturbation
{
    /// <summary>Number of steps.</summary>
    [Description("number of gradient steps")]
    [Range(1, 10_000)]
    public int Steps { get; init; } = 10;

    /// <inheritdoc/>
    public override string Formula => $"{Steps} steps of {Ascent.Length:G3} s up sign(dL/dx), kept within s of the clean input, from a random start";

    /// <inheritdoc/>
    public override GradientAscent Ascent => new(Steps, 2.5 / Steps, StartsAtRandom: true);
}
