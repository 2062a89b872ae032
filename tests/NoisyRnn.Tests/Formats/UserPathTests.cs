using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class UserPathTests : IDisposable
{
    private const string Name = "NOISYRNN_USER_PATH_TESTS";

    public UserPathTests() => Environment.SetEnvironmentVariable(Name, "/data/$HOME");

    private static string Home => Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);

    public void Dispose() => Environment.SetEnvironmentVariable(Name, null);

    [Theory]
    [InlineData("plain/x.csv", "plain/x.csv")]
    [InlineData("$NOISYRNN_USER_PATH_TESTS/x.csv", "/data/$HOME/x.csv")] // what a variable holds is a path, not to be read again
    [InlineData("a/${NOISYRNN_USER_PATH_TESTS}x", "a//data/$HOMEx")]
    [InlineData("a$$b", "a$b")]
    [InlineData("$$NOISYRNN_USER_PATH_TESTS", "$NOISYRNN_USER_PATH_TESTS")]
    [InlineData("price$1", "price$1")]
    [InlineData("end$", "end$")]
    [InlineData("~x.csv", "~x.csv")]
    [InlineData("a/~/b", "a/~/b")]
    public void Variables_stand_for_what_they_hold(string path, string expected) => Assert.Equal(expected, UserPath.Expand(path, "x"));

    [Theory]
    [InlineData("~", "")]
    [InlineData("~/data/x.csv", "/data/x.csv")]
    public void A_tilde_at_the_beginning_is_the_home_folder(string path, string rest) => Assert.Equal(Home + rest, UserPath.Expand(path, "x"));

    [Theory]
    [InlineData("$NOISYRNN_ABSENT/x", "NOISYRNN_ABSENT")]
    [InlineData("~/${NOISYRNN_ABSENT}", "NOISYRNN_ABSENT")]
    [InlineData("${not a name}", "not a name")]
    [InlineData("${}", "")]
    public void A_variable_that_is_not_set_is_named(string path, string name) => Assert.Equal(
        $"--out: the variable {name} in '{path}' is not set; set it, or write $$ for a dollar", Refusal.Of(() => UserPath.Expand(path, "--out")));

    [Theory]
    [InlineData("/a$b")]
    [InlineData("/a$$b$HOME")]
    public void A_whole_path_is_written_so_that_it_reads_back(string path) => Assert.Equal(path, UserPath.In("/elsewhere", UserPath.Of(path)));
}
