using System.Collections.Immutable;

namespace NoisyRnn.Tests.Runs;

public sealed record SampleResult
{
    public required double Loss { get; init; }

    public double Level { get; init; }

    public ImmutableArray<double> Curve { get; init; } = [];
}
