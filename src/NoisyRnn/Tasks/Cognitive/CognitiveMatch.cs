using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// Tasks that compare stimulus 2 with a stimulus 1 shown a delay before, each in a random modality, and respond in the
/// direction of stimulus 2 or keep fixating. Stimulus 2 stays on; so does the fixation input.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="alias">Its name in neurogym.</param>
/// <param name="goOnMatch">Whether a match asks for the response; else a non-match does.</param>
public abstract class CognitiveMatch(string name, string alias, bool goOnMatch) : CognitiveTask(name, alias)
{
    /// <inheritdoc/>
    internal sealed override CognitiveTrial Draw(CognitivePeriods periods, RandomStream own)
    {
        var (first, second, isMatch) = Pair(own);
        var (modality1, modality2) = (1 + own.NextInt(2), 1 + own.NextInt(2));
        var on1 = periods.OneOf(200, 400, 600);
        var off1 = on1 + periods.OneOf(200, 400, 600);
        var on2 = off1 + periods.OneOf(200, 400, 800, 1600);
        var steps = on2 + ResponsePeriod(periods);
        return new CognitiveTrial
        {
            Task = this,
            Steps = steps,
            ResponseOn = on2,
            FixationOff = steps,
            Stimuli = [new CognitiveStimulus(modality1, first, 1, on1, off1), new CognitiveStimulus(modality2, second, 1, on2, steps)],
            Target = isMatch == goOnMatch ? second : null,
        };
    }

    /// <summary>Draws the two directions and tells whether they match.</summary>
    /// <param name="own">The trial's own random numbers.</param>
    private protected abstract (double First, double Second, bool IsMatch) Pair(RandomStream own);

    /// <summary>How long stimulus 2 is shown and the response asked for.</summary>
    /// <param name="periods">What the trials of a batch share.</param>
    private protected abstract int ResponsePeriod(CognitivePeriods periods);
}
