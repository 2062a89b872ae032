using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>A task whose description is made of a few keys: a <see cref="DescribedTask"/> that is at hand by name.</summary>
public abstract record PresetTask : TrialTask
{
    private DescribedTask? _described;

    /// <inheritdoc/>
    public sealed override int StepCount => Described.StepCount;

    /// <summary>The description at the time step.</summary>
    private protected DescribedTask Described => _described ?? throw new InvalidOperationException("the task needs a time step: call At(dt)");

    /// <inheritdoc/>
    public sealed override TrialTask At(double dt)
    {
        var described = Describe(dt);
        var problems = described.Problems().Select(static problem => $"task: {problem.Key}: {problem.Problem}").ToList();
        return problems.Count > 0 ? throw new InputException(string.Join('\n', problems)) : this with { _described = (DescribedTask)described.At(dt) };
    }

    /// <inheritdoc/>
    public sealed override int StepsOf(TrialKey key) => Described.StepsOf(key);

    /// <inheritdoc/>
    public sealed override void Fill(TrialKey key, Trial trial) => Described.Fill(key, trial);

    /// <inheritdoc/>
    public override bool Behaves => true;

    /// <inheritdoc/>
    public override Behaviour Behave(Rollout<double> policy, ulong seed, int trials, int threads, CancellationToken cancellation) =>
        Described.Behave(policy, seed, trials, threads, cancellation);

    /// <summary>The description.</summary>
    /// <param name="dt">Time step, in the unit of tau.</param>
    internal abstract DescribedTask Describe(double dt);

    /// <summary>A number in a formula.</summary>
    private protected static string Text(double number) => ScalarText.Of(number);

    /// <summary>Times of a period.</summary>
    private protected static ImmutableArray<string> Texts(params IEnumerable<double> numbers) => [.. numbers.Select(ScalarText.Of)];
}
