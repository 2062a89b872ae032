namespace NoisyRnn.Tasks;

/// <summary>How well bits were held: by how long ago their last pulse was.</summary>
/// <param name="trials">The counts of each trial.</param>
internal sealed class FlipFlopScore(IReadOnlyList<FlipFlopScore.Counts> trials)
{
    // Longer ago is rare.
    private const int Longest = 40;

    /// <summary>Shares of bits and of trials right.</summary>
    public Behaviour Behaviour
    {
        get
        {
            var right = Enumerable.Range(0, Longest).Select(k => trials.Sum(trial => (double)trial.Right[k])).ToArray();
            var all = Enumerable.Range(0, Longest).Select(k => trials.Sum(trial => (double)trial.All[k])).ToArray();
            int[] told = [.. Enumerable.Range(0, Longest).Where(k => all[k] > 0)];
            return new()
            {
                Metrics =
                [
                    new("bits right", "share of bits and steps", right.Sum() / all.Sum()),
                    new("trials right", "share of trials with every bit right at every step but those of pulses", trials.Count(static trial => trial.IsRight) / (double)trials.Count),
                ],
                Curves = [new("bits held", "", "steps since the last pulse", "share of bits right", [.. told.Select(static k => (double)k)], [.. told.Select(k => right[k] / all[k])])],
            };
        }
    }

    /// <summary>Counts what is right in one trial: the output has the sign of its target.</summary>
    public static Counts Of(Trial trial, double[,] outputs)
    {
        var (right, all, isRight) = (new int[Longest], new int[Longest], true);
        for (var bit = 0; bit < outputs.GetLength(1); bit++)
        {
            var since = 0;
            for (var t = 0; t < outputs.GetLength(0); t++)
            {
                since = trial.Inputs[t, bit] != 0 ? 0 : since + 1;
                var isHeld = outputs[t, bit] * trial.Targets[t, bit] > 0;
                all[Math.Min(since, Longest - 1)]++;
                right[Math.Min(since, Longest - 1)] += isHeld ? 1 : 0;
                // A network of some inertia cannot turn within the step of the pulse.
                isRight &= isHeld || since == 0;
            }
        }

        return new(right, all, isRight);
    }

    /// <summary>The counts of one trial.</summary>
    /// <param name="Right">Bits right so many steps after their last pulse; the last place holds all that are longer ago.</param>
    /// <param name="All">All bits, likewise.</param>
    /// <param name="IsRight">Whether every bit was right, but in steps of pulses.</param>
    internal sealed record Counts(int[] Right, int[] All, bool IsRight);
}
