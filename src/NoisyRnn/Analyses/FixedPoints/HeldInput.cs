using System.Collections.Immutable;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>An input that occurs in a trial, to be held.</summary>
/// <param name="Trial">The test trial.</param>
/// <param name="Step">The step, from 0: the trial's last that counts.</param>
/// <param name="Values">u [I].</param>
internal sealed record HeldInput(int Trial, int Step, double[] Values)
{
    // Trials looked through for each input wanted: many tasks end on one of a few inputs.
    private const int TrialsLookedThrough = 16;

    /// <summary>The inputs at the last counted step of test trials, each once, in the order of trials.</summary>
    /// <param name="subject">Whose trials.</param>
    /// <param name="count">How many at most.</param>
    public static ImmutableArray<HeldInput> Of(TrainedNetwork subject, int count)
    {
        var held = ImmutableArray.CreateBuilder<HeldInput>();
        foreach (var (number, trial, _, _) in subject.Task.OneByOne(subject.Seed, NoiseStream.Test, subject.Task.TrialsAtMost(TrialsLookedThrough * count, NoiseStream.Test)))
        {
            if (held.Count == count)
                break;
            if (trial.LastCounted() is not { } step)
                continue;
            var values = trial.InputsAt(step).ToArray();
            if (!held.Any(other => other.Values.SequenceEqual(values)))
                held.Add(new(number, step, values));
        }

        return held.ToImmutable();
    }
}
