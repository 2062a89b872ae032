using System.Globalization;
using NoisyRnn.Tests.Cli;
using NoisyRnn.Tests.Python;
using Xunit;

namespace NoisyRnn.Tests.Claims;

/// <summary>Claim S on networks trained in PyTorch: <c>unseen/unseen.py</c>, whose full run stands in docs/results/shift.md, on a handful.</summary>
public sealed class UnseenNetworksTests
{
    private static readonly string Scripts = Checkout.Path("tests", "NoisyRnn.Tests", "Claims", "unseen");

    [Fact]
    [Trait("speed", "slow")]
    public void Networks_are_trained_imported_audited_and_sorted()
    {
        var python = SystemPython.With("numpy", "torch");
        using var folder = new TemporaryFolder();
        var said = SystemPython.Run(
            python, folder.Path, new Dictionary<string, string>(), Path.Combine(Scripts, "unseen.py"), "networks", "--program", $"dotnet '{NoisyRnnProcess.Program}'",
            "--tasks", "low-pass", "--levels", "0.3", "--iterations", "20", "--trials", "32");
        var lines = said.Split('\n');
        Assert.Equal(3, lines.Count(static line => line.StartsWith("| low-pass |", StringComparison.Ordinal)));
        Assert.Contains("S on unseen networks: ", said, StringComparison.Ordinal);
        // Both in double: what is left is rounding, amplified by the inverse of I - F'W.
        var apart = lines.Single(static line => line.StartsWith("w computed again in NumPy", StringComparison.Ordinal)).TrimEnd('.').Split(' ')[^1];
        Assert.InRange(double.Parse(apart, CultureInfo.InvariantCulture), 0, 1e-9);
        // The equation was compared with PyTorch's outputs before each audit (import --check).
        Assert.Equal(3, Directory.GetFiles(Path.Combine(folder.Path, "networks"), "*.safetensors").Length);
        TestContext.Current.TestOutputHelper?.WriteLine(said);
    }

    [Theory]
    // The limits of Clopper and Pearson at all and none are closed forms: (.025)^(1/n) and 1 - that; 8 of 10 is in tables: .4439, .9748.
    [InlineData("[round(x, 4) for x in clopper_pearson(8, 10)]", "[0.4439, 0.9748]")]
    [InlineData("abs(clopper_pearson(20, 20)[0] - .025 ** (1 / 20)) < 1e-12, clopper_pearson(20, 20)[1]", "True 1.0")]
    [InlineData("abs(1 - clopper_pearson(0, 20)[1] - .025 ** (1 / 20)) < 1e-12, clopper_pearson(0, 20)[0]", "True 0.0")]
    // 17 of 17 has the lower limit .805, 16 of 16 has .794.
    [InlineData("decide([(True, True)] * 9 + [(False, False)] * 8)[0]", "holds")]
    [InlineData("decide([(True, True)] * 8 + [(False, False)] * 8)[0]", "undecided")]
    [InlineData("decide([(True, True)] * 30)[0]", "undecided")]
    [InlineData("decide([(True, True)] * 10 + [(False, True)] * 10)[0]", "does not hold")]
    [InlineData("decide([])[0]", "undecided")]
    [InlineData("seen(dict(low=.11, high=1), dict(low=.01, high=1)), seen(dict(low=.1, high=1), dict(low=.01, high=1)), seen(dict(low=.11, high=1), dict(low=0, high=1))", "True None None")]
    [InlineData("seen(dict(low=0, high=.1), dict(low=-1, high=1)), seen(dict(low=0, high=.2), dict(low=-1, high=-.01)), seen(dict(low=0, high=.2), dict(low=-1, high=0))", "False False None")]
    public void The_criterion_is_the_one_that_stands_above_it(string expression, string value)
    {
        var python = SystemPython.With("numpy");
        Assert.Equal(value, SystemPython.Run(python, Scripts, new Dictionary<string, string>(), "-c", $"from unseen import *; print({expression})").Trim());
    }
}
