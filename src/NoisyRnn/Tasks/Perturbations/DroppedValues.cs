using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>A share of the values is missing and reads 0.</summary>
public sealed record DroppedValues : RandomPerturbation
{
    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Problem)> Problems() => base.Problems().Concat(Strengths.Any(static s => s > 1)
        ? [("strengths", $"[{ScalarText.List(Strengths)}]: a share of the values; allowed is above 0 to 1")]
        : []);

    /// <inheritdoc/>
    public override string Formula => "a share s of the values becomes 0";

    private protected override Substream Draws => Substream.DroppedValues;

    private protected override double Perturb(RandomStream random, double strength, (double Lowest, double Highest) range, double x) =>
        random.NextUniform() < strength ? 0 : x;
}
