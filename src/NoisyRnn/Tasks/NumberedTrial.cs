namespace NoisyRnn.Tasks;

/// <summary>A trial, and how a network is to run it.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Trial">What it is.</param>
/// <param name="Steps">Steps to run: its own, or more where its inputs are held.</param>
/// <param name="HeldFrom">The step from which on its inputs are held.</param>
internal readonly record struct NumberedTrial(int Number, Trial Trial, int Steps, int HeldFrom = int.MaxValue)
{
    /// <summary>The last step that counts; of a trial in which nothing counts, its last.</summary>
    public int LastCounted => Trial.LastCounted() ?? (Steps - 1);

    /// <summary>The same, run to a step and some steps beyond it, through which the inputs of that step are held.</summary>
    /// <param name="last">The step.</param>
    /// <param name="hold">Steps beyond it.</param>
    public NumberedTrial HoldingAt(int last, int hold) => this with { Steps = last + 1 + hold, HeldFrom = last };
}
