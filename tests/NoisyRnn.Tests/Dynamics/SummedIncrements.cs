using NoisyRnn.Noise;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>Noise whose draws over a step are the sum of a path's increments, so schemes of any step see the same path.</summary>
internal sealed class SummedIncrements(SolvedPaths paths, int steps) : Increments<double>
{
    private readonly double[] _variance =
        [.. Enumerable.Repeat(SolvedPaths.Sigma * SolvedPaths.Sigma / steps, SolvedPaths.Units)];

    public override ReadOnlySpan<double> StateFactorVariance => _variance;

    public override bool Has(NoiseTerm term) => term == paths.Term;

    public override void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<double> values)
    {
        for (var row = 0; row < SolvedPaths.Units; row++)
        {
            for (var lane = 0; lane < trials.Length; lane++)
                values[(row * trials.Length) + lane] = SolvedPaths.Sigma * paths.Increment((int)step, steps, row, (int)trials[lane]);
        }
    }
}
