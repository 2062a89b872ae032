using System.Collections.Immutable;
using NoisyRnn.Networks;
using NoisyRnn.Statistics;

namespace NoisyRnn.Analyses;

/// <summary>
/// The fixed points of a portrait: searched for in silence and at s0 and followed over the levels, as <see cref="FixedPointsAnalysis"/>
/// does, at the inputs held at the end of the trials of the cloud.
/// </summary>
/// <param name="portrait">The options.</param>
/// <param name="subject">The network.</param>
/// <param name="simulation">Its trials.</param>
/// <param name="components">Along what the points are told.</param>
internal sealed class NoisePortraitPoints(NoisePortrait portrait, TrainedNetwork subject, NoisePortraitDraws simulation, PrincipalComponents components)
{
    // Slow points are not told of.
    private const double TolSlow = 0;

    private readonly List<(double Level, NoisePortraitPoint Point)> _found = [];

    /// <summary>Why there are points in silence alone, or none; null where they are of the averaged map at all levels.</summary>
    public string? NoiseFreeBecause { get; private set; }

    /// <summary>The points at a level, input by input in the order of branches.</summary>
    public ImmutableArray<NoisePortraitPoint> At(double level) => [.. _found.Where(entry => entry.Level == level).Select(static entry => entry.Point)];

    /// <summary>Finds them.</summary>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="progress">Gets the share that is done.</param>
    /// <param name="cancellation">Stops between starts and branches.</param>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public void Find(int threads, Action<double> progress, CancellationToken cancellation)
    {
        NoiseFreeBecause = subject.Network.LacksWithoutRecurrence("fixed points");
        if (NoiseFreeBecause is not null)
            return;

        var (maps, visited) = (new NoiseAveragedMaps(subject), VisitedStates.Of(subject, threads));
        NoiseFreeBecause = visited.All.IsEmpty ? "no state visited with the training noise is finite" : maps.NoiseFreeBecause;
        if (visited.All.IsEmpty)
            return;
        var points = new FixedPointPortrait(subject, maps, visited, maps.NoiseFreeBecause is null ? portrait.Levels : [0], portrait.Points, components);
        var search = new FixedPointSearch(visited, portrait.Starts, TolSlow, subject.Seed);
        HeldInput[] inputs = [.. HeldInput.Of(subject, portrait.Trials).Where(input => input.Trial < portrait.Trials)];
        foreach (var (k, input) in inputs.Index())
        {
            foreach (var level in points.Of(input, search, threads, cancellation).Levels)
                _found.AddRange(level.Points.Select(point => (level.Level, Told(input, point))));
            progress((k + 1.0) / inputs.Length);
        }
    }

    /// <summary>A state's place along a component; 0 where a network of a single unit has no second.</summary>
    public static double Component(ImmutableArray<double> scores, int k) => k < scores.Length ? scores[k] : 0;

    private NoisePortraitPoint Told(HeldInput input, FixedPoint point) => new(
        input.Trial, point.Branch, point.Stability, Component(point.Scores, 0), Component(point.Scores, 1), simulation.OutputOf(point.Readout.AsSpan()));
}
