using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;

namespace NoisyRnn.Analyses;

/// <summary>
/// Looks for the fixed and slow points of a map at a held input, from states that the network visits: first where it stands at
/// the end of the trial that the input is of; then in turn a visited state, and a place between two of them (between two
/// attractors stands a saddle, which no trial visits). The points do not depend on the number of threads.
/// </summary>
/// <param name="visited">The states; one or more.</param>
/// <param name="starts">Starts for each input.</param>
/// <param name="slowest">q up to which a minimum of q is a slow point.</param>
/// <param name="seed">The run's seed: which states are taken.</param>
internal sealed class FixedPointSearch(VisitedStates visited, int starts, double slowest, ulong seed)
{
    // No list of noise sources is this long, and no analysis else draws by it.
    private const byte Substream = 250;

    // Far from the fixed points a step is held back by as much.
    private const double Damping = 1e-2;

    /// <summary>Searches at one input.</summary>
    /// <param name="rollout">The network without noise, averaged over noise or not.</param>
    /// <param name="input">u.</param>
    /// <param name="threads">Threads to use at most.</param>
    /// <param name="cancellation">Stops between starts.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public FoundPoints Run(Rollout<double> rollout, HeldInput input, int threads, CancellationToken cancellation)
    {
        var ends = ParallelLoop.Run(
            Starts(input), threads, start => new FixedPointSolver(new SteadyMap(rollout, input.Values)).Minimise(start, Damping), cancellation: cancellation);
        var slow = ends.Where(end => !end.IsFixed && end.IsMinimum && end.Speed <= slowest).ToArray();
        return new(Distinct(ends.Where(static end => end.IsFixed)), Distinct(slow), ends.Count(static end => !end.IsFixed) - slow.Length);
    }

    private double[][] Starts(HeldInput input)
    {
        var random = new RandomStream(new NoiseKey(seed, NoiseStream.Analysis, Substream), (ulong)input.Trial);
        var from = new double[starts][];
        for (var k = 0; k < starts; k++)
        {
            var (one, other, share) = (Any(), Any(), random.NextUniform());
            from[k] = k == 0 && input.Trial < visited.Ends.Length ? visited.Ends[input.Trial]
                : k % 2 == 0 ? one
                : [.. one.Zip(other, (x, y) => x + (share * (y - x)))];
        }

        return from;

        double[] Any() => visited.All[random.NextInt(visited.All.Length)];
    }

    private static ImmutableArray<FoundPoint> Distinct(IEnumerable<FixedPointSearchEnd> ends)
    {
        var found = new List<FoundPoint>();
        foreach (var end in ends)
        {
            var known = found.FindIndex(point => point.Point.IsNear(end));
            if (known < 0)
                found.Add(new(end, 1));
            else
                found[known] = found[known] with { Starts = found[known].Starts + 1 };
        }

        return [.. found.OrderByDescending(static point => point.Starts)];
    }
}
