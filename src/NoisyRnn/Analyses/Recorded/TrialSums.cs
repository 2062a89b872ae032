namespace NoisyRnn.Analyses;

/// <summary>The figures of a network at one noise level, trial by trial, each times the trial's weight: what a resample of trials sums.</summary>
/// <param name="trials">Trials.</param>
internal sealed class TrialSums(int trials)
{
    /// <summary>Loss over all draws. [trials]</summary>
    public double[] Loss { get; } = new double[trials];

    /// <summary>Loss over the even draws. [trials]</summary>
    public double[] Even { get; } = new double[trials];

    /// <summary>Loss over the odd draws. [trials]</summary>
    public double[] Odd { get; } = new double[trials];

    /// <summary>bias^2, or of classes the loss of the mean logits. [trials]</summary>
    public double[] Systematic { get; } = new double[trials];

    /// <summary>Error of the output averaged over the even draws; of classes infinite. [trials]</summary>
    public double[] EvenMean { get; } = new double[trials];

    /// <summary>The same of the odd draws. [trials]</summary>
    public double[] OddMean { get; } = new double[trials];
}
