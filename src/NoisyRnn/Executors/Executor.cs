namespace NoisyRnn.Executors;

/// <summary>Has pieces of work done. It knows commands and folders, and nothing of what is computed.</summary>
public abstract class Executor
{
    /// <summary>Has the work done, or hands it to others who go on when this process has ended.</summary>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Stops; nothing that is done is lost.</param>
    /// <exception cref="Formats.InputException">It was refused.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public abstract Execution Execute(SweepWork work, CancellationToken cancellation);
}
