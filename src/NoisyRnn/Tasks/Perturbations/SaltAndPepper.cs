using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>A share of the values is lost: half of it reads the lowest, half the highest input.</summary>
public sealed record SaltAndPepper : RandomPerturbation
{
    /// <summary>Smaller shares than the other kinds' strengths.</summary>
    public SaltAndPepper() => Strengths = [0.03, 0.05, 0.1];

    /// <inheritdoc/>
    public override IEnumerable<(string Key, string Problem)> Problems() => base.Problems().Concat(Strengths.Any(static s => s > 1)
        ? [("strengths", $"[{ScalarText.List(Strengths)}]: a share of the values; allowed is above 0 to 1")]
        : []);

    /// <inheritdoc/>
    public override string Formula => "a share s of the values becomes the lowest or the highest input, each half the time";

    private protected override Substream Draws => Substream.SaltAndPepper;

    private protected override double Perturb(RandomStream random, double strength, (double Lowest, double Highest) range, double x) =>
        random.NextUniform() is var u && u < strength ? (u < strength / 2 ? range.Lowest : range.Highest) : x;
}
