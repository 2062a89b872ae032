using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;

namespace NoisyRnn.Tests.Formats;

/// <summary>Any <see cref="SampleSpec"/> that its own rules allow.</summary>
internal static class SampleGenerator
{
    private static readonly string[] Awkward =
    [
        "", " ", "null", "~", "true", "No", "1.0", "1e3", ".inf", "nan", "- a", "a: b", "a #b", "'", "\"", "\\", "é \U0001F600", "a\nb", "\tc ",
        "\u0085\u2028", "@", "%x", "{a", "[", "]", "&a", "*a", "!t", "|", ">", "?", "...", "---", "\0\u001f\u007f", "<<", "2026-01-01", "0x1F", "plain words",
        new('x', 2000),
    ];

    private static Gen<string> Texts => Gen.OneOf(Gen.Elements(Awkward), Gen.Elements<char>([.. "aZ09 .:-,'\"#\n\\"]).ListOf().Select(c => string.Concat(c)));

    private static Gen<double> Numbers => Gen.OneOf(
        Gen.Elements(0, -0.0, .1, 1, 1e15, 1e16, 1e-5, double.Epsilon, double.MaxValue, -1.0 / 3),
        ArbMap.Default.GeneratorFor<double>().Where(double.IsFinite));

    private static Gen<SampleOptimizer> Optimizers => Gen.OneOf(
        from rate in Gen.Elements(.001, .003, .5) from beta in Gen.Elements(0, .9, .99) select (SampleOptimizer)new SampleAdam { Rate = rate, Beta1 = beta },
        from rate in Gen.Elements(.001, .003) from momentum in Numbers select (SampleOptimizer)new SampleSgd { Rate = rate, Momentum = momentum });

    private static Gen<SampleShape> Shapes => Gen.OneOf(
        Numbers.Select(f => (SampleShape)new SampleSine { Frequency = f }),
        Numbers.ArrayOf().Select(c => (SampleShape)new SamplePolynomial { Coefficients = [.. c] }));

    private static Gen<TreeNode> Trees(int depth) => depth == 0
        ? from text in Texts from isQuoted in Gen.Elements(true) select (TreeNode)new TreeScalar(text, isQuoted)
        : Gen.OneOf(
            Trees(0),
            Gen.Elements("1", "-2.50", ".1", "true", "null", "relu").Select(t => (TreeNode)new TreeScalar(t)),
            Trees(depth - 1).ArrayOf(3).Select(items => (TreeNode)new TreeList([.. items])),
            Maps(depth - 1).Select(m => (TreeNode)m));

    internal static Gen<SampleSpec> Specs =>
        from title in Texts
        from seeds in Gen.Elements(1, 3, 5)
        from seed in ArbMap.Default.GeneratorFor<ulong>()
        from offset in ArbMap.Default.GeneratorFor<long>()
        from keep in Gen.Elements(true, false)
        from levels in Numbers.Select(Math.Abs).ArrayOf()
        from scale in Gen.Elements(Enum.GetValues<SampleScale>())
        from other in Gen.Elements<SampleScale?>(null, SampleScale.SqrtDt, SampleScale.Sqrt2OverAlpha)
        from share in Gen.Elements<double?>(null, .5, 1, 1e-300)
        from comment in Gen.OneOf(Gen.Constant<string?>(null), Texts.Select(t => (string?)t))
        from factor in Gen.Choose(1, 100)
        from optimizer in Optimizers
        from shapes in Shapes.NonEmptyListOf()
        from names in Texts.ArrayOf()
        from grid in Maps(2)
        select new SampleSpec
        {
            Title = title, Seeds = seeds, Seed = seed, Offset = offset, KeepModels = keep, Levels = [.. levels], Scale = scale, OtherScale = other,
            Share = share, Comment = comment, Training = new SampleTraining { Iterations = seeds * factor, Optimizer = optimizer },
            Shapes = [.. shapes], Names = [.. names], Grid = grid,
        };

    private static Gen<TreeMap> Maps(int depth) =>
        from keys in Texts.ArrayOf()
        from values in Trees(depth).ArrayOf(keys.Length)
        select new TreeMap([.. keys.Zip(values).DistinctBy(e => e.First).Select(e => new TreeEntry(e.First, e.Second))]);
}
