using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>What an analysis looks at: what was trained, and what came of it.</summary>
/// <param name="Setup">What was trained; its task is loaded.</param>
/// <param name="Parameters">The parameters.</param>
public sealed record TrainedNetwork(Setup Setup, Parameters Parameters)
{
    /// <summary>The network on its way through training, for analyses that look back; empty for others.</summary>
    public ImmutableArray<Snapshot> History { get; init; } = [];

    /// <summary>The noise of silence: none; of the second of two silences the mean of the training noise.</summary>
    public ImmutableArray<NoiseSource> Silence { get; init; } = [];

    /// <summary>
    /// The same network whose silence has the mean of its noise in its place; null where the noise has no mean of its own, or has it on the input, which is
    /// what such analyses perturb.
    /// </summary>
    internal TrainedNetwork? MeanMatched => Silence.IsEmpty && Noise.Any(static source => source.HasMean() && source.Placement != Placement.Input) ? WithMeanInSilence : null;

    /// <summary>The same wherever its noise has a mean, on the input too.</summary>
    internal TrainedNetwork? WithMeanInSilence => Setup.HasSecondSilence ? this with { Silence = [.. Noise.Select(static source => source.ScaledAboutMean(0))] } : null;

    /// <summary>The same network before its first iteration.</summary>
    internal TrainedNetwork AtStart => this with { Parameters = Setup.Initialize(), History = [] };

    /// <summary>The architecture.</summary>
    public Network Network => Setup.Network;

    /// <summary>The task, loaded.</summary>
    public TrialTask Task => Setup.Task;

    /// <summary>The training loss.</summary>
    public Loss Loss => Setup.Training.Loss;

    /// <summary>The training noise.</summary>
    public ImmutableArray<NoiseSource> Noise => Setup.Noise;

    /// <summary>Time step, in the unit of tau.</summary>
    public double Dt => Setup.Dt;

    /// <summary>The run's seed.</summary>
    public ulong Seed => Setup.Seed;

    /// <summary>s0: the highest training level of any source and unit, in the scale of its source.</summary>
    public double TrainingSigma => Setup.TrainingSigma;

    /// <summary>Its first test trials, of a data set's test part at most each once.</summary>
    /// <param name="count">How many at most.</param>
    internal NumberedTrial[] TestTrials(int count) => Task.Make(Seed, NoiseStream.Test, new(0, Task.TrialsAtMost(count, NoiseStream.Test)));

    /// <summary>This network made ready to run, under some noise drawn from the streams of an analysis.</summary>
    /// <param name="network">This network's architecture, or one with the same parameters (its repair).</param>
    /// <param name="noise">The noise.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public Rollout<T> Prepare<T>(Network network, ImmutableArray<NoiseSource> noise)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var setup = Setup with { Network = network };
        var rollout = setup.Prepare(setup.Draw<T>(noise, NoiseStream.Analysis));
        rollout.Refresh(Parameters);
        return rollout;
    }
}
