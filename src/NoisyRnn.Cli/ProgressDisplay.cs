using System.Globalization;
using System.Runtime.InteropServices;
using NoisyRnn.Experiments;

namespace NoisyRnn.Cli;

/// <summary>
/// Progress on stderr: on a terminal a bar and a line for each run that is being computed, drawn again in place; elsewhere a new line
/// every ten seconds and at the end.
/// </summary>
internal sealed class ProgressDisplay : IDisposable
{
    private static readonly TimeSpan Plain = TimeSpan.FromSeconds(10);
    private readonly bool _quiet, _terminal = Terminal.ErrorsHaveEscapes;
    private readonly Lock _lock = new();
    private readonly LiveLines _lines = new(Terminal.Errors, 2);
    private readonly PosixSignalRegistration? _continued;
    private TimeSpan _last = TimeSpan.MinValue;
    private bool _closed, _ended;

    /// <summary>Shows progress from now on.</summary>
    /// <param name="quiet">Only the log, no progress.</param>
    public ProgressDisplay(bool quiet)
    {
        _quiet = quiet;
        if (_terminal && !OperatingSystem.IsWindows())
            _continued = PosixSignalRegistration.Create(PosixSignal.SIGCONT, _ => Forget());
    }

    /// <summary>A line of the log.</summary>
    public void Log(string line)
    {
        lock (_lock)
        {
            _lines.Clear();
            Console.Error.WriteLine(line);
        }
    }

    /// <summary>How far the runs are.</summary>
    public void Show(RunProgress progress)
    {
        // Where nobody takes what is written (a terminal that is held with Ctrl-S) one timer waits for it, not all.
        if (_quiet)
            return;
        if (progress.Fraction >= 1)
            _lock.Enter();
        else if (!_lock.TryEnter())
            return;
        try
        {
            // The timer's last call may come late.
            if (_closed)
                return;
            var isEnd = progress.Fraction >= 1;
            if (!_terminal && (_ended || (!isEnd && _last != TimeSpan.MinValue && progress.Elapsed - _last < Plain)))
                return;
            (_last, _ended) = (progress.Elapsed, isEnd);
            if (_terminal)
                _lines.Draw(LiveFrame.Draw(progress.Fraction, Words(progress), [.. progress.Working.Select(static run => new LiveRow(LiveRow.PointOf(run.Point), "", run.At))], _lines.Size));
            else
                Console.Error.WriteLine(Words(progress));
        }
        finally
        {
            _lock.Exit();
        }
    }

    /// <summary>Leaves the terminal on a fresh line.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _lines.Clear();
            _closed = true;
        }

        _continued?.Dispose();
    }

    private void Forget()
    {
        lock (_lock)
            _lines.Forget();
    }

    private static string Words(RunProgress progress) =>
        $"{progress.Done} of {progress.Runs} runs, {progress.Fraction.ToString("P0", CultureInfo.InvariantCulture)}, {TimeWords.Of(progress.Elapsed)}"
        + (progress.Left is { } time ? $", about {TimeWords.Of(time)} left" : "") + (progress.Diverged > 0 ? $", {progress.Diverged} diverged" : "") + (progress.Failed > 0 ? $", {progress.Failed} failed" : "");
}
