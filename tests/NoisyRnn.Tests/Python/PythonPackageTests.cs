using Xunit;

namespace NoisyRnn.Tests.Python;

/// <summary>The package in python/ against what the program writes: its own tests, given files of the program and the program.</summary>
/// <param name="tests">Its tests.</param>
public sealed class PythonPackageTests(PythonPackage tests) : IClassFixture<PythonPackage>
{
    [Fact]
    public void Its_rollouts_are_ours_and_its_tables_are_the_store_s()
    {
        var said = tests.Said(SystemPython.With("numpy"));
        TestContext.Current.TestOutputHelper?.WriteLine(said);
        Assert.Matches(@"\nOK( \(skipped=\d+\))?\n", said);
        Assert.All(Skipped(said), static line => Assert.Contains("PyTorch", line, StringComparison.Ordinal));
    }

    [Fact]
    public void Its_modules_of_PyTorch_have_our_rollouts_and_our_gradients()
    {
        var said = tests.Said(SystemPython.With("numpy", "torch"));
        Assert.Contains("test_their_gradients_are_those_of_the_program (tests.test_torch", said, StringComparison.Ordinal);
        Assert.Empty(Skipped(said));
    }

    private static IEnumerable<string> Skipped(string said) => said.Split('\n').Where(static line => line.Contains("... skipped", StringComparison.Ordinal));
}
