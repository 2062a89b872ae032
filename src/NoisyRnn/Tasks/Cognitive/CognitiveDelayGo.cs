namespace NoisyRnn.Tasks;

/// <summary>The stimulus is shown and taken away; the response is due when, after a delay, the fixation input goes off.</summary>
/// <param name="name">Its name.</param>
/// <param name="alias">Its name in neurogym.</param>
/// <param name="anti">Whether the response is opposite to the stimulus.</param>
public sealed class CognitiveDelayGo(string name, string alias, bool anti) : CognitiveResponse(name, alias, anti)
{
    /// <inheritdoc/>
    private protected override CognitiveTrial Times(CognitivePeriods periods)
    {
        var on = periods.OneOf(300, 500, 700);
        var off = on + periods.OneOf(200, 400, 600);
        var go = off + periods.OneOf(200, 400, 800, 1600);
        return new CognitiveTrial
        {
            Task = this, Steps = go + periods.Of(500), ResponseOn = go, FixationOff = go, Stimuli = [new CognitiveStimulus(1, 0, 1, on, off)],
        };
    }
}
