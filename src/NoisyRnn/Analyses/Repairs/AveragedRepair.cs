using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Networks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// (a): f is replaced by F_s0, its average over the training noise; exact to leading order in g. In the current form s0 is what the noise makes of the
/// current of a unit that nothing connects, and what recurrence adds is left out: (a') has it. Of networks with gates each gate is averaged
/// (<see cref="GatedNetwork"/>).
/// </summary>
public sealed record AveragedRepair : RepairMethod
{
    /// <summary>Part of the training level.</summary>
    [Description("part of the training level that the activation is averaged over; another than 1 is a placebo")]
    [Range(0, 1e6)]
    public double Part { get; init; } = 1;

    internal override string Name => Part == 1 ? base.Name : $"{base.Name} at {Part} s0";

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
        var deviations = subject.Setup.InsideDeviations(Part * subject.TrainingSigma);
        var network = deviations.AsSpan().ContainsAnyExcept(deviations[0]) ? subject.Network.SmoothedByUnit([.. deviations]) : subject.Network.Smoothed(deviations[0]);
        return subject with { Setup = subject.Setup with { Network = network!, Noise = [] } };
    }
}
