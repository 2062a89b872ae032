using System.Collections.Immutable;

namespace NoisyRnn.Tasks;

/// <summary>What happens in one trial of the cognitive suite, before it is written as arrays. Times are in steps.</summary>
public sealed record CognitiveTrial
{
    /// <summary>The task.</summary>
    public required CognitiveTask Task { get; init; }

    /// <summary>Steps of the trial.</summary>
    public required int Steps { get; init; }

    /// <summary>The step from which on the response is due, or would be: where the mask switches.</summary>
    public required int ResponseOn { get; init; }

    /// <summary>The first step without the fixation input; <see cref="Steps"/> where it stays on.</summary>
    public required int FixationOff { get; init; }

    /// <summary>The stimuli, in the order of their onsets.</summary>
    public required ImmutableArray<CognitiveStimulus> Stimuli { get; init; }

    /// <summary>Direction of the response asked for, radians in [0, 2 pi); null where fixation is to be kept to the end.</summary>
    public double? Target { get; init; }

    /// <summary>What is decided between, in decision tasks; null in the others.</summary>
    public CognitiveEvidence? Evidence { get; init; }
}
