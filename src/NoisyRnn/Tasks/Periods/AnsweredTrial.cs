namespace NoisyRnn.Tasks;

/// <summary>A trial and what a network said in it.</summary>
/// <param name="Outputs">What it said. [T, O]</param>
/// <param name="Trial">What was asked.</param>
/// <param name="Steps">The steps that the answer is read from.</param>
/// <param name="Dt">The time step.</param>
internal sealed record AnsweredTrial(double[,] Outputs, Trial Trial, Range Steps, double Dt)
{
    /// <summary>What was said and asked on a channel.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="at">When.</param>
    public (double Said, double Asked) Read(int channel, AnswerMoment at)
    {
        var (start, end) = (at == AnswerMoment.End ? Math.Max(Steps.Start.Value, Steps.End.Value - 1) : Steps.Start.Value, Steps.End.Value);
        var (said, asked) = (0.0, 0.0);
        for (var t = start; t < end; t++)
            (said, asked) = (said + Outputs[t, channel], asked + Trial.Targets[t, channel]);
        return (said / (end - start), asked / (end - start));
    }

    /// <summary>The time from the first of the steps until a channel first reaches a level; null where it never does.</summary>
    public (double? Said, double? Asked) TimeTo(int channel, double level)
    {
        return (First(Outputs), First(Trial.Targets));

        double? First(double[,] values)
        {
            for (var t = Steps.Start.Value; t < Steps.End.Value; t++)
            {
                if (values[t, channel] >= level)
                    return (t - Steps.Start.Value + 1) * Dt;
            }

            return null;
        }
    }
}
