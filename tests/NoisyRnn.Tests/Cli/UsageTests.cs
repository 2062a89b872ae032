using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>What the command answers to wrong usage, and to calls for help.</summary>
public sealed class UsageTests : IDisposable
{
    private const string Advice = "See 'noisyrnn --help', or --help behind a command.";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rnu x.yaml", "noisyrnn: unknown command 'rnu'; did you mean 'run'? (allowed: run, reproduce, status, watch, retry, cancel, report, figure, archive, gather, compare, tables, repair, export, import, audit, list, describe, convert-noise, bench, doctor)")]
    [InlineData("run x.yaml --worker 2", "noisyrnn: unknown option '--worker'; did you mean '--workers'? (allowed: --set, --data, --scale, --out, --workers, --json, --tsv, --all, --dry-run, --quiet, --events, --executor, --partition, --account, --time, --memory, --chunk, --max-parallel, --retries, --sbatch, --program, --help)")]
    [InlineData("run", "noisyrnn: Required argument 'file' missing for command: 'run'.")]
    [InlineData("run x.yaml y.yaml", "noisyrnn: Unrecognized command or argument 'y.yaml'.")]
    [InlineData("run x.yaml --workers 0", "noisyrnn: --workers: '0' is not allowed; a whole number from 1 to 1024")]
    [InlineData("run x.yaml --workers 1.5", "noisyrnn: --workers: '1.5' is not allowed; a whole number from 1 to 1024")]
    [InlineData("list task", "noisyrnn: Argument 'task' not recognized. Must be one of: 'tasks' 'networks' 'analyses' 'experiments'")]
    [InlineData("bench --seconds 0", "noisyrnn: --seconds: '0' is not allowed; a number above 0 and at most 3600")]
    [InlineData("bench --threads two", "noisyrnn: --threads: 'two' is not allowed; a whole number from 1 to 1024")]
    [InlineData("convert-noise much", "noisyrnn: sigma: 'much' is not allowed; a finite number from 0 on")]
    [InlineData("convert-noise -1", "noisyrnn: sigma: '-1' is not allowed; a finite number from 0 on")]
    [InlineData("convert-noise NaN", "noisyrnn: sigma: 'NaN' is not allowed; a finite number from 0 on")]
    [InlineData("convert-noise 1 --tau Infinity", "noisyrnn: --tau: 'Infinity' is not allowed; a finite number above 0")]
    public void Wrong_usage_is_one_line_and_a_hint(string arguments, string expected)
    {
        var errors = NoisyRnnProcess.Run(_folder.Path, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Refused();
        Assert.Equal([expected, Advice], errors.Split('\n'));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("--out", "run", "function-approximation", "--out", "")]
    [InlineData("--data", "run", "function-approximation", "--data", " ")]
    [InlineData("--set", "run", "function-approximation", "--set", "")]
    [InlineData("--workers", "run", "function-approximation", "--workers", "")]
    [InlineData("--out", "reproduce", "--out", "")]
    [InlineData("--out", "repair", "runs", "--out", "")]
    [InlineData("--out", "doctor", "--out", "")]
    [InlineData("file", "run", "")]
    [InlineData("dir", "status", "")]
    [InlineData("dir", "report", "")]
    [InlineData("dir or model", "repair", "")]
    [InlineData("name", "describe", "")]
    public void A_value_that_is_empty_is_refused_by_name(string name, params string[] arguments)
    {
        var errors = NoisyRnnProcess.Run(_folder.Path, arguments).Refused().Split('\n');
        Assert.StartsWith($"noisyrnn: {name}: the value is empty; allowed: ", errors[0], StringComparison.Ordinal);
        Assert.Equal(Advice, Assert.Single(errors.Skip(1)));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("run")]
    [InlineData("status")]
    [InlineData("report")]
    [InlineData("list")]
    [InlineData("describe")]
    [InlineData("convert-noise")]
    [InlineData("bench")]
    [InlineData("doctor")]
    public void Help_is_data(string command)
    {
        var help = NoisyRnnProcess.Run(_folder.Path, [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);
        Assert.Contains($"noisyrnn {command}".Trim(), help.Succeeded(), StringComparison.Ordinal);
        Assert.Equal("", help.Errors);
        // Every command and option says what it does.
        Assert.DoesNotMatch(@"(?m)^  \S+\s*$", help.Output);
    }
}
