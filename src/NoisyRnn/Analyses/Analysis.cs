using NoisyRnn.Formats;

namespace NoisyRnn.Analyses;

/// <summary>An analysis of one trained network: a spec whose properties are its options. Never trains, never draws.</summary>
[Leaf("noise-sweep", typeof(NoiseSweep))]
[Leaf("robustness", typeof(Robustness))]
public abstract record Analysis
{
    /// <summary>What it measures, in a sentence.</summary>
    public abstract string Summary { get; }
}
