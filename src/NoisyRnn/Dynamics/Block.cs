using System.Numerics;
using NoisyRnn.Networks;

namespace NoisyRnn.Dynamics;

/// <summary>
/// The memory of one block of trials on its way forward and back: [step][row][trial], trials contiguous. Reused from
/// iteration to iteration.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class Block<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Allocates a block.</summary>
    /// <param name="cell">The network.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="steps">T.</param>
    /// <param name="inputs">I.</param>
    /// <param name="outputs">O.</param>
    /// <param name="width">Trials, a multiple of 16.</param>
    /// <param name="backward">Whether the block also goes back (then it keeps what that needs).</param>
    /// <param name="memory">Memory to share with blocks that are under way at other times; null for its own.</param>
    public Block(
        Cell<T> cell, ParameterLayout layout, int steps, int inputs, int outputs, int width, bool backward,
        BlockMemory<T>? memory = null)
    {
        if (width % 16 != 0 || width <= 0)
            throw new ArgumentOutOfRangeException(nameof(width), width, "a multiple of 16");
        (Steps, InputRows, OutputRows, Width, StateRows, Orders) = (steps, inputs, outputs, width, cell.StateRows, cell.Orders);
        Trials = new ulong[width];
        Inputs = new T[steps * inputs * width];
        Outputs = new T[steps * outputs * width];
        OrderOutputs = new T[steps * Orders * outputs * width];
        Wanted = new bool[steps];
        Array.Fill(Wanted, true);
        Memory = memory ?? new BlockMemory<T>(cell, steps, width, backward);
        Active = width;
        Groups = width / Lanes;
        if (!backward)
            return;
        OutputGradients = new T[steps * outputs * width];
        OrderOutputGradients = new T[OrderOutputs.Length];
        Gradients = new double[Groups * layout.Length];
    }

    /// <summary>Lanes in a group: 16 floats or 8 doubles.</summary>
    public static int Lanes => 64 / System.Runtime.CompilerServices.Unsafe.SizeOf<T>();

    /// <summary>T: steps to run, at most those it was allocated for.</summary>
    public int Steps { get; set; }

    /// <summary>
    /// The trial's step that is the block's first: its noise is drawn for it and those after it. Above 0 the state before it already
    /// stands in <see cref="States"/>, so that a long trial goes forward piece by piece in little memory.
    /// </summary>
    public int FirstStep { get; set; }

    /// <summary>I.</summary>
    public int InputRows { get; }

    /// <summary>O.</summary>
    public int OutputRows { get; }

    /// <summary>Rows of the state: N, the hidden state, and perhaps more.</summary>
    public int StateRows { get; }

    /// <summary>Orders of an expansion that the state carries beside h: of <see cref="Cell{T}.Orders"/>.</summary>
    public int Orders { get; }

    /// <summary>Trials in the block.</summary>
    public int Width { get; }

    /// <summary>Lanes that hold a trial; the others are there for the width's sake.</summary>
    public int Active { get; set; }

    /// <summary>Groups of lanes in the block.</summary>
    public int Groups { get; }

    /// <summary>The trial of each lane: the key of its noise. [Width]</summary>
    public ulong[] Trials { get; }

    /// <summary>Inputs; input noise is added in place. [T][I][Width]</summary>
    public T[] Inputs { get; }

    /// <summary>States before each step and after the last. [T+1][state rows][Width]</summary>
    public T[] States => Memory.States;

    /// <summary>
    /// States as the step after them reads them: with noise that is fed back, where there is some (then not that after the last step); else
    /// <see cref="States"/>. [T+1][state rows][Width]
    /// </summary>
    internal T[] Entered => Memory.FeedsBack ? Memory.Entered : Memory.States;

    /// <summary>Outputs after each wanted step. [T][O][Width]</summary>
    public T[] Outputs { get; }

    /// <summary>The orders of an expanded state, read out without bias: z1 = W_out h1, z2 = W_out h2. [T][orders][O][Width]</summary>
    public T[] OrderOutputs { get; }

    /// <summary>Which steps' outputs anybody reads. [T]</summary>
    public bool[] Wanted { get; }

    /// <summary>dL/dz; set by the loss before the way back. [T][O][Width]</summary>
    public T[] OutputGradients { get; } = [];

    /// <summary>dL/dz1, dL/dz2; set by the loss before the way back. [T][orders][O][Width]</summary>
    public T[] OrderOutputGradients { get; } = [];

    /// <summary>Receives dL/du on the way back, where it has been given memory; else empty. [T][I][Width]</summary>
    public T[] InputGradients { get; set; } = [];

    /// <summary>Whether the way back makes the gradients of the parameters.</summary>
    public bool WantsGradients { get; set; } = true;

    /// <summary>Sums of gradients, one a group of lanes. [Groups][P]</summary>
    public double[] Gradients { get; } = [];

    /// <summary>Adds those of all groups, group after group.</summary>
    /// <param name="sum">Receives them. [P]</param>
    internal void AddGradients(Span<double> sum)
    {
        for (var group = 0; group < Groups; group++)
        {
            var part = Gradients.AsSpan(group * sum.Length, sum.Length);
            for (var k = 0; k < part.Length; k++)
                sum[k] += part[k];
        }
    }

    /// <summary>What it needs only while it is under way.</summary>
    public BlockMemory<T> Memory { get; set; }

    /// <summary>The first rows of one lane at one step of an array [step][rows][Width].</summary>
    /// <param name="array">The array.</param>
    /// <param name="step">The step.</param>
    /// <param name="rows">Rows of a step.</param>
    /// <param name="lane">The lane.</param>
    /// <param name="values">Receives the rows, as many as it has room for.</param>
    internal void ReadLane(T[] array, int step, int rows, int lane, Span<T> values)
    {
        var block = At(array, step, rows);
        for (var i = 0; i < values.Length; i++)
            values[i] = block[(i * Width) + lane];
    }

    /// <summary>The state of one lane before a step; after the last, of <see cref="Steps"/>.</summary>
    internal T[] StateOf(int lane, int step)
    {
        var state = new T[StateRows];
        ReadLane(States, step, StateRows, lane, state);
        return state;
    }

    /// <summary>The outputs of one lane at a wanted step.</summary>
    internal T[] OutputsOf(int lane, int step)
    {
        var outputs = new T[OutputRows];
        ReadLane(Outputs, step, OutputRows, lane, outputs);
        return outputs;
    }

    /// <summary>The block of one step in an array [step][rows][Width].</summary>
    public Span<T> At(T[] array, int step, int rows) => array.AsSpan(step * rows * Width, rows * Width);
}
