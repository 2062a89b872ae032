using System.CommandLine;
using System.Text.Json.Nodes;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Cli;

/// <summary>What happens in a call, for programs that follow it: a line of JSON an event, as docs/events.md says. What cannot be written ends no work.</summary>
internal sealed class EventLines : IDisposable
{
    private const string StandardOutput = "-";
    private static readonly TimeSpan Often = TimeSpan.FromSeconds(1);

    private readonly TextWriter _lines;
    private readonly Action<string> _warn;
    private readonly Lock _lock = new();
    private TimeSpan _last = TimeSpan.MinValue;
    private bool _broken, _ended;

    private EventLines(TextWriter lines, Action<string> warn) => (_lines, _warn) = (lines, warn);

    /// <summary>The option that asks for them.</summary>
    public static Option<string?> Option() => new("--events") { Description = "write what happens as lines of JSON into this file (what is there stays), for programs that follow; - is stdout, which then has nothing else" };

    /// <summary>Whether an option's value names standard output.</summary>
    public static bool IsOutput(string? file) => file == StandardOutput;

    /// <summary>Opens them; null where they are not asked for.</summary>
    /// <param name="file">The option's value.</param>
    /// <param name="warn">Gets the reason, once, where they cannot be written any more.</param>
    /// <exception cref="InputException">The file cannot be written.</exception>
    public static EventLines? Open(string? file, Action<string> warn)
    {
        if (file is null)
            return null;
        if (IsOutput(file))
            return new(Terminal.Output, warn);
        var path = UserPath.Expand(file, "--events");
        try
        {
            return new(new StreamWriter(new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true, NewLine = "\n" }, warn);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"--events {file}: cannot be written: {error.Message}; allowed is a file in a folder that is there, or {StandardOutput} for stdout", error);
        }
    }

    /// <summary>The call begins.</summary>
    public void Begin(Experiment experiment, string folder) => Write("started", new { Experiment = experiment.Spec.Name, experiment.Scale, Folder = folder, Runs = experiment.Runs.Length });

    /// <summary>A line of the log.</summary>
    public void Log(string line) => Write("log", new { Text = line });

    /// <summary>How far the runs are: once a second, and at the end.</summary>
    public void Show(RunProgress progress)
    {
        var isEnd = progress.Fraction >= 1;
        lock (_lock)
        {
            if (_ended || (!isEnd && _last != TimeSpan.MinValue && progress.Elapsed - _last < Often))
                return;
            (_last, _ended) = (progress.Elapsed, isEnd);
        }

        Write("progress", new
        {
            progress.Runs, progress.Done, progress.Diverged, progress.Failed, progress.Fraction, Seconds = progress.Elapsed.TotalSeconds, SecondsLeft = progress.Left?.TotalSeconds,
            Working = progress.Working.Select(static run => new
            {
                run.Run, Point = run.Point.ToDictionary(), run.At.Stage, run.At.Share, run.At.Iteration, run.At.Iterations, Loss = Finite(run.At.Loss), run.At.Rate, run.At.SecondsLeft,
            }),
        });
    }

    /// <summary>The call ends with an outcome.</summary>
    public void Finish(ExperimentOutcome outcome) => Write("finished", new
    {
        outcome.Diverged, outcome.Missing, Failures = outcome.Failures.Select(static failure => new { Run = failure.Name, Error = failure.Error.Message }),
        Report = outcome.ReportPath, Outcome = JsonNode.Parse(outcome.ToJson()),
    });

    /// <summary>The call ends without one.</summary>
    /// <param name="reason">Why.</param>
    public void Stop(string reason) => Write("stopped", new { Reason = reason });

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (ReferenceEquals(_lines, Terminal.Output))
            return;
        try
        {
            _lines.Dispose();
        }
        catch (IOException error)
        {
            Warn(error);
        }
    }

    private static double? Finite(double? number) => number is { } value && double.IsFinite(value) ? value : null;

    private void Write<T>(string name, T content)
    {
        var line = $$"""{"format":1,"event":"{{name}}","at":"{{DateTimeOffset.UtcNow:O}}",{{ResultJson.Write(content)[1..]}}""";
        lock (_lock)
        {
            if (_broken)
                return;
            try
            {
                _lines.WriteLine(line);
                return;
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                Warn(error);
            }
        }
    }

    private void Warn(Exception error)
    {
        if (!_broken)
            _warn($"warning: --events: cannot be written any more: {error.Message}; the work goes on");
        _broken = true;
    }
}
