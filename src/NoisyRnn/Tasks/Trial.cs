using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NoisyRnn.Dynamics;

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

    /// <summary>The targets of one step. [O]</summary>
    public ReadOnlySpan<double> TargetsAt(int step) => Flat(Targets).Slice(step * Targets.GetLength(1), Targets.GetLength(1));

    /// <summary>The mask of one step. [O]</summary>
    public ReadOnlySpan<double> MaskAt(int step) => Flat(Mask).Slice(step * Mask.GetLength(1), Mask.GetLength(1));

    /// <summary>The inputs of one step. [I]</summary>
    /// <param name="step">Which.</param>
    /// <param name="heldFrom">The step from which on its inputs are held.</param>
    public ReadOnlySpan<double> InputsAt(int step, int heldFrom = int.MaxValue) =>
        Flat(Inputs).Slice(Math.Min(step, heldFrom) * Inputs.GetLength(1), Inputs.GetLength(1));

    /// <summary>Whether anything is asked at a step.</summary>
    public bool Counts(int step)
    {
        foreach (var weight in MaskAt(step))
        {
            if (weight != 0)
                return true;
        }

        return false;
    }

    /// <summary>The last step at which anything is asked; null where nothing is.</summary>
    public int? LastCounted()
    {
        for (var t = Steps - 1; t >= 0; t--)
        {
            if (Counts(t))
                return t;
        }

        return null;
    }

    /// <summary>Writes the inputs into some lanes of a block, from the block's first step to its last.</summary>
    /// <param name="block">The block.</param>
    /// <param name="lane">The first lane.</param>
    /// <param name="lanes">How many get the same.</param>
    /// <param name="heldFrom">The step from which on its inputs are held.</param>
    internal void LoadInputs(Block<double> block, int lane, int lanes, int heldFrom = int.MaxValue)
    {
        for (var t = 0; t < block.Steps; t++)
        {
            var values = InputsAt(block.FirstStep + t, heldFrom);
            for (var i = 0; i < values.Length; i++)
                block.At(block.Inputs, t, block.InputRows).Slice((i * block.Width) + lane, lanes).Fill(values[i]);
        }
    }

    /// <summary>All zero again.</summary>
    public void Clear()
    {
        Array.Clear(Inputs);
        Array.Clear(Targets);
        Array.Clear(Mask);
    }

    /// <summary>The same values at all steps from one on: what is held.</summary>
    /// <param name="array">One of the three arrays.</param>
    /// <param name="from">The first step.</param>
    /// <param name="values">One a column.</param>
    public static void Hold(double[,] array, int from, ReadOnlySpan<double> values)
    {
        var flat = Flat(array);
        if (values.Length == 1)
        {
            flat[from..].Fill(values[0]);
            return;
        }

        for (var k = from * values.Length; k < flat.Length; k += values.Length)
            values.CopyTo(flat[k..]);
    }

    /// <summary>One of the three arrays, row after row.</summary>
    internal static Span<double> Flat(double[,] array) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, double>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
}
