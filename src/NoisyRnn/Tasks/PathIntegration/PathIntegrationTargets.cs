using NoisyRnn.Formats;

namespace NoisyRnn.Tasks;

/// <summary>How a path integrator is to tell its place. Places are relative to the centre, in units of half the side: [-1, 1]^2.</summary>
[Leaf("position", typeof(PathIntegrationPosition))]
[Leaf("place-cells", typeof(PathIntegrationPlaceCells))]
public abstract record PathIntegrationTargets
{
    /// <summary>O.</summary>
    public abstract int Count { get; }

    /// <summary>In words, with numbers put in.</summary>
    public abstract string Summary { get; }

    /// <summary>The target at a place.</summary>
    /// <param name="x">Horizontal place, in units of half the side.</param>
    /// <param name="y">Vertical place, in units of half the side.</param>
    /// <param name="targets">Receives it. [O]</param>
    public abstract void Encode(double x, double y, Span<double> targets);

    /// <summary>The place that outputs tell, in units of half the side.</summary>
    /// <param name="outputs">[O]</param>
    public abstract (double X, double Y) Decode(ReadOnlySpan<double> outputs);
}
