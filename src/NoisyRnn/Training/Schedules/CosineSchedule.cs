using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Numerics;

namespace NoisyRnn.Training;

/// <summary>Half a cosine from 1 down to a last factor.</summary>
public sealed record CosineSchedule : Schedule
{
    /// <summary>The factor at the end.</summary>
    [Description("factor on the rate at the end")]
    [Range(0, 1)]
    public double Last { get; init; }

    /// <inheritdoc/>
    public override double Factor(double progress) =>
        Last + ((1 - Last) * 0.5 * (1 + Elementary.SinCosTurns(progress / 2).Cos));
}
