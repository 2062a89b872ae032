using NoisyRnn.Noise;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>One Brownian path a trial and unit over [0, 1], drawn at a finest step and summed for coarser ones: shared by all steps and schemes.</summary>
internal sealed class BrownianIncrements : Increments<double>
{
    private readonly double[] _path, _variance;
    private readonly NoiseTerm _term;
    private readonly double _sigma;
    private readonly int _rows, _trials, _ratio, _paths;

    /// <summary>Sees the paths at a coarser step.</summary>
    /// <param name="path">Increments dB at the finest step. [finest steps, paths, trials]</param>
    /// <param name="paths">Paths a trial: one a row, or 1 for all rows.</param>
    /// <param name="rows">N.</param>
    /// <param name="trials">Trials.</param>
    /// <param name="steps">Number of coarse steps in [0, 1].</param>
    /// <param name="term">The term they drive.</param>
    /// <param name="sigma">The noise level.</param>
    public BrownianIncrements(double[] path, int paths, int rows, int trials, int steps, NoiseTerm term, double sigma)
    {
        (_path, _paths, _rows, _trials, _term, _sigma) = (path, paths, rows, trials, term, sigma);
        _ratio = path.Length / (paths * trials) / steps;
        _variance = [.. Enumerable.Repeat(term == NoiseTerm.StateFactor ? sigma * sigma / steps : 0, rows)];
    }

    public override ReadOnlySpan<double> StateFactorVariance => _variance;

    public override bool Has(NoiseTerm term) => term == _term;

    public override void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<double> values)
    {
        for (var row = 0; row < _rows; row++)
        {
            for (var lane = 0; lane < trials.Length; lane++)
            {
                var sum = 0.0;
                for (var k = 0; k < _ratio; k++)
                    sum += _path[(((((int)step * _ratio) + k) * _paths) + (row % _paths)) * _trials + (int)trials[lane]];
                values[(row * trials.Length) + lane] = _sigma * sum;
            }
        }
    }

    /// <summary>Draws the paths.</summary>
    public static double[] Draw(int finestSteps, int paths, int trials, ulong seed)
    {
        var random = new RandomStream(new NoiseKey(seed, NoiseStream.Analysis, 0), 0);
        var deviation = 1 / Math.Sqrt(finestSteps);
        var path = new double[finestSteps * paths * trials];
        for (var k = 0; k < path.Length; k++)
            path[k] = deviation * random.NextNormal();
        return path;
    }
}
