namespace NoisyRnn.Tasks;

/// <summary>One trial: what goes in, what should come out, and what counts. All arrays start at 0.</summary>
/// <param name="steps">T.</param>
/// <param name="inputs">I.</param>
/// <param name="outputs">O.</param>
public sealed class Trial(int steps, int inputs, int outputs)
{
    /// <summary>T.</summary>
    public int Steps { get; } = steps;

    /// <summary>Inputs u. [T, I]</summary>
    public double[,] Inputs { get; } = new double[steps, inputs];

    /// <summary>Targets y; for cross-entropy a distribution over outputs. [T, O]</summary>
    public double[,] Targets { get; } = new double[steps, outputs];

    /// <summary>Weight of each output in the loss; 0 where nothing is asked. [T, O]</summary>
    public double[,] Mask { get; } = new double[steps, outputs];

    /// <summary>All zero again.</summary>
    public void Clear()
    {
        Array.Clear(Inputs);
        Array.Clear(Targets);
        Array.Clear(Mask);
    }
}
