using System.Collections.Immutable;
using NoisyRnn.Experiments;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>The shipped experiments one after the other: what cannot be run says so.</summary>
public sealed class ReproductionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Those_that_cannot_be_run_say_why_and_do_not_stop_the_others()
    {
        var log = new List<string>();
        var reproduced = Of("a-scale-that-none-has", log).Run(Reproduction.All, TestContext.Current.CancellationToken);
        Assert.Equal(ShippedExperiments.All().Select(static experiment => experiment.Name), reproduced.Select(static each => each.Name));
        Assert.All(reproduced, static each =>
        {
            Assert.Null(each.Outcome);
            Assert.StartsWith("--scale a-scale-that-none-has: ", each.NotRun, StringComparison.Ordinal);
        });
        Assert.Equal(reproduced.Select(static each => $"{each.Name}: not run: {each.NotRun}"), log);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void What_several_lack_is_named_once()
    {
        var log = new List<string>();
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        var reproduced = Of(null, log).Run(Reproduction.All, stopped.Token);
        string[] onMnist = [.. reproduced.Where(static each => each.NotRun.Contains("four MNIST files", StringComparison.Ordinal)).Select(static each => each.Name)];
        Assert.True(onMnist.Length > 3, "the shipped experiments on MNIST");
        var line = Assert.Single(log, static line => line.Contains("four MNIST files", StringComparison.Ordinal));
        Assert.StartsWith($"{string.Join(", ", onMnist)}: not run: task.data: the value is missing", line, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_alone_is_asked_for_and_cannot_be_run_is_an_error() => Assert.Contains(
        "has no such scale; allowed: ", Refusal.Of(() => Of("absent").Run("regulator", default).Length), StringComparison.Ordinal);

    [Fact]
    public void An_unknown_name_is_refused_with_the_nearest() => Assert.StartsWith(
        "regulater: unknown shipped experiment 'regulater'; did you mean 'regulator'? (allowed: ",
        Refusal.Of(() => Of(null).Run("regulater", default).Length), StringComparison.Ordinal);

    [Theory]
    [InlineData("eecg", "eecg: unknown shipped experiment 'eecg'; did you mean 'ecg'? (allowed: ")]
    [InlineData("all", "all: unknown shipped experiment 'all'; (allowed: ")] // no folder is that of all
    public void Data_are_named_for_a_shipped_experiment(string name, string expected)
    {
        var reproduction = Of(null, data: ImmutableDictionary<string, string>.Empty.Add(name, "/"));
        Assert.StartsWith(expected, Refusal.Of(() => reproduction.Run("regulator", default).Length), StringComparison.Ordinal);
    }

    [Fact]
    public void Data_of_another_experiment_are_refused() => Assert.Equal(
        "--data ecg=...: ecg is not reproduced here; allowed is regulator, or reproduce all",
        Refusal.Of(() => Of(null, data: ImmutableDictionary<string, string>.Empty.Add("ecg", "/")).Run("regulator", default).Length));

    private Reproduction Of(string? scale, List<string>? log = null, ImmutableDictionary<string, string>? data = null) => new()
    {
        Scale = scale, Folder = Path.Combine(_folder.Path, "runs"), Log = line => log?.Add(line), Data = data ?? ImmutableDictionary<string, string>.Empty,
    };
}
