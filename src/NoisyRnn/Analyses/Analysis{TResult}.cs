using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>An analysis that leaves a record of one type.</summary>
/// <typeparam name="TResult">The record.</typeparam>
public abstract record Analysis<TResult> : Analysis
    where TResult : AnalysisResult
{
    internal sealed override Type ResultType => typeof(TResult);

    /// <summary>Does the analysis.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="progress">Gets the share that is done; null for nobody.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="ArgumentException">The analysis cannot be done on such networks; the message says what is allowed.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public TResult Run(TrainedNetwork subject, int threads = 1, Action<double>? progress = null, CancellationToken cancellation = default)
    {
        if (Refusal(subject.Setup) is { } refusal)
            throw new ArgumentException(refusal, nameof(subject));
        cancellation.ThrowIfCancellationRequested();
        return Measure(subject, threads, progress ?? (static _ => { }), cancellation);
    }

    internal sealed override AnalysisResult Analyse(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation) =>
        Run(subject, threads, progress, cancellation);

    /// <summary>Measures a network that is not refused.</summary>
    private protected abstract TResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation);
}
