using System.Collections.Immutable;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// Fixed points at one input followed over noise levels: the last point predicts, the solver corrects. A correction that ends further
/// than three of its first Newton steps away has left for another branch, and one that finds nothing may have gone too
/// far: the step in r is halved, up to five times; then the branch has come to its end (it met another in a fold).
/// Where branches run into each other, as in a pitchfork, the one found first goes on.
/// </summary>
/// <param name="maps">The network at each level.</param>
/// <param name="input">u.</param>
/// <param name="levels">Levels r, ascending.</param>
internal sealed class FixedPointBranches(NoiseAveragedMaps maps, HeldInput input, ImmutableArray<double> levels)
{
    private const int MostHalvings = 5;
    private const double Reach = 3;

    // Beside a fixed point: Newton's step but where K is singular.
    private const double Damping = 1e-10;

    private readonly List<FixedPointSearchEnd?[]> _branches = [];

    /// <summary>The branches: the point at each level, null where there is none.</summary>
    public IReadOnlyList<FixedPointSearchEnd?[]> All => _branches;

    /// <summary>Adds branches through points at one level; of points on a branch that is there already, none.</summary>
    /// <param name="points">The points.</param>
    /// <param name="level">Index of their level.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops between branches.</param>
    public void Add(IEnumerable<FixedPointSearchEnd> points, int level, int threads, CancellationToken cancellation)
    {
        var added = points.Where(point => Find(point, level) is null).Select(point => Through(point, level)).ToArray();
        ParallelLoop.Run(added, threads, branch => Extend(branch, level), cancellation: cancellation);
        foreach (var branch in added)
        {
            for (var k = 0; k < levels.Length; k++)
            {
                if (branch[k] is { } point && Find(point, k) is not null)
                    branch[k] = null;
            }

            _branches.Add(branch);
        }
    }

    /// <summary>The branch that holds a point; null where none does.</summary>
    public int? Find(FixedPointSearchEnd point, int level)
    {
        var index = _branches.FindIndex(branch => branch[level]?.IsNear(point) == true);
        return index < 0 ? null : index;
    }

    private FixedPointSearchEnd?[] Through(FixedPointSearchEnd point, int level)
    {
        var branch = new FixedPointSearchEnd?[levels.Length];
        branch[level] = point;
        return branch;
    }

    private void Extend(FixedPointSearchEnd?[] branch, int level)
    {
        for (var k = level + 1; k < levels.Length && branch[k - 1] is { } point; k++)
            branch[k] = Follow(point, levels[k - 1], levels[k], 0);
        for (var k = level - 1; k >= 0 && branch[k + 1] is { } point; k--)
            branch[k] = Follow(point, levels[k + 1], levels[k], 0);
    }

    private FixedPointSearchEnd? Follow(FixedPointSearchEnd point, double from, double to, int halvings)
    {
        var end = new FixedPointSolver(new SteadyMap(maps.At(to), input.Values)).Minimise(point.State, Damping);
        if (end.IsFixed && FixedPointSearchEnd.Distance(end.State, point.State) <= Reach * end.FirstStep)
            return end;
        if (halvings == MostHalvings)
            return null;
        var middle = 0.5 * (from + to);
        return Follow(point, from, middle, halvings + 1) is { } half ? Follow(half, middle, to, halvings + 1) : null;
    }
}
