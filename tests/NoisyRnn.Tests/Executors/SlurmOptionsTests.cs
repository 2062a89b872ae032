using NoisyRnn.Executors;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Executors;

/// <summary>What may be asked of Slurm, and what cannot be meant.</summary>
public sealed class SlurmOptionsTests
{
    [Theory]
    [InlineData("90", "01:30:00")]
    [InlineData("1:30", "00:01:30")]
    [InlineData("1:30:00", "01:30:00")]
    [InlineData("2-12", "2.12:00:00")]
    [InlineData("1-2:30", "1.02:30:00")]
    [InlineData("1-02:30:15", "1.02:30:15")]
    public void Times_are_those_of_Slurm(string text, string expected) =>
        Assert.Equal(TimeSpan.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), SlurmTime.Parse(text, "--time"));

    [Theory]
    [InlineData("")]
    [InlineData("soon")]
    [InlineData("1:2:3:4")]
    [InlineData("-5")]
    [InlineData("1-2-3")]
    [InlineData("1.5")]
    [InlineData("UNLIMITED")]
    public void What_is_no_time_is_refused_by_name(string text) =>
        Assert.StartsWith($"--time: '{text}' is no time limit; allowed is minutes", Assert.Throws<InputException>(() => new SlurmOptions { Time = text }.Checked()).Message, StringComparison.Ordinal);

    public static TheoryData<SlurmOptions, string> Refused => new()
    {
        { new() { Time = "1:30" }, "--time: 1:30 is shorter than it takes to write a checkpoint" },
        { new() { Chunk = 0 }, "--chunk: 0 runs are no chunk; allowed is" },
        { new() { MaxParallel = -1 }, "--max-parallel: -1 is not allowed; allowed is" },
        { new() { Memory = "much" }, "--memory: 'much' is not allowed; allowed is a number" },
        { new() { Memory = "4" }, "--memory: '4' is not allowed; allowed is a number with K, M, G or T behind it, as in 4G" },
        { new() { Memory = "0G" }, "--memory: '0G' is not allowed; allowed is a number" },
        { new() { Partition = "a b" }, "--partition: 'a b' is not allowed; allowed is a name" },
        { new() { Account = "x\n#SBATCH --array=0" }, "--account: 'x\\u000a#SBATCH --array=0' is not allowed" },
        { new() { Sbatch = ["exclusive"] }, "--sbatch: 'exclusive' is not allowed; allowed are options of sbatch" },
        { new() { Sbatch = ["--mail-type=END --array=1-3"] }, "--sbatch: --array is set by the sweep itself; allowed is --chunk or --max-parallel" },
        { new() { Sbatch = ["-a1-3"] }, "--sbatch: -a is set by the sweep itself (sbatch's --array)" },
        { new() { Sbatch = ["-Ha 1-3"] }, "--sbatch: -a is set by the sweep itself" },
        { new() { Sbatch = ["--arra=1-3"] }, "--sbatch: --arra is set by the sweep itself (sbatch's --array)" },
        { new() { Sbatch = ["--exclusive \"--array=1-3\""] }, "--sbatch: --array is set by the sweep itself" },
        { new() { Sbatch = ["--time=1"] }, "--sbatch: --time is set by the sweep itself; allowed is --time" },
        { new() { Sbatch = ["-t1"] }, "--sbatch: -t is set by the sweep itself (sbatch's --time); allowed is --time" },
        { new() { Sbatch = ["--outp=x.log"] }, "--sbatch: --outp is set by the sweep itself (sbatch's --output); allowed is none: logs lie in DIR/slurm" },
        { new() { Sbatch = ["--mem=4G"] }, "--sbatch: --mem is set by the sweep itself; allowed is --memory" },
        { new() { Sbatch = ["-c 4"] }, "--sbatch: -c is set by the sweep itself (sbatch's --cpus-per-task); allowed is --workers" },
        { new() { Sbatch = ["--test-only"] }, "--sbatch: --test-only is set by the sweep itself; allowed is --dry-run" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_meant_is_refused_by_name(SlurmOptions options, string expected) =>
        Assert.StartsWith(expected, Assert.Throws<InputException>(options.Checked).Message, StringComparison.Ordinal);

    [Fact]
    public void What_can_be_meant_is_taken()
    {
        var options = new SlurmOptions { Time = "2", Memory = "500M", Partition = "short", Account = "lab_ada", Sbatch = ["--constraint=avx512 --mail-type=END", "--hold --nice=-5 -C fast --mem-bind=local", "-N 1 --time-min=5"], MaxParallel = 5, Chunk = 1 };
        Assert.Same(options, options.Checked());
    }
}
