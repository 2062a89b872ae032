using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace NoisyRnn.Training;

/// <summary>1, and a lower factor from one point on.</summary>
public sealed record StepSchedule : Schedule
{
    /// <summary>Where the rate drops, as a share of all iterations.</summary>
    [Description("where the rate drops, as a share of all iterations")]
    [Range(0, 1)]
    public double At { get; init; } = 0.7;

    /// <summary>The factor after it.</summary>
    [Description("factor on the rate after the drop")]
    [Range(0, 1, MinimumIsExclusive = true)]
    public double Drop { get; init; } = 0.2;

    /// <inheritdoc/>
    public override double Factor(double progress) => progress < At ? 1 : Drop;
}
