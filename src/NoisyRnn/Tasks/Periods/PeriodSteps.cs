namespace NoisyRnn.Tasks;

/// <summary>Some steps of a trial, to be written.</summary>
public readonly struct PeriodSteps
{
    private readonly Trial _trial;
    private readonly Range[] _steps;

    internal PeriodSteps(Trial trial, Range[] steps) => (_trial, _steps) = (trial, steps);

    /// <summary>Sets an input channel.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <param name="value">Its value in all these steps.</param>
    public PeriodSteps Input(int channel, double value) => Set(_trial.Inputs, channel, () => value);

    /// <summary>Sets an input channel step by step.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <param name="value">Gives its value at each of these steps, in their order: evidence with noise.</param>
    public PeriodSteps Input(int channel, Func<double> value) => Set(_trial.Inputs, channel, value);

    /// <summary>Sets the target of an output channel, and that it counts in the loss.</summary>
    /// <param name="channel">The channel, from 0.</param>
    /// <param name="value">Its value in all these steps.</param>
    /// <param name="weight">Its weight in the loss.</param>
    public PeriodSteps Target(int channel, double value, double weight = 1)
    {
        Set(_trial.Targets, channel, () => value);
        return Set(_trial.Mask, channel, () => weight);
    }

    private PeriodSteps Set(double[,] array, int channel, Func<double> value)
    {
        foreach (var (start, end) in _steps.Select(static steps => (steps.Start.Value, steps.End.Value)))
        {
            for (var t = start; t < end; t++)
                array[t, channel] = value();
        }

        return this;
    }
}
