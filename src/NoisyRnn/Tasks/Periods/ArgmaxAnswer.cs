using System.Collections.Immutable;
using System.ComponentModel;

namespace NoisyRnn.Tasks;

/// <summary>Right where the largest output is the one with the largest target.</summary>
public sealed record ArgmaxAnswer : TrialAnswer
{
    /// <summary>When it is read.</summary>
    [Description("end (the period's last step) or mean (over the period)")]
    public AnswerMoment At { get; init; } = AnswerMoment.End;

    /// <inheritdoc/>
    public override string Summary => "the largest output is the one with the largest target";

    internal override int FewestOutputs => 2;

    internal override AnswerOutcome Judge(AnsweredTrial trial, ImmutableArray<int> channels)
    {
        var read = channels.Select(channel => trial.Read(channel, At)).ToArray();
        var said = Array.IndexOf(read, read.MaxBy(static one => one.Said));
        var asked = Array.IndexOf(read, read.MaxBy(static one => one.Asked));
        return new(said == asked, said, asked);
    }
}
