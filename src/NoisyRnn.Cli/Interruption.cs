using System.Runtime.InteropServices;

namespace NoisyRnn.Cli;

/// <summary>
/// Ctrl-C and SIGTERM: the first asks the work to stop, with a checkpoint; the second ends the process at once.
/// </summary>
/// <remarks>
/// The command-line parser's own handling is switched off: it waits at most a fixed time, which would cut a checkpoint, and
/// takes no notice of a second signal.
/// </remarks>
internal sealed class Interruption : IDisposable
{
    private readonly Action<string> _log;
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _interrupt, _terminate;

    /// <summary>Listens from now on.</summary>
    /// <param name="log">Tells the user.</param>
    public Interruption(Action<string> log)
    {
        _log = log;
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle);
    }

    /// <summary>Set from the first signal on.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
            Environment.Exit(ExitCode.Interrupted);
        _log("noisyrnn: stopping; once more ends at once");
        _source.Cancel();
    }
}
