using System.Runtime.InteropServices;

namespace NoisyRnn.Cli;

/// <summary>
/// The first of <see cref="StopSignals"/> asks the work to stop, with a checkpoint; a second Ctrl-C or SIGTERM ends the process at once.
/// </summary>
/// <remarks>
/// The command-line parser's own handling is switched off: it waits at most a fixed time, which would cut a checkpoint, and
/// takes no notice of a second signal. A wrapper (timeout, dotnet run, a batch system) often sends one signal twice, to the
/// process and to its group: what comes within a second is the same one.
/// </remarks>
internal sealed class Interruption : IDisposable
{
    private const long Echo = 1000; // milliseconds
    private readonly Action<string> _log;
    private readonly CancellationTokenSource _source = new();
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration[] _registrations;
    private long? _first;

    /// <summary>Listens from now on.</summary>
    /// <param name="log">Tells the user.</param>
    public Interruption(Action<string> log)
    {
        _log = log;
        _registrations = [.. StopSignals.All.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    /// <summary>The first signal; null as long as there was none.</summary>
    public PosixSignal? First { get; private set; }

    /// <summary>Set from the first signal on.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        lock (_lock)
        {
            if (_first is { } first)
            {
                if (context.Signal is PosixSignal.SIGINT or PosixSignal.SIGTERM && Environment.TickCount64 - first >= Echo)
                    Environment.Exit(ExitCode.Interrupted);
                return;
            }

            (_first, First) = (Environment.TickCount64, context.Signal);
        }

        _source.Cancel();
        _log("noisyrnn: stopping; Ctrl-C once more ends at once");
    }
}
