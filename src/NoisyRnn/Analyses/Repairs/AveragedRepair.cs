namespace NoisyRnn.Analyses;

/// <summary>(a): f is replaced by F_s0, its average over the training noise; exact to leading order in g.</summary>
public sealed record AveragedRepair : RepairMethod
{
    /// <inheritdoc/>
    public override string Summary => "the activation averaged over the training noise, the same for all units";

    /// <inheritdoc/>
    public override bool KeepsActivation => false;

    /// <inheritdoc/>
    public override TrainedNetwork Apply(TrainedNetwork subject, CancellationToken cancellation = default) =>
        subject with { Setup = subject.Setup with { Network = subject.Network.Smoothed(subject.Setup.InsideDeviation(subject.TrainingSigma))!, Noise = [] } };
}
