using System.Collections.Immutable;
using NoisyRnn.Statistics;

namespace NoisyRnn.Analyses;

/// <summary>The answer of an audit in numbers: of one network with intervals over its trials, or of several over training seeds.</summary>
public sealed record NoisePreference
{
    /// <summary>What is said.</summary>
    public required AuditVerdict Verdict { get; init; }

    /// <summary>Networks that the intervals are over; 1 where they are over the trials of one.</summary>
    public required int Networks { get; init; }

    /// <summary>rho: the level with the lowest loss on the even draws, s/s0 where s0 is known, else s; null where no loss is finite.</summary>
    public Interval? Preferred { get; init; }

    /// <summary>Whether rho lies at an end of the levels; of several networks, whether that of most does.</summary>
    public RangeEnd End { get; init; }

    /// <summary>rho_bias: the level with the lowest bias^2 (of classes, loss of the mean logits) over all draws; null where none is finite.</summary>
    public Interval? PreferredBias { get; init; }

    /// <summary>The level that silence is compared with; null where it differs between networks, or there is none.</summary>
    public double? Compared { get; init; }

    /// <summary>Whether that is the level of the training noise; else it is each network's best noisy level on the even draws.</summary>
    public bool ComparedIsTraining { get; init; }

    /// <summary>D = ln L(0) - ln L(compared) on the odd draws; null without level 0.</summary>
    public Interval? Gain { get; init; }

    /// <summary>The noisy level with the lowest loss on the even draws; null where it differs between networks, or there is none.</summary>
    public double? BestNoisy { get; init; }

    /// <summary>ln L(0) - ln L(best noisy) on the odd draws: what decides; null without level 0.</summary>
    public Interval? BestGain { get; init; }

    /// <summary>
    /// The same of the output averaged over draws, chosen on the even half of the draws and measured on the odd one: above 0 where the mean output
    /// prefers noise, whatever single draws do. Null without level 0, and of classes.
    /// </summary>
    public Interval? MeanGain { get; init; }

    /// <summary>The share of the silent loss that is bias^2 which the compared level does not have; null likewise.</summary>
    public Interval? SilentShift { get; init; }

    /// <summary>
    /// ln L(noise simply off) - ln L(compared) on the odd draws, of noise whose mean is not 0: level 0 is then the noise replaced by its mean, and
    /// by that it is decided, for what this shows may be for the mean. Null of all other noise.
    /// </summary>
    public Interval? OffGain { get; init; }

    /// <summary>The loss with the noise simply off; null likewise.</summary>
    public Interval? OffLoss { get; init; }

    /// <summary>The share of the loss at the compared level that is variance, or of classes the Jensen gap.</summary>
    public Interval? NoisySpread { get; init; }

    /// <summary>The loss at each level.</summary>
    public required ImmutableArray<Interval> Losses { get; init; }
}
