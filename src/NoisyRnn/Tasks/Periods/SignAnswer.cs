using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Tasks;

/// <summary>Right where each output has the sign of its target.</summary>
public sealed record SignAnswer : TrialAnswer
{
    /// <summary>When it is read.</summary>
    [Description("end (the period's last step) or mean (over the period)")]
    public AnswerMoment At { get; init; } = AnswerMoment.End;

    /// <summary>What is near enough to 0.</summary>
    [Description("where the target is 0: how far from 0 an output may be")]
    [Range(0, 1e6)]
    public double Margin { get; init; } = 0.5;

    /// <inheritdoc/>
    public override string Summary => "the output has the sign of the target";

    internal override double? Boundary => 0;

    internal override AnswerOutcome Judge(AnsweredTrial trial, ImmutableArray<int> channels) =>
        Each(trial, channels, At, (said, asked) => asked == 0 ? Math.Abs(said) <= Margin : said * asked > 0);
}
