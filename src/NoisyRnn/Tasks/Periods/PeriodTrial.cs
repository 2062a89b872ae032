using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>A trial to be written period by period.</summary>
public sealed class PeriodTrial
{
    private readonly Trial _trial;
    private readonly Dictionary<string, Range> _steps = new(StringComparer.Ordinal);

    internal PeriodTrial(Trial trial, ImmutableArray<Period> periods, int[] steps)
    {
        _trial = trial;
        for (int k = 0, start = 0; k < periods.Length; start += steps[k++])
            _steps.Add(periods[k].Name, start..(start + steps[k]));
    }

    /// <summary>The steps of some periods.</summary>
    /// <param name="periods">Names of periods of the task.</param>
    /// <exception cref="ArgumentException">The task has no such period.</exception>
    public PeriodSteps During(params ReadOnlySpan<string> periods)
    {
        var steps = new Range[periods.Length];
        for (var k = 0; k < steps.Length; k++)
            steps[k] = StepsOf(periods[k]);
        return new PeriodSteps(_trial, steps);
    }

    /// <summary>Sets the target of an output channel at one step, and that it counts in the loss.</summary>
    internal void Target(int step, int channel, double value, double weight) => (_trial.Targets[step, channel], _trial.Mask[step, channel]) = (value, weight);

    /// <summary>The steps of a period, for those who write into the arrays themselves.</summary>
    /// <param name="period">Name of a period of the task.</param>
    /// <exception cref="ArgumentException">The task has no such period.</exception>
    public Range StepsOf(string period) =>
        _steps.TryGetValue(period, out var steps) ? steps : throw new ArgumentException(NearestName.Unknown("period", period, _steps.Keys), nameof(period));
}
