using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;

namespace NoisyRnn.Tasks;

/// <summary>
/// Flip-flop memory: each bit has an input, on which pulses of +1 and -1 come at random steps, and an output, which is to hold the sign of
/// the last pulse. The benchmark of work on fixed points: n bits want 2^n stable states.
/// </summary>
/// <remarks>Sussillo and Barak 2013, "Opening the black box"; the first step has a pulse on each input, so that every target is known.</remarks>
public sealed record FlipFlop : PresetTask
{
    /// <summary>Number of bits.</summary>
    [Description("bits that are held: inputs, and outputs")]
    [Range(1, 20)]
    public int Bits { get; init; } = 3;

    /// <summary>T.</summary>
    [Description("steps of a trial T")]
    [Range(2, 1000000)]
    public int Steps { get; init; } = 64;

    /// <summary>How often pulses come.</summary>
    [Description("probability of a pulse on an input in a step, after the first step, in which each has one; half of the pulses change nothing")]
    [Range(0, 1.0, MinimumIsExclusive = true)]
    public double Probability { get; init; } = 0.1;

    /// <inheritdoc/>
    public override int InputCount => Bits;

    /// <inheritdoc/>
    public override int OutputCount => Bits;

    /// <inheritdoc/>
    public override string Summary => $"flip-flop memory of {Bits} bit{(Bits == 1 ? "" : "s")}: the sign of the last pulse of each input, over {Steps} steps with pulses of probability {Probability}";

    internal override DescribedTask Describe(double dt) => new()
    {
        Inputs = [.. Enumerable.Range(1, Bits).Select(static bit => new DescribedChannel { Name = $"pulse-{bit}" })],
        Outputs = [.. Enumerable.Range(1, Bits).Select(static bit => new DescribedChannel { Name = $"bit-{bit}" })],
        DescribedPeriods = [Period("first", dt, 1), Period("others", (Steps - 1) * dt, Probability)],
        Answer = new SignAnswer(),
        Unit = TimeUnit,
    };

    /// <inheritdoc/>
    public override Behaviour Behave(Rollout<double> policy, ulong seed, int trials, int threads, CancellationToken cancellation) =>
        new FlipFlopScore(PolicyOutputs.Read(this, policy, seed, trials, threads, static (_, trial, outputs) => FlipFlopScore.Of(trial, outputs), cancellation)).Behaviour;

    private DescribedPeriod Period(string name, double time, double probability) => new()
    {
        Name = name,
        Time = Texts(time),
        Inputs = [.. Enumerable.Range(1, Bits).Select(bit => new DescribedInput { Name = $"pulse-{bit}", Probability = probability, RandomSign = true })],
        Targets = [.. Enumerable.Range(1, Bits).Select(static bit => new DescribedTarget { Name = $"bit-{bit}", Last = $"pulse-{bit}" })],
    };
}
