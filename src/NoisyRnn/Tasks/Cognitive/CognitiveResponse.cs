using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>Tasks that respond to one stimulus: in its direction, or opposite to it.</summary>
/// <param name="name">Its name.</param>
/// <param name="alias">Its name in neurogym.</param>
/// <param name="anti">Whether the response is opposite.</param>
public abstract class CognitiveResponse(string name, string alias, bool anti) : CognitiveTask(name, alias)
{
    /// <inheritdoc/>
    internal sealed override CognitiveTrial Draw(CognitivePeriods periods, RandomStream own)
    {
        var trial = Times(periods);
        var (modality, location) = (periods.Modality(), Anywhere(own));
        return trial with
        {
            Stimuli = [trial.Stimuli[0] with { Modality = modality, Location = location }],
            Target = anti ? CognitiveRing.Wrap(location + Math.PI) : location,
        };
    }

    /// <summary>A trial with its times; the stimulus has yet to get its place.</summary>
    /// <param name="periods">What the trials of a batch share.</param>
    private protected abstract CognitiveTrial Times(CognitivePeriods periods);
}
