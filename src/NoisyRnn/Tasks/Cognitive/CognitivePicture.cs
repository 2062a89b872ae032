using System.Collections.Immutable;

namespace NoisyRnn.Tasks;

/// <summary>A trial of the cognitive suite to look at.</summary>
internal static class CognitivePicture
{
    /// <summary>Fixation and both modalities as they go in, fixation and ring as they should come out.</summary>
    public static TrialPicture Of(CognitiveSuite suite, TrialKey key, double dt)
    {
        var drawn = suite.Draw(key);
        var trial = suite.Make(key);
        return new(
            drawn.Task.Name,
            [.. Enumerable.Range(1, drawn.Steps).Select(t => t * dt)],
            [
                new("fixation in", [Channel(trial.Inputs, 0)]),
                new("modality 1", Ring(trial.Inputs, 1)),
                new("modality 2", Ring(trial.Inputs, 1 + CognitiveRing.Units)),
                new("fixation out", [Channel(trial.Targets, 0)]),
                new("ring out", Ring(trial.Targets, 1)),
            ]);

        ImmutableArray<ImmutableArray<double>> Ring(double[,] values, int first) =>
            [.. Enumerable.Range(0, CognitiveRing.Units / 2).Select(unit => Channel(values, first + (2 * unit)))];

        ImmutableArray<double> Channel(double[,] values, int channel) => [.. Enumerable.Range(0, drawn.Steps).Select(t => values[t, channel])];
    }
}
