namespace NoisyRnn.Tasks;

/// <summary>The response is due as soon as the stimulus comes on; the fixation input stays on all trial.</summary>
/// <param name="name">Its name.</param>
/// <param name="alias">Its name in neurogym.</param>
/// <param name="anti">Whether the response is opposite to the stimulus.</param>
public sealed class CognitiveReactGo(string name, string alias, bool anti) : CognitiveResponse(name, alias, anti)
{
    /// <inheritdoc/>
    private protected override CognitiveTrial Times(CognitivePeriods periods)
    {
        var on = periods.Between(500, 2500);
        var steps = on + periods.Of(500);
        return new CognitiveTrial
        {
            Task = this, Steps = steps, ResponseOn = on, FixationOff = steps, Stimuli = [new CognitiveStimulus(1, 0, 1, on, steps)],
        };
    }
}
