using NoisyRnn.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>A page that may be published shows commands without the folders of the machine that they ran on.</summary>
public sealed class ShownPathTests
{
    [Theory]
    [InlineData("/data/ada/my.yaml", ".../my.yaml")]
    [InlineData("/data/ada/", ".../ada")]
    [InlineData("/data/ada lovelace/my data/my.yaml", ".../my.yaml")]
    [InlineData("--out=/data/ada/out", "--out=.../out")]
    [InlineData("task.file=/data/ada lovelace/x.csv", "task.file=.../x.csv")]
    [InlineData("grid.task.file=[/data/ada/a.csv, /data/ada/b.csv]", "grid.task.file=[.../a.csv, .../b.csv]")]
    [InlineData("task={kind: beats, file: \"/data/ada/b.tsv\"}", "task={kind: beats, file: \".../b.tsv\"}")]
    [InlineData("ecg=/data/ada/ecg", "ecg=.../ecg")]
    [InlineData(@"C:\data\ada\my.yaml", ".../my.yaml")]
    [InlineData("C:/Users/ada/my.yaml", ".../my.yaml")]
    [InlineData(@"\\server\share\my.yaml", ".../my.yaml")]
    public void Absolute_paths_lose_their_folders(string argument, string expected) => Assert.Equal(expected, ShownPath.Of(argument));

    [Theory]
    [InlineData("run")]
    [InlineData("my.yaml")]
    [InlineData("../data/my.yaml")]
    [InlineData("~/data/my.yaml")]
    [InlineData("$DATA/my.csv")]
    [InlineData("training.iterations=500")]
    [InlineData("grid.seed=[1, 2]")]
    [InlineData("title=loss / noise")]
    [InlineData("title=a/b")]
    [InlineData("http://example.org/x")]
    [InlineData("/")]
    [InlineData("")]
    public void Everything_else_is_shown_as_it_was_given(string argument) => Assert.Equal(argument, ShownPath.Of(argument));

    [Fact]
    public void Of_a_sentence_the_folders_of_its_paths_are_left_out() =>
        Assert.Equal(".../a.tsv: no such file; task.file (or --data PATH) must be", ShownPath.In("/data/ada/a.tsv: no such file; task.file (or --data PATH) must be"));
}
