using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>One cell of the grid over its seeds: what the table of losses and the figure of preferred levels show.</summary>
public sealed record CellSummary
{
    /// <summary>The arm.</summary>
    public required Arm Arm { get; init; }

    /// <summary>Networks counted.</summary>
    public required int N { get; init; }

    /// <summary>rho over seeds (for s0 = 0 the absolute preferred level).</summary>
    public required Interval Preferred { get; init; }

    /// <summary>The end of the tested range at which more than half of the networks prefer to be; else inside.</summary>
    public RangeEnd PreferredEnd { get; init; } = RangeEnd.Inside;

    /// <summary>rho_bias over seeds, where it exists.</summary>
    public Interval? PreferredBias { get; init; }

    /// <summary>D over seeds; null where s0 = 0.</summary>
    public Interval? Gain { get; init; }

    /// <summary>Loss without noise, over seeds.</summary>
    public required Interval SilentLoss { get; init; }

    /// <summary>Loss at the training noise, over seeds.</summary>
    public required Interval TrainingLevelLoss { get; init; }

    /// <summary>Cross-entropy: accuracy without noise, over seeds; null for losses without accuracy.</summary>
    public Interval? SilentAccuracy { get; init; }

    /// <summary>Validation loss of the trained networks: what learning rates and iterations are chosen by, never the test.</summary>
    public Interval? ValidationLoss { get; init; }

    /// <summary>Cross-entropy: accuracy at the training noise, over seeds (for s0 = 0 that without); null for losses without accuracy.</summary>
    public Interval? TrainingLevelAccuracy { get; init; }

    /// <summary>Silent and repaired, over seeds; null for arms other than inside.</summary>
    public Interval? RepairedLoss { get; init; }

    /// <summary>ln of the silent loss over the repaired one, over seeds; null where there is no repair, or no ratio.</summary>
    public Interval? RepairGain { get; init; }

    /// <summary>The run hashes of the networks counted, in the order of seeds.</summary>
    public ImmutableArray<string> Runs { get; init; } = [];
}
