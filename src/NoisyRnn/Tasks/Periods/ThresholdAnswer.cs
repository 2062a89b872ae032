using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Tasks;

/// <summary>Right where each output lies on the same side of a threshold as its target.</summary>
public sealed record ThresholdAnswer : TrialAnswer
{
    /// <summary>The threshold.</summary>
    [Description("the threshold; an output above it says yes")]
    [Range(-1e6, 1e6)]
    public double Threshold { get; init; } = 0.5;

    /// <summary>When it is read.</summary>
    [Description("end (the period's last step) or mean (over the period)")]
    public AnswerMoment At { get; init; } = AnswerMoment.End;

    /// <inheritdoc/>
    public override string Summary => $"output and target are both above {Threshold}, or neither is";

    internal override double? Boundary => Threshold;

    internal override AnswerOutcome Judge(AnsweredTrial trial, ImmutableArray<int> channels) =>
        Each(trial, channels, At, (said, asked) => said > Threshold == asked > Threshold);
}
