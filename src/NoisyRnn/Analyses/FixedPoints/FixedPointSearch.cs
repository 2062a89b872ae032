using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// Looks for the fixed and slow points of a map at a held input, from states that the network visits: first where it stands at
/// the end of the trial that the input is of; then in turn a visited state, and a place between two of them (between two
/// attractors stands a saddle, which no trial visits). Where the recurrent matrix has a low rank R it is looked for among R numbers (<see cref="KappaMap"/>). The points do not depend on the number of threads.
/// </summary>
/// <param name="visited">The states; one or more.</param>
/// <param name="starts">Starts for each input.</param>
/// <param name="slowest">q up to which a minimum of q is a slow point.</param>
/// <param name="seed">The run's seed: which states are taken.</param>
internal sealed class FixedPointSearch(VisitedStates visited, int starts, double slowest, ulong seed)
{
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
            Starts(input), threads, start => Minimise(rollout, input, start), cancellation: cancellation);
        var slow = ends.Where(end => !end.IsFixed && end.IsMinimum && end.Speed <= slowest).ToArray();
        return new(Distinct(ends.Where(static end => end.IsFixed)), Distinct(slow), ends.Count(static end => !end.IsFixed) - slow.Length);
    }

    // Of a recurrent matrix of low rank among the R numbers first, where that ends at a fixed point; slow points have no such place.
    private static FixedPointSearchEnd Minimise(Rollout<double> rollout, HeldInput input, double[] start)
    {
        var solver = new FixedPointSolver(new SteadyMap(rollout, input.Values));
        return KappaMap.Of(rollout, input.Values) is { } low && new FixedPointSolver(low).Minimise(low.KappaOf(start), Damping) is { IsFixed: true } end
            ? solver.Minimise(low.Lift(end.State), 0)
            : solver.Minimise(start, Damping);
    }

    private double[][] Starts(HeldInput input)
    {
        var random = new RandomStream(NoiseKey.Of(seed, Substream.FixedPointStarts), (ulong)input.Trial);
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

/// <summary>Where a minimisation of the speed q ended.</summary>
/// <param name="State">x [N].</param>
/// <param name="Speed">q there.</param>
/// <param name="IsMinimum">Whether no step from there lowers q by more than rounding or a millionth of it.</param>
/// <param name="FirstStep">Length of the first step tried.</param>
internal sealed record FixedPointSearchEnd(double[] State, double Speed, bool IsMinimum, double FirstStep)
{
    /// <summary>Whether it is a fixed point.</summary>
    public bool IsFixed => Speed <= FixedPointSolver.Tolerance;

    /// <summary>Whether two points are one: closer to each other, in Euclid's distance, than 1e-3.</summary>
    public bool IsNear(FixedPointSearchEnd other) => Distance(State, other.State) < Unique;

    /// <summary>Euclid's distance.</summary>
    public static double Distance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        var sum = 0.0;
        for (var i = 0; i < x.Length; i++)
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        return Math.Sqrt(sum);
    }

    private const double Unique = 1e-3;
}

/// <summary>A fixed or slow point that a search found.</summary>
/// <param name="Point">Where.</param>
/// <param name="Starts">How many starts led to it.</param>
internal sealed record FoundPoint(FixedPointSearchEnd Point, int Starts);

/// <summary>What a search found; the points that the most starts led to first, of equal ones that of the earlier start.</summary>
/// <param name="Fixed">Fixed points.</param>
/// <param name="Slow">Slow points.</param>
/// <param name="Unresolved">Starts that ended at neither.</param>
internal sealed record FoundPoints(ImmutableArray<FoundPoint> Fixed, ImmutableArray<FoundPoint> Slow, int Unresolved);
