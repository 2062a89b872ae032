using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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

    /// <summary>Whether anything is asked at a step.</summary>
    public bool Counts(int step) => MaskAt(step).ContainsAnyExcept(0.0);

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
