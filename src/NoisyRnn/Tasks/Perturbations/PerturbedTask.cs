namespace NoisyRnn.Tasks;

/// <summary>A task whose inputs are perturbed.</summary>
/// <param name="Task">The task.</param>
/// <param name="Perturbation">What is done to its inputs.</param>
/// <param name="Strength">s.</param>
/// <param name="Repetition">Which draw.</param>
/// <param name="Range">The task's input range.</param>
internal sealed record PerturbedTask(
    TrialTask Task, RandomPerturbation Perturbation, double Strength, int Repetition, (double Lowest, double Highest) Range) : TrialTask
{
    public override int InputCount => Task.InputCount;

    public override int OutputCount => Task.OutputCount;

    public override int StepCount => Task.StepCount;

    public override string Summary => $"{Task.Summary}, {Perturbation.Formula}";

    public override int StepsOf(TrialKey key) => Task.StepsOf(key);

    public override void Fill(TrialKey key, Trial trial)
    {
        Task.Fill(key, trial);
        Perturbation.Apply(key, Repetition, Strength, Range, trial.Inputs);
    }
}
