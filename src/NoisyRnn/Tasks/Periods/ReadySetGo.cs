using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>
/// Interval timing, "ready, set, go": two pulses an interval apart, and the same interval, or a multiple of it, is to pass from the second
/// pulse until the output reaches 1. The target is a ramp from 0 at Set through 1 at Go, and beyond; what was produced is the time of its crossing.
/// </summary>
/// <remarks>The task of Jazayeri and Shadlen 2010, trained to a ramp as in Remington et al. 2018; times and the straight ramp are ours.</remarks>
public sealed record ReadySetGo : PresetTask, IValidated
{
    /// <summary>The intervals.</summary>
    [Description("intervals from Ready to Set, of which each trial draws one; rounded to whole steps")]
    [Range(0, 1e9, MinimumIsExclusive = true)]
    [MinLength(1)]
    public ImmutableArray<double> Intervals { get; init; } = [400, 500, 600, 700, 800];

    /// <summary>Time from Set to Go in intervals.</summary>
    [Description("the time to be produced, in intervals")]
    [Range(0, 100.0, MinimumIsExclusive = true)]
    public double Gain { get; init; } = 1;

    /// <summary>How long a pulse takes.</summary>
    [Description("how long the pulses of Ready and Set take; less than an interval")]
    [Range(0, 1e9, MinimumIsExclusive = true)]
    public double Pulse { get; init; } = 40;

    /// <summary>Time before Ready.</summary>
    [Description("times before Ready, of which each trial draws one")]
    [Range(0, 1e9)]
    [MinLength(1)]
    public ImmutableArray<double> Before { get; init; } = [100, 200, 300];

    /// <summary>Time after Go.</summary>
    [Description("time after Go, in which the ramp goes on")]
    [Range(0, 1e9)]
    public double After { get; init; } = 200;

    /// <summary>What is near enough.</summary>
    [Description("how far the time produced may be from the one asked for, as a share of it")]
    [Range(0, 1e6)]
    public double Tolerance { get; init; } = 0.1;

    /// <inheritdoc/>
    public override string TimeUnit => "ms";

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override int OutputCount => 1;

    /// <inheritdoc/>
    public override string Summary => $"two pulses {string.Join(", ", Intervals.Select(ScalarText.Of))} ms apart; the output is to ramp to 1 in {(Gain == 1 ? "the same time" : $"{ScalarText.Of(Gain)} times that")} after the second";

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Intervals.Any(interval => interval <= Pulse || interval * Gain <= Pulse))
            yield return ("pulse", $"{Pulse} is not allowed; less than every interval, and than every time to be produced");
    }

    internal override DescribedTask Describe(double dt) => new()
    {
        Inputs = [new() { Name = "ready" }, new() { Name = "set" }],
        Outputs = [new() { Name = "ramp" }],
        Variables = [new ChoiceVariable { Name = "interval", Choice = Intervals }, new ValueVariable { Name = "wanted", Value = $"{Text(Gain)} * interval" }, new ValueVariable { Name = "whole", Value = $"wanted + {Text(After)}" }],
        DescribedPeriods =
        [
            new() { Name = "before", Time = Texts(Before), Targets = [new() { Name = "ramp" }] },
            new() { Name = "ready", Time = ["interval"], Inputs = [new() { Name = "ready", Value = $"progress * interval < {Text(Pulse)}" }], Targets = [new() { Name = "ramp" }] },
            new() { Name = "set", Time = ["whole"], Inputs = [new() { Name = "set", Value = $"progress * whole < {Text(Pulse)}" }], Targets = [new() { Name = "ramp", Value = $"(progress * whole + {Text(dt)}) / wanted" }] },
        ],
        Answer = new TimeAnswer { Level = 1, Tolerance = Tolerance, Against = "interval" },
    };
}
