namespace NoisyRnn.Tasks;

/// <summary>Two outputs: the place itself.</summary>
public sealed record PathIntegrationPosition : PathIntegrationTargets
{
    /// <inheritdoc/>
    public override int Count => 2;

    /// <inheritdoc/>
    public override string Summary => "(x, y) in units of half the side";

    /// <inheritdoc/>
    public override void Encode(double x, double y, Span<double> targets) => (targets[0], targets[1]) = (x, y);

    /// <inheritdoc/>
    public override (double X, double Y) Decode(ReadOnlySpan<double> outputs) => (outputs[0], outputs[1]);
}
