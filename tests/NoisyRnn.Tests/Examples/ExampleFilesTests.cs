using NoisyRnn.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Examples;

/// <summary>The experiment files of examples/ that need no program beside them are understood, and the first run of each learns.</summary>
public class ExampleFilesTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Checkout.Path("examples"), "*.yaml").Select(static file => Path.GetFileName(file)).Where(static name => name != "your-task.yaml").Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_file_is_planned_and_says_how_it_is_run(string name)
    {
        var text = File.ReadAllText(Checkout.Path("examples", name));
        var experiment = Experiment.Parse(text, name, Checkout.Path("examples"), null, []);
        Assert.NotEmpty(experiment.Runs);
        Assert.Contains($"noisyrnn run examples/{name}", text, StringComparison.Ordinal);
    }
}
