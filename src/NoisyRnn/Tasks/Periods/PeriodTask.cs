using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// A task whose trials are made of periods given in time. A task of one's own derives from it and says which periods there
/// are and what happens in them; steps, trials of different lengths and keys are done here.
/// </summary>
public abstract record PeriodTask : TrialTask
{
    // 1: gradients of the readout no longer hold steps of the batch before, where a mask has gaps.
    internal override int Revision => 1;

    private const double Rounding = 1e-9;

    // Steps of each period, one for each of its times.
    private ImmutableArray<int[]> _steps = [];

    /// <summary>The periods of a trial in their order.</summary>
    public abstract ImmutableArray<Period> Periods { get; }

    /// <inheritdoc/>
    public override string TimeUnit => "ms";

    /// <inheritdoc/>
    /// <remarks>Of the longest trial.</remarks>
    public sealed override int StepCount => Steps.Sum(static choices => choices.Max());

    /// <summary>The time step.</summary>
    private protected double Dt { get; private init; }

    private ImmutableArray<int[]> Steps =>
        !_steps.IsEmpty ? _steps : throw new InvalidOperationException("the periods need a time step: call At(dt)");

    /// <inheritdoc/>
    /// <exception cref="InputException">There is no period, two have one name, or a time is not a whole number of steps.</exception>
    public sealed override TrialTask At(double dt)
    {
        var task = Ready();
        var periods = task.Periods;
        if (periods.IsEmpty)
            throw new InputException("task: no periods; one is needed at least");
        if (periods.GroupBy(static period => period.Name).FirstOrDefault(static same => same.Count() > 1) is { } twice)
            throw new InputException($"task: {twice.Count()} periods are called '{twice.Key}'; each needs a name of its own");
        var ready = task with { Dt = dt, _steps = [.. periods.Select(period => task.StepsOf(period, dt))] };
        return ready.StepCount > 0 ? ready.Tried() : throw new InputException("task: all periods take no time; allowed is one step at least");
    }

    /// <inheritdoc/>
    public sealed override int StepsOf(TrialKey key) => Draw(key).Sum();

    /// <inheritdoc/>
    public sealed override void Fill(TrialKey key, Trial trial) => Write(new PeriodTrial(trial, Periods, Draw(key)), key.Random());

    /// <summary>Writes one trial: <c>trial.During("stimulus").Input(0, 1)</c>. What is not written is 0.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="random">Its own random numbers: the only ones that may be used, so that a key always gives the same trial.</param>
    protected abstract void Write(PeriodTrial trial, RandomStream random);

    /// <summary>The task with all that it needs before there is a time step.</summary>
    private protected virtual PeriodTask Ready() => this;

    /// <summary>The task, of which a few trials have been made where that may fail.</summary>
    private protected virtual PeriodTask Tried() => this;

    /// <summary>The number of steps of each period of a trial.</summary>
    /// <remarks>Lengths have random numbers of their own, so that asking for them costs a task none of its.</remarks>
    private protected virtual int[] Draw(TrialKey key)
    {
        var random = key.GroupRandom(1);
        return [.. Steps.Select(choices => choices.Length == 1 ? choices[0] : choices[random.NextInt(choices.Length)])];
    }

    /// <summary>The number of steps that each of its times makes.</summary>
    /// <exception cref="InputException">A time is not a whole number of steps.</exception>
    private protected virtual int[] StepsOf(Period period, double dt)
    {
        if (period.Times.IsDefaultOrEmpty)
            throw new InputException($"task: period '{period.Name}' has no time; one is needed at least");
        return [.. period.Times.Select(time => Whole(period.Name, time, dt))];
    }

    private static int Whole(string name, double time, double dt)
    {
        var steps = Math.Round(time / dt);
        if (!(time >= 0 && steps <= int.MaxValue / 2))
            throw new InputException($"task: period '{name}' takes {time}; allowed is a time of at least 0 and fewer than 10^9 steps of dt = {dt}");
        if (Math.Abs(time - (steps * dt)) <= Rounding * Math.Max(time, dt))
            return (int)steps;
        var below = Math.Floor(time / dt);
        throw new InputException($"task: period '{name}' takes {time}, not a whole number of steps of dt = {dt}; "
            + $"allowed is {below * dt:0.######} or {(below + 1) * dt:0.######}, or a dt that divides all periods");
    }
}
