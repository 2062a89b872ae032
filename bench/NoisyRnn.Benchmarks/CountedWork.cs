namespace NoisyRnn.Benchmarks;

/// <summary>A benchmark that knows how much it does in one call, so that its speed can be said per piece of work.</summary>
public abstract class CountedWork
{
    /// <summary>Floating-point operations, or numbers made, in one call.</summary>
    public abstract double Work { get; }

    /// <summary>Whether <see cref="Work"/> counts operations that could run at the machine's peak.</summary>
    public virtual bool CountsOperations => true;

    /// <summary>Threads at work.</summary>
    public virtual int ThreadCount => 1;
}
