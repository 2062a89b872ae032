using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>A described task with its formulas read and its channels found.</summary>
internal sealed class DescribedPlan
{
    /// <summary>What runs from 0 to 1 through a period, in the formulas of values.</summary>
    public const string Progress = "progress";

    private readonly DescribedTask _task;
    private readonly ImmutableArray<TrialFormula?> _derived;
    private readonly ImmutableArray<TrialFormula?> _times;
    private readonly ImmutableArray<(double Low, double High)> _bounds;
    private readonly ImmutableArray<DescribedWriter> _writers;

    /// <summary>Reads what has been found good by <see cref="DescribedProblems"/>.</summary>
    public DescribedPlan(DescribedTask task)
    {
        _task = task;
        ImmutableArray<string> names = [.. task.Variables.Select(static variable => variable.Name)];
        _derived = [.. task.Variables.Select((variable, k) => variable is ValueVariable derived ? new TrialFormula(derived.Value, names[..k]) : null)];
        var bounds = new (double, double)[names.Length];
        for (var k = 0; k < bounds.Length; k++)
            bounds[k] = task.Variables[k].Bounds(bounds.AsSpan(0, k), _derived[k]);
        _bounds = [.. bounds];
        _times = [.. task.DescribedPeriods.Select(period => period.Time is [var only] && new TrialFormula(only, names) is { Constant: null } formula ? formula : null)];
        Periods = [.. task.DescribedPeriods.Select((period, k) => new Period(period.Name, _times[k] is { } time ? [time.Bounds(bounds).High] : [.. period.Time.Select(text => new TrialFormula(text, []).Constant!.Value)]))];
        _writers = [.. task.DescribedPeriods.Select(period => new DescribedWriter(task, period, [.. names, Progress]))];
    }

    /// <summary>The periods; of one whose time is a formula, the longest.</summary>
    public ImmutableArray<Period> Periods { get; }

    /// <summary>Whether the time of a period is a formula of variables.</summary>
    public bool HasVariableTimes => _times.Any(static time => time is not null);

    /// <summary>The formula of a period's time; null where its times are numbers.</summary>
    public TrialFormula? Formula(string period) => _times[Place(period)];

    /// <summary>The most steps that a period of variable time may take.</summary>
    public int LongestOf(Period period, double dt)
    {
        var (low, high) = Formula(period.Name)!.Bounds(_bounds.AsSpan());
        return low >= 0 && high / dt < int.MaxValue / 2 ? (int)Math.Round(high / dt)
            : throw new InputException($"task.periods.{period.Name}.time: '{_task.DescribedPeriods[Place(period.Name)].Time[0]}' lies between {low} and {high}; allowed is a time of at least 0 and fewer than 10^9 steps of dt = {dt}");
    }

    /// <summary>The variables of a trial, by the first of its random numbers; the place behind them is that of the progress.</summary>
    public double[] Draw(RandomStream random)
    {
        var values = new double[_derived.Length + 1];
        for (var k = 0; k < _derived.Length; k++)
        {
            values[k] = _task.Variables[k].Draw(random, values.AsSpan(0, k), _derived[k]);
            if (!double.IsFinite(values[k]))
                throw new InputException($"task.variables.{_task.Variables[k].Name}: its value is {values[k]} in some trial; allowed are finite numbers");
        }

        return values;
    }

    /// <summary>The value of a variable in a trial.</summary>
    public double ValueOf(string variable, TrialKey key) => Draw(key.Random())[_task.Variables.Select(static other => other.Name).ToList().IndexOf(variable)];

    /// <summary>Writes the steps of those periods whose time is a formula.</summary>
    public void WriteLengths(double[] values, double dt, int[] steps)
    {
        for (var k = 0; k < steps.Length; k++)
        {
            if (_times[k] is { } time)
                steps[k] = (int)Math.Round(time.Of(values) / dt);
        }
    }

    /// <summary>Writes one trial.</summary>
    public void Write(PeriodTrial trial, RandomStream random)
    {
        var values = Draw(random);
        // The last value of each input channel other than 0, noise apart.
        var last = new double[_task.InputCount];
        foreach (var writer in _writers)
            writer.Write(trial, values, last, random);
    }

    /// <summary>The outputs that an answer reads.</summary>
    public ImmutableArray<int> OutputsOf(TrialAnswer answer)
    {
        var places = ImmutableArray.CreateBuilder<int>();
        var first = 0;
        foreach (var channel in _task.Outputs)
        {
            if (answer.Outputs.IsEmpty ? channel.Ring > 0 == answer.IsOfRing : answer.Outputs.Contains(channel.Name))
                places.AddRange(Enumerable.Range(first, channel.Units));
            first += channel.Units;
        }

        return places.ToImmutable();
    }

    private int Place(string period) => _task.DescribedPeriods.Select(static described => described.Name).ToList().IndexOf(period);
}
