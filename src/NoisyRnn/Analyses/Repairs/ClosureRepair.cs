using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// (a'): f of each unit is replaced by its average over all the noise that reaches its argument, S_i^2 = s0^2 + (W Sigma W^T)_ii, or Sigma_ii of
/// the current, from the Gaussian closure, the mean over trials and steps that count.
/// </summary>
public sealed record ClosureRepair : RepairMethod
{
    /// <summary>Trials of training.</summary>
    [Description("trials of training over which the levels are averaged")]
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 16;

    /// <inheritdoc/>
    public override string Summary => "the activation averaged over the training noise and what recurrence adds to it, a level a unit";

    /// <inheritdoc/>
    public override bool KeepsActivation => false;

    internal override string? Refusal(Setup setup) => SilentPath.Refusal(setup) ?? RefusalWithoutAverage(setup) ?? GaussianClosure.Refusal(setup);

    /// <inheritdoc/>
    public override TrainedNetwork Apply(TrainedNetwork subject, CancellationToken cancellation = default) =>
        subject with { Setup = subject.Setup with { Network = subject.Network.SmoothedByUnit([.. ArgumentNoise.ByClosure(subject, Trials, cancellation)])!, Noise = [] } };
}
