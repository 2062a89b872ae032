using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// A task of periods that a file describes: channels by name, numbers drawn for each trial, what goes in and should come out in each period, and
/// when a trial's answer is right. Its trials are those of a <see cref="PeriodTask"/> in C# that draws the same numbers in the same order: the
/// variables first, then period by period and channel by channel.
/// </summary>
public sealed record DescribedTask : PeriodTask, IValidated
{
    private const int TriedTrials = 16;

    private DescribedPlan? _plan;

    /// <summary>Input channels.</summary>
    [Description("input channels")]
    [ByName("ring")]
    [MinLength(1)]
    public required ImmutableArray<DescribedChannel> Inputs { get; init; } = [];

    /// <summary>Output channels.</summary>
    [Description("output channels")]
    [ByName("ring")]
    [MinLength(1)]
    public required ImmutableArray<DescribedChannel> Outputs { get; init; } = [];

    /// <summary>Numbers of a trial.</summary>
    [Description("numbers of each trial by name, drawn or made of those before them")]
    [ByName("value")]
    public ImmutableArray<TrialVariable> Variables { get; init; } = [];

    /// <summary>The periods.</summary>
    [JsonPropertyName("periods")]
    [Description("the periods of a trial by name, in their order")]
    [ByName("time")]
    [MinLength(1)]
    public required ImmutableArray<DescribedPeriod> DescribedPeriods { get; init; } = [];

    /// <summary>When a trial is right.</summary>
    [Description("by what the answer of a trial is told right; empty where only the loss tells")]
    public TrialAnswer? Answer { get; init; }

    /// <summary>The unit of all times.</summary>
    [Description("the unit of all times, dt and tau, for axes")]
    public string Unit { get; init; } = "ms";

    /// <inheritdoc/>
    public override string TimeUnit => Unit;

    /// <inheritdoc/>
    public override int InputCount => Inputs.Sum(static channel => channel.Units);

    /// <inheritdoc/>
    public override int OutputCount => Outputs.Sum(static channel => channel.Units);

    /// <inheritdoc/>
    public override ImmutableArray<Period> Periods => Plan.Periods;

    /// <inheritdoc/>
    public override string About => "a task of periods that the experiment file describes";

    /// <inheritdoc/>
    public override string Summary => DescribedPeriods.IsEmpty ? About
        : $"{string.Join(", ", Inputs.Select(Words))} in, {string.Join(", ", Outputs.Select(Words))} out; periods "
        + $"{string.Join(", ", DescribedPeriods.Select(static period => $"{period.Name} {(period.Time is [var only] ? only : $"({string.Join(" or ", period.Time)})")}"))}, in {Unit}"
        + (Answer is null ? "" : $"; right: {Answer.Summary}");

    private DescribedPlan Plan => _plan ?? throw new InvalidOperationException("the periods need a time step: call At(dt)");

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => new DescribedProblems(this).All();

    private protected override PeriodTask Ready() => this with { _plan = new DescribedPlan(this) };

    // A formula that has no value is told before anything runs.
    private protected override PeriodTask Tried()
    {
        for (var n = 0ul; HasTrialsWithin(1 << 24) && n < TriedTrials; n++)
            Make(new TrialKey(1, NoiseStream.Task, n));
        return this;
    }

    private protected override int[] StepsOf(Period period, double dt) => Plan.Formula(period.Name) is null ? base.StepsOf(period, dt) : [Plan.LongestOf(period, dt)];

    private protected override int[] Draw(TrialKey key)
    {
        var steps = base.Draw(key);
        if (Plan.HasVariableTimes)
            Plan.WriteLengths(Plan.Draw(key.Random()), Dt, steps);
        return steps;
    }

    /// <inheritdoc/>
    protected override void Write(PeriodTrial trial, RandomStream random) => Plan.Write(trial, random);

    /// <inheritdoc/>
    public override bool Behaves => Answer is not null;

    /// <inheritdoc/>
    public override Behaviour Behave(Rollout<double> policy, ulong seed, int trials, int threads, CancellationToken cancellation)
    {
        if (Answer is not { } answer)
            return base.Behave(policy, seed, trials, threads, cancellation);
        var channels = Plan.OutputsOf(answer);
        var outcomes = PolicyOutputs.Read(this, policy, seed, trials, threads, (key, trial, outputs) => answer.Judge(new(outputs, trial, StepsOf(key, answer.Period), Dt), channels), cancellation);
        double[]? against = answer.Against is { } name ? [.. Enumerable.Range(0, trials).Select(n => Plan.ValueOf(name, new TrialKey(seed, NoiseStream.Test, (ulong)n)))] : null;
        return new AnswerScore(answer, outcomes, against, TimeUnit).Behaviour;
    }

    // The steps of a period of a trial; of the last where none is named.
    private Range StepsOf(TrialKey key, string? period)
    {
        var steps = Draw(key);
        var place = period is null ? steps.Length - 1 : DescribedPeriods.Select(static described => described.Name).ToList().IndexOf(period);
        var start = steps[..place].Sum();
        return start..(start + steps[place]);
    }

    private static string Words(DescribedChannel channel) => channel.Ring > 0 ? $"{channel.Name} ({channel.Ring})" : channel.Name;
}
