using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>A perturbation that knows nothing of the network.</summary>
public abstract record RandomPerturbation : Perturbation
{
    /// <summary>What it draws from.</summary>
    private protected abstract Substream Draws { get; }

    /// <summary>Perturbs the inputs of a trial, in place.</summary>
    /// <param name="key">The trial; the same perturbation for every network that sees it.</param>
    /// <param name="repetition">Which draw of the perturbation, below 2^16.</param>
    /// <param name="strength">s.</param>
    /// <param name="range">The lowest and the highest input of the task.</param>
    /// <param name="inputs">u [T, I].</param>
    public void Apply(TrialKey key, int repetition, double strength, (double Lowest, double Highest) range, double[,] inputs)
    {
        // Repetition r of trial n is number r 2^32 + n of its stream.
        var random = new RandomStream(NoiseKey.Of(key.Seed, Draws), ((ulong)repetition << 32) | key.Number);
        for (var t = 0; t < inputs.GetLength(0); t++)
        {
            for (var i = 0; i < inputs.GetLength(1); i++)
                inputs[t, i] = Perturb(random, strength, range, inputs[t, i]);
        }
    }

    internal sealed override TrialTask Perturbed(TrialTask task, double strength, int repetition, (double Lowest, double Highest) range) =>
        new PerturbedTask(task, this, strength, repetition, range);

    private protected abstract double Perturb(RandomStream random, double strength, (double Lowest, double Highest) range, double x);
}
