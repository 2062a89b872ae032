using NoisyRnn.Formats;

namespace NoisyRnn.Training;

/// <summary>The factor on the learning rate as training goes on.</summary>
[Leaf("constant", typeof(ConstantSchedule))]
[Leaf("step", typeof(StepSchedule))]
[Leaf("cosine", typeof(CosineSchedule))]
public abstract record Schedule
{
    /// <summary>The factor.</summary>
    /// <param name="progress">Iterations done over iterations in all, in [0, 1).</param>
    public abstract double Factor(double progress);
}
