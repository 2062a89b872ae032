using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>Writes one period of a described task.</summary>
internal sealed class DescribedWriter
{
    private readonly DescribedPeriod _period;
    private readonly ImmutableArray<InputPlan> _inputs;
    private readonly ImmutableArray<TargetPlan> _targets;

    /// <summary>Reads the formulas of a period.</summary>
    /// <param name="task">The task.</param>
    /// <param name="period">The period.</param>
    /// <param name="names">Names of the variables, and last the progress.</param>
    public DescribedWriter(DescribedTask task, DescribedPeriod period, ImmutableArray<string> names)
    {
        _period = period;
        _inputs = [.. period.Inputs.Select(input => new InputPlan(input, Find(task.Inputs, input.Name), Of(input.Value), Of(input.Strength), Of(input.Noise)))];
        _targets = [.. period.Targets.Select(target => new TargetPlan(target, Find(task.Outputs, target.Name), Of(target.Value), Of(target.Strength), target.Last is { } last ? Find(task.Inputs, last).First : -1))];

        TrialFormula Of(string text) => new(text, names);
    }

    /// <summary>Writes the period of a trial.</summary>
    /// <param name="trial">The trial.</param>
    /// <param name="values">The variables, and a place for the progress.</param>
    /// <param name="last">The last value other than 0 of each input channel: before the period, and then after it.</param>
    /// <param name="random">The trial's random numbers.</param>
    public void Write(PeriodTrial trial, double[] values, double[] last, RandomStream random)
    {
        var range = trial.StepsOf(_period.Name);
        var steps = range.End.Value - range.Start.Value;
        // Of the channels written here: the value that each step leaves.
        var kept = new Dictionary<int, double[]>();
        foreach (var input in _inputs)
            WriteInput(input, trial, values, last, kept, steps, random);
        foreach (var target in _targets)
            WriteTarget(target, trial, values, last, kept, steps);
        foreach (var (channel, clean) in kept)
            last[channel] = steps > 0 ? clean[^1] : last[channel];
    }

    private void WriteInput(InputPlan input, PeriodTrial trial, double[] values, double[] last, Dictionary<int, double[]> kept, int steps, RandomStream random)
    {
        for (var unit = 0; unit < input.Place.Channel.Units; unit++)
        {
            var (channel, t, held) = (input.Place.First + unit, 0, last[input.Place.First + unit]);
            var clean = new double[steps];
            trial.During(_period.Name).Input(channel, () =>
            {
                values[^1] = (double)t / steps;
                var isOn = input.Input.Probability >= 1 || random.NextUniform() < input.Input.Probability;
                var value = !isOn ? 0 : Value(input.Place.Channel, unit, input.Value.Of(values), input.Strength.Of(values));
                if (input.Input.RandomSign && random.NextInt(2) == 0)
                    value = -value;
                clean[t++] = held = value != 0 ? value : held;
                var noise = input.Noise.Of(values);
                if (noise < 0)
                    throw new InputException($"task.periods.{_period.Name}: the noise of '{input.Input.Name}' is {noise} in some trial; allowed is a standard deviation of at least 0");
                return Finite(noise == 0 ? value : value + (noise * random.NextNormal()), input.Input.Name);
            });
            kept[channel] = clean;
        }
    }

    private void WriteTarget(TargetPlan target, PeriodTrial trial, double[] values, double[] last, Dictionary<int, double[]> kept, int steps)
    {
        var range = trial.StepsOf(_period.Name);
        for (var unit = 0; unit < target.Place.Channel.Units; unit++)
        {
            for (var t = 0; t < steps; t++)
            {
                values[^1] = (double)t / steps;
                var held = target.Last < 0 ? 0 : kept.TryGetValue(target.Last, out var clean) ? clean[t] : last[target.Last];
                if (target.Last >= 0 && held == 0)
                    continue;
                var value = target.Last >= 0 ? held : Value(target.Place.Channel, unit, target.Value.Of(values), target.Strength.Of(values)) + target.Target.Baseline;
                trial.Target(range.Start.Value + t, target.Place.First + unit, Finite(value, target.Target.Name), target.Target.Weight);
            }
        }
    }

    private static double Value(DescribedChannel channel, int unit, double value, double strength) => channel.Ring > 0 ? channel.Bump(unit, value, strength) : value;

    private double Finite(double value, string channel) => double.IsFinite(value) ? value
        : throw new InputException($"task.periods.{_period.Name}: the value of '{channel}' is {value} in some trial; allowed are finite numbers");

    private static (DescribedChannel Channel, int First) Find(ImmutableArray<DescribedChannel> channels, string name)
    {
        var place = channels.Select(static channel => channel.Name).ToList().IndexOf(name);
        return (channels[place], channels[..place].Sum(static channel => channel.Units));
    }

    private sealed record InputPlan(DescribedInput Input, (DescribedChannel Channel, int First) Place, TrialFormula Value, TrialFormula Strength, TrialFormula Noise);

    private sealed record TargetPlan(DescribedTarget Target, (DescribedChannel Channel, int First) Place, TrialFormula Value, TrialFormula Strength, int Last);
}
