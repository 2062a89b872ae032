using System.Collections.Immutable;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Tasks;

/// <summary>Trials of the cognitive suite at steps of 20 ms.</summary>
internal static class CognitiveTrials
{
    internal const double Dt = 20;

    internal static readonly ImmutableArray<string> Names =
    [
        "fdgo", "reactgo", "delaygo", "fdanti", "reactanti", "delayanti", "dm1", "dm2", "contextdm1", "contextdm2", "multidm",
        "delaydm1", "delaydm2", "contextdelaydm1", "contextdelaydm2", "multidelaydm", "dmsgo", "dmsnogo", "dmcgo", "dmcnogo",
    ];

    internal static CognitiveSuite Of(string name) => new() { Tasks = [name], InputNoise = 0 };

    /// <summary>Trials that share nothing: those of the test.</summary>
    internal static CognitiveTrial[] Draw(string name, int count = 10_000)
    {
        var suite = Of(name);
        return [.. Enumerable.Range(0, count).Select(n => suite.Draw(new TrialKey(3, NoiseStream.Test, (ulong)n)))];
    }

    /// <summary>Milliseconds of some steps.</summary>
    internal static double Ms(int steps) => steps * Dt;

    /// <summary>The steps of 20 ms that begin within [low, high) ms, in ms.</summary>
    internal static IEnumerable<double> U(int low, int high) => Enumerable.Range(0, (int)((high - low) / Dt)).Select(k => low + (k * Dt));
}
