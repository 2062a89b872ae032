using System.Collections.Immutable;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// Tasks that respond in the direction of the stronger of two stimuli, shown together or one after the other. In a modality
/// they have strengths mean + coherence and mean - coherence, with mean U(0.8, 1.2) and a random sign of the coherence.
/// </summary>
/// <param name="name">Its name.</param>
/// <param name="alias">Its name in neurogym.</param>
/// <param name="delayed">Whether stimulus 2 comes a delay after stimulus 1.</param>
public abstract class CognitiveDecision(string name, string alias, bool delayed) : CognitiveTask(name, alias)
{
    /// <summary>The coherences without their sign, ascending, all equally likely.</summary>
    public ImmutableArray<double> Coherences { get; } = delayed ? [0.08, 0.16, 0.32] : [0.01, 0.02, 0.04, 0.08];

    /// <inheritdoc/>
    internal sealed override CognitiveTrial Draw(CognitivePeriods periods, RandomStream own)
    {
        var first = Anywhere(own);
        var second = CognitiveRing.Wrap(first + own.NextUniform(0.5 * Math.PI, 1.5 * Math.PI));
        var (strengths, coherence) = Strengths(own);
        var (on1, off1, on2, off2, go) = delayed ? OneByOne(periods) : Together(periods);
        var evidence = new CognitiveEvidence(first, second, coherence);
        return new CognitiveTrial
        {
            Task = this,
            Steps = go + periods.Of(500),
            ResponseOn = go,
            FixationOff = go,
            Stimuli =
            [
                .. strengths.Select(s => new CognitiveStimulus(s.Modality, first, s.First, on1, off1)),
                .. strengths.Select(s => new CognitiveStimulus(s.Modality, second, s.Second, on2, off2)),
            ],
            Target = evidence.Stronger,
            Evidence = evidence,
        };
    }

    /// <summary>Draws the strengths of the two stimuli in each modality that shows them, and the signed coherence that counts.</summary>
    /// <param name="own">The trial's own random numbers.</param>
    private protected abstract (ImmutableArray<(int Modality, double First, double Second)> Strengths, double Coherence) Strengths(RandomStream own);

    /// <summary>mean and signed coherence.</summary>
    private protected (double Mean, double Coherence) MeanAndCoherence(RandomStream own)
    {
        var mean = own.NextUniform(0.8, 1.2);
        var coherence = Coherences[own.NextInt(Coherences.Length)];
        return (mean, Toss(own) ? coherence : -coherence);
    }

    private static (int On1, int Off1, int On2, int Off2, int Go) Together(CognitivePeriods periods)
    {
        var on = periods.Between(100, 400);
        var off = on + periods.OneOf(400, 800, 1600);
        return (on, off, on, off, off);
    }

    private static (int On1, int Off1, int On2, int Off2, int Go) OneByOne(CognitivePeriods periods)
    {
        var on1 = periods.OneOf(200, 400, 600);
        var off1 = on1 + periods.OneOf(200, 400, 600);
        var on2 = off1 + periods.OneOf(200, 400, 800, 1600);
        var off2 = on2 + periods.OneOf(200, 400, 600);
        return (on1, off1, on2, off2, off2 + periods.Between(100, 300));
    }
}
