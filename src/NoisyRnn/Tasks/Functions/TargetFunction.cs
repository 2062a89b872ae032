using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>The function to approximate. With k inputs it is applied to x = (u_1 + ... + u_k) / sqrt(k).</summary>
[Leaf("sine", typeof(SineFunction))]
[Leaf("polynomial", typeof(PolynomialFunction))]
[Leaf("step", typeof(StepFunction))]
public abstract record TargetFunction
{
    /// <summary>The function in an equation.</summary>
    public abstract string Formula { get; }

    /// <summary>y(x).</summary>
    public abstract double Evaluate(double x);
}
