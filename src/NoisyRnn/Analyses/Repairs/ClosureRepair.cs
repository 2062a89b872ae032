using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// (a'): f of each unit is replaced by its average over all the noise that reaches its pre-activation, S_i^2 = s0^2 + (W Sigma W^T)_ii
/// from the Gaussian closure, the mean over trials and steps that count.
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

    /// <inheritdoc/>
    public override TrainedNetwork Apply(TrainedNetwork subject, CancellationToken cancellation = default)
    {
        var closure = new GaussianClosure(subject, subject.Noise);
        var state = closure.Start();
        var trials = subject.Task.TrialsAtMost(Trials, NoiseStream.Task);
        var sums = new double[closure.Rows];
        var weight = 0;
        foreach (var (_, trial, steps, _) in subject.Task.OneByOne(subject.Seed, NoiseStream.Task, trials))
        {
            cancellation.ThrowIfCancellationRequested();
            closure.Restart(state);
            for (var t = 0; t < steps; t++)
            {
                closure.Step(state, trial.InputsAt(t));
                if (!trial.Counts(t))
                    continue;
                closure.AddPreActivationVariances(state, sums);
                weight++;
            }
        }

        return subject with { Setup = subject.Setup with { Network = subject.Network.SmoothedByUnit([.. sums.Select(sum => Math.Sqrt(sum / weight))])!, Noise = [] } };
    }
}
