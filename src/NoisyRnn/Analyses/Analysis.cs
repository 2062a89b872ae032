using NoisyRnn.Formats;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// An analysis of one trained network: a spec whose properties are its options. Never trains, never draws. The property of the experiment that
/// has its type is the key that asks for it; nothing else lists it.
/// </summary>
[NamedByType]
public abstract record Analysis
{
    // A trial that goes forward only (a third of an iteration's products) in double (half as fast).
    private protected const double ForwardCost = 0.6;

    /// <summary>What it measures, in a sentence.</summary>
    public abstract string Summary { get; }

    /// <summary>Raised whenever the bits of its result change for the same network.</summary>
    internal virtual int Revision => 1;

    /// <summary>The same of one network, where the bits of some alone have changed; the run's plan adds what all analyses have in common.</summary>
    /// <param name="setup">What was trained.</param>
    internal virtual int RevisionOf(Setup setup) => Revision;

    /// <summary>What it leaves in the store.</summary>
    internal abstract Type ResultType { get; }

    /// <summary>What it costs, in trials gone forward and back.</summary>
    /// <param name="task">The task, loaded.</param>
    internal abstract double Cost(TrialTask task);

    /// <summary>Whether it has anything to say of such a network; where not, the stage is left out.</summary>
    /// <param name="setup">What was trained.</param>
    internal virtual bool Concerns(Setup setup) => true;

    /// <summary>Why it cannot be done on such networks; null where it can.</summary>
    /// <param name="setup">What was trained.</param>
    internal virtual string? Refusal(Setup setup) => null;

    /// <summary>Why it cannot be done on a network without recurrence; null where there is one.</summary>
    /// <param name="setup">What was trained.</param>
    /// <param name="what">What such a network lacks.</param>
    private protected static string? RefusalWithoutRecurrence(Setup setup, string what) =>
        setup.Network.LacksWithoutRecurrence(what) is { } reason ? $"{reason}; leave the key out, or allowed is any other network" : null;

    /// <summary>Iterations between two looks at the network in training; null where the end is all it looks at.</summary>
    internal virtual int? LooksBackEvery => null;

    /// <summary>Does the analysis.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="progress">Gets the share that is done.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>An instance of <see cref="ResultType"/>.</returns>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    internal abstract AnalysisResult Analyse(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation);
}
