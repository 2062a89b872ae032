using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>
/// A network as a function that another program's graph computes: of a whole sequence, or of one step. It may be run by several threads at once,
/// unless it draws its noise itself.
/// </summary>
public abstract class ExecutedModel : IDisposable
{
    /// <summary>What was found in the file, and how it is executed: lines.</summary>
    public abstract ImmutableArray<string> Equations { get; }

    /// <summary>What was taken for granted: a sentence each.</summary>
    public abstract ImmutableArray<string> Assumed { get; }

    /// <summary>I; null where any number will do.</summary>
    public abstract int? Inputs { get; }

    /// <summary>O.</summary>
    public abstract int Outputs { get; }

    /// <summary>Rows of each array of noise that it takes; none where it takes no noise.</summary>
    public abstract ImmutableArray<int> NoiseRows { get; }

    /// <summary>Whether it takes the noise level; then draws have variance 1, else they come times the level.</summary>
    public abstract bool HasLevel { get; }

    /// <summary>Whether it draws random numbers itself, so that no two runs are alike.</summary>
    public abstract bool DrawsItself { get; }

    /// <summary>Whether it has outputs at the last step alone.</summary>
    public abstract bool OnlyLast { get; }

    /// <summary>Rows of its state where it is one step; null where it is the whole sequence.</summary>
    public abstract int? StateRows { get; }

    /// <summary>The relative rounding of its numbers: 2^-24 or 2^-53.</summary>
    public abstract double Rounding { get; }

    /// <summary>The level of its training noise, where the file says.</summary>
    public abstract double? TrainingLevel { get; }

    /// <summary>Runs trials of one length from the initial state.</summary>
    /// <param name="trials">Trials.</param>
    /// <param name="steps">Steps of each.</param>
    /// <param name="inputs">u. [trials, steps, I]</param>
    /// <param name="noise">Arrays of noise; empty for none. [trials, steps, rows]</param>
    /// <param name="level">The level, where it takes one.</param>
    /// <param name="outputs">Receives the outputs, of <see cref="OnlyLast"/> those of the last step. [trials, steps or 1, O]</param>
    /// <exception cref="Formats.InputException">It cannot be run so.</exception>
    public abstract void Run(int trials, int steps, double[] inputs, double[][] noise, double level, double[] outputs);

    /// <summary>One step without noise, of a network that is one step.</summary>
    /// <param name="trials">Trials.</param>
    /// <param name="state">The states before. [trials, state rows]</param>
    /// <param name="inputs">u. [trials, I]</param>
    /// <param name="next">Receives the states after. [trials, state rows]</param>
    public abstract void Step(int trials, double[] state, double[] inputs, double[] next);

    /// <summary>The state before the first step. [state rows]</summary>
    public abstract double[] InitialState { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what it holds.</summary>
    /// <param name="disposing">Whether called by <see cref="Dispose()"/>.</param>
    protected abstract void Dispose(bool disposing);
}
