namespace NoisyRnn.Tasks;

/// <summary>The stimulus comes on and stays; the response is due when the fixation input goes off.</summary>
/// <param name="name">Its name.</param>
/// <param name="alias">Its name in neurogym.</param>
/// <param name="anti">Whether the response is opposite to the stimulus.</param>
public sealed class CognitiveGo(string name, string alias, bool anti) : CognitiveResponse(name, alias, anti)
{
    /// <inheritdoc/>
    private protected override CognitiveTrial Times(CognitivePeriods periods)
    {
        var on = periods.Between(300, 700);
        var go = on + periods.Between(500, 1500);
        var steps = go + periods.Of(500);
        return new CognitiveTrial
        {
            Task = this, Steps = steps, ResponseOn = go, FixationOff = go, Stimuli = [new CognitiveStimulus(1, 0, 1, on, steps)],
        };
    }
}
