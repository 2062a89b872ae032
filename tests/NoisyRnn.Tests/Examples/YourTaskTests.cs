using Xunit;

namespace NoisyRnn.Tests.Examples;

/// <summary>A program with a task and an activation of its own has the whole command line: grid, resume, report, and hashes that know its code.</summary>
public sealed class YourTaskTests : IDisposable
{
    private const string Program = "examples/your-task.cs", File = "examples/your-task.yaml";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("speed", "slow")]
    public async Task It_runs_its_experiment_goes_on_where_it_stopped_and_knows_when_its_code_has_changed()
    {
        string[] run = ["run", File, "--set", "training.iterations=50", "--out", _folder.Path];
        var first = await Example.Run(Program, [.. run, "--json"]);
        Assert.Contains("isru", first, StringComparison.Ordinal);
        Assert.True(System.IO.File.Exists(Path.Combine(_folder.Path, "report.html")));
        Assert.Contains("\"done\":4", await Example.Run(Program, "status", _folder.Path, "--json"), StringComparison.Ordinal);
        var described = await Example.Run(Program, "describe", "delayed-sign");
        Assert.Contains("delay", described, StringComparison.Ordinal);
        Assert.Contains("delayed-sign", await Example.Run(Program, "list", "tasks"), StringComparison.Ordinal);

        // The same settings, another program: every run is another.
        var source = System.IO.File.ReadAllText(Checkout.Path("examples", "your-task.cs")).Replace("random.NextUniform(-1, 1)", "random.NextUniform(-2, 2)", StringComparison.Ordinal);
        var changed = Checkout.Path("examples", $"changed-{Guid.NewGuid():N}.cs");
        System.IO.File.WriteAllText(changed, source);
        try
        {
            var (before, after) = (Hashes(await Example.Run(Program, [.. run, "--dry-run"])), Hashes(await Example.Run(changed, [.. run, "--dry-run"])));
            Assert.Equal(4, before.Length);
            Assert.Equal(4, after.Length);
            Assert.Empty(before.Intersect(after));
        }
        finally
        {
            System.IO.File.Delete(changed);
        }
    }

    // Lines of "hash, tab, point of the grid".
    private static string[] Hashes(string printed) =>
        [.. printed.Split('\n').Where(static line => line.Contains("\tnoise.placement", StringComparison.Ordinal)).Select(static line => line.Split('\t')[0])];
}
