using System.Collections.Immutable;

namespace NoisyRnn.Analyses;

/// <summary>The steps of a path: those of its transient, and those at which its exponents so far are kept.</summary>
internal sealed class LyapunovTimes
{
    private const int MostShown = 50;

    /// <summary>Divides a path.</summary>
    /// <param name="steps">Its steps.</param>
    /// <param name="transient">Those of them that are not counted.</param>
    /// <param name="timeStep">Time of a step.</param>
    public LyapunovTimes(int steps, int transient, double timeStep)
    {
        (Steps, Transient, TimeStep) = (steps, transient, timeStep);
        long counted = steps - transient;
        var shown = (int)Math.Min(MostShown, counted);
        Marks = [.. Enumerable.Range(1, shown).Select(k => (int)(k * counted / shown))];
        Shown = [.. Marks.Select(mark => mark * timeStep)];
    }

    /// <summary>Steps in all.</summary>
    public int Steps { get; }

    /// <summary>Steps of the transient.</summary>
    public int Transient { get; }

    /// <summary>Time of a step.</summary>
    public double TimeStep { get; }

    /// <summary>Counted steps after which the exponents are kept, ascending; the last is the path's end.</summary>
    public ImmutableArray<int> Marks { get; }

    /// <summary>The same as times.</summary>
    public ImmutableArray<double> Shown { get; }
}
