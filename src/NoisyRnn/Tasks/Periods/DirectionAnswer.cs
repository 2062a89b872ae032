using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tasks;

/// <summary>Right where the population vector of a ring points near that of its targets.</summary>
public sealed record DirectionAnswer : TrialAnswer
{
    /// <summary>How near.</summary>
    [Description("how far the direction may be from the target's, rad")]
    [Range(0, Math.PI)]
    public double Within { get; init; } = 0.2 * Math.PI;

    /// <summary>When it is read.</summary>
    [Description("end (the period's last step) or mean (over the period)")]
    public AnswerMoment At { get; init; } = AnswerMoment.End;

    /// <inheritdoc/>
    public override string Summary => $"the ring's population vector points within {Within:0.###} rad of the target's";

    internal override bool IsOfRing => true;

    internal override int MostOutputs => 1;

    internal override AnswerOutcome Judge(AnsweredTrial trial, ImmutableArray<int> channels)
    {
        double x = 0, y = 0, wantedX = 0, wantedY = 0;
        for (var k = 0; k < channels.Length; k++)
        {
            var (sin, cos) = Elementary.SinCosTurns((double)k / channels.Length);
            var (said, asked) = trial.Read(channels[k], At);
            (x, y, wantedX, wantedY) = (x + (said * cos), y + (said * sin), wantedX + (asked * cos), wantedY + (asked * sin));
        }

        var (along, size) = ((x * wantedX) + (y * wantedY), Math.Sqrt(((x * x) + (y * y)) * ((wantedX * wantedX) + (wantedY * wantedY))));
        var cosWithin = Elementary.SinCosTurns(Within / (2 * Math.PI)).Cos;
        return new(size > 0 && along >= cosWithin * size, double.NaN, double.NaN);
    }
}
