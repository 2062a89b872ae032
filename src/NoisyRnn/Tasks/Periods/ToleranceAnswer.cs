using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Tasks;

/// <summary>Right where each output is near its target.</summary>
public sealed record ToleranceAnswer : TrialAnswer
{
    /// <summary>How near.</summary>
    [Description("how far from its target an output may be")]
    [Range(0, 1e6)]
    public double Tolerance { get; init; } = 0.2;

    /// <summary>When it is read.</summary>
    [Description("end (the period's last step) or mean (over the period)")]
    public AnswerMoment At { get; init; } = AnswerMoment.End;

    /// <inheritdoc/>
    public override string Summary => $"the output is within {Tolerance} of the target";

    internal override AnswerOutcome Judge(AnsweredTrial trial, ImmutableArray<int> channels) =>
        Each(trial, channels, At, (said, asked) => Math.Abs(said - asked) <= Tolerance);
}
