namespace NoisyRnn.Runs;

/// <summary>How far a run is at one moment, in words of people: no result depends on it.</summary>
/// <param name="Stage">train, sweep, ...</param>
/// <param name="Share">Share of the run that is done, in [0, 1].</param>
/// <param name="Iteration">Iterations of training done.</param>
/// <param name="Iterations">Iterations of training at most.</param>
public sealed record Heartbeat(string Stage, double Share, int Iteration, int Iterations)
{
    /// <summary>Mean training loss since the last validation; null where there is none yet.</summary>
    public double? Loss { get; init; }

    /// <summary>Iterations of training a second, of late; null outside training and in its first moments.</summary>
    public double? Rate { get; init; }

    /// <summary>Estimate of the seconds left of the run; null as long as there is nothing to estimate from.</summary>
    public double? SecondsLeft { get; init; }
}
