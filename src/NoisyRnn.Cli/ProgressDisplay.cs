using System.Globalization;
using NoisyRnn.Experiments;

namespace NoisyRnn.Cli;

/// <summary>
/// Progress on stderr: one line that is rewritten on a terminal, a new line every ten seconds and at the end elsewhere.
/// </summary>
internal sealed class ProgressDisplay(bool quiet) : IDisposable
{
    private static readonly TimeSpan Plain = TimeSpan.FromSeconds(10);
    private readonly bool _terminal = Terminal.ErrorsHaveEscapes;
    private readonly Lock _lock = new();
    private TimeSpan _last = TimeSpan.MinValue;
    private bool _open, _closed, _ended;

    /// <summary>A line of the log.</summary>
    public void Log(string line)
    {
        lock (_lock)
        {
            Clear();
            Console.Error.WriteLine(line);
        }
    }

    /// <summary>How far the runs are.</summary>
    public void Show(RunProgress progress)
    {
        // Where nobody takes what is written (a terminal that is held with Ctrl-S) one timer waits for it, not all.
        if (quiet)
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
            var left = progress.Left is { } time ? $", about {Words(time)} left" : "";
            var line = $"{progress.Done} of {progress.Runs} runs, {progress.Fraction.ToString("P0", CultureInfo.InvariantCulture)}, {Words(progress.Elapsed)}{left}"
                + (progress.Diverged > 0 ? $", {progress.Diverged} diverged" : "") + (progress.Failed > 0 ? $", {progress.Failed} failed" : "");
            if (!_terminal)
            {
                Console.Error.WriteLine(line);
                return;
            }

            Clear();
            Console.Error.Write(line);
            _open = true;
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
            Clear();
            _closed = true;
        }
    }

    private void Clear()
    {
        if (_open)
            Terminal.Errors.Write("\r\u001b[2K");
        _open = false;
    }

    private static string Words(TimeSpan time) =>
        time.TotalMinutes >= 1 ? $"{(int)time.TotalMinutes} min {time.Seconds} s" : $"{(int)Math.Ceiling(time.TotalSeconds)} s";
}
