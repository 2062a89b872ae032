using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// (a): f is replaced by F_s0, its average over the training noise; exact to leading order in g. In the current form s0 is what the noise makes of the
/// current of a unit that nothing connects, and what recurrence adds is left out: (a') has it.
/// </summary>
public sealed record AveragedRepair : RepairMethod
{
    /// <inheritdoc/>
    public override string Summary => "the activation averaged over the training noise, the same for all units";

    /// <inheritdoc/>
    public override bool KeepsActivation => false;

    /// <inheritdoc/>
    public override bool NeedsTrials => false;

    internal override string? Refusal(Setup setup) => setup.Network.OffersPredictions ? SilentPath.Refusal(setup) : RefusalWithoutAverage(setup) ?? SilentPath.RefusalOfNoise(setup);

    /// <inheritdoc/>
    public override TrainedNetwork Apply(TrainedNetwork subject, CancellationToken cancellation = default)
    {
        var deviations = subject.Setup.InsideDeviations(subject.TrainingSigma);
        var network = deviations.AsSpan().ContainsAnyExcept(deviations[0]) ? subject.Network.SmoothedByUnit([.. deviations]) : subject.Network.Smoothed(deviations[0]);
        return subject with { Setup = subject.Setup with { Network = network!, Noise = [] } };
    }
}
