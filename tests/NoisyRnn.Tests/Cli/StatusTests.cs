using System.Text.Json;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>noisyrnn status</c>: what a folder holds, for people and for programs.</summary>
public sealed class StatusTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void As_JSON_it_tells_of_each_run_where_its_results_are()
    {
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet", "--set", "bias={}")).Succeeded();
        using var status = JsonDocument.Parse(NoisyRnnProcess.Run(_folder.Path, "status", "out", "--json").Succeeded());
        Assert.Equal(TinyExperiment.Runs, status.RootElement.GetProperty("done").GetInt32());
        var runs = status.RootElement.GetProperty("runs").EnumerateArray().ToArray();
        Assert.Equal(TinyExperiment.Runs, runs.Length);
        var store = RunStore.OpenExisting(Path.Combine(_folder.Path, "out"));
        foreach (var run in runs)
        {
            Assert.Equal("done", run.GetProperty("state").GetString());
            Assert.Contains(run.GetProperty("point").EnumerateArray(), static value => value.GetProperty("key").GetString() == "seed");
            var stages = run.GetProperty("stages").EnumerateArray().Select(static stage => (Name: stage.GetProperty("name").GetString()!, Hash: stage.GetProperty("hash").GetString()!)).ToArray();
            Assert.Equal(["train", "sweep", "bias"], stages.Select(static stage => stage.Name));
            Assert.Equal(run.GetProperty("run").GetString(), stages[1].Hash);
            Assert.All(stages, stage => Assert.True(store.Results.Has(new(stage.Hash), stage.Name)));
        }
    }
}
