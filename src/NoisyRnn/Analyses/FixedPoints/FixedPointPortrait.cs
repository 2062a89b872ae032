using System.Collections.Immutable;
using System.Globalization;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Statistics;

namespace NoisyRnn.Analyses;

/// <summary>The fixed points at held inputs as records: searched for in silence and at s0, followed over all levels, classified, drawn small.</summary>
internal sealed class FixedPointPortrait
{
    private const int ComponentCount = 3, MostVisited = 200, MostEigenvalues = 64, Lanes = 16;
    private readonly TrainedNetwork _subject;
    private readonly NoiseAveragedMaps _maps;
    private readonly ImmutableArray<double> _levels;
    private readonly int _mostPoints;

    /// <summary>Prepares the portrait.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="maps">It at each level.</param>
    /// <param name="visited">The states it visits.</param>
    /// <param name="levels">Levels r, ascending, from 0 on.</param>
    /// <param name="mostPoints">Points of each search that are followed.</param>
    /// <param name="components">Along what places are told; null for the principal components of the visited states.</param>
    public FixedPointPortrait(
        TrainedNetwork subject, NoiseAveragedMaps maps, VisitedStates visited, ImmutableArray<double> levels, int mostPoints, PrincipalComponents? components = null)
    {
        (_subject, _maps, _levels, _mostPoints) = (subject, maps, levels, mostPoints);
        Components = components ?? new(visited.All, ComponentCount);
        var count = Math.Min(MostVisited, visited.All.Length);
        Visited = [.. Enumerable.Range(0, count).Select(k => Scores(visited.All[k * visited.All.Length / count]))];
    }

    /// <summary>The principal components along which places are told.</summary>
    public PrincipalComponents Components { get; }

    /// <summary>Some visited states along them.</summary>
    public ImmutableArray<ImmutableArray<double>> Visited { get; }

    /// <summary>The points at one input.</summary>
    /// <param name="input">u.</param>
    /// <param name="search">Finds them.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops between starts and branches.</param>
    public FixedPointsAtInput Of(HeldInput input, FixedPointSearch search, int threads, CancellationToken cancellation)
    {
        var branches = new FixedPointBranches(_maps, input, _levels);
        var searched = new Dictionary<int, FoundPoints>();
        foreach (var (k, level) in _levels.Index().Where(static entry => entry.Item is 0 or 1))
        {
            searched[k] = search.Run(_maps.At(level), input, threads, cancellation);
            branches.Add(searched[k].Fixed.Take(_mostPoints).Select(static found => found.Point), k, threads, cancellation);
        }

        var points = branches.All.SelectMany((branch, b) => Enumerable.Range(0, _levels.Length).Where(k => branch[k] is not null).Select(k => (Branch: b, Level: k))).ToArray();
        var spectra = ParallelLoop.Run(
            points, threads, at => new JacobianSpectrum(new SteadyMap(_maps.At(_levels[at.Level]), input.Values), branches.All[at.Branch][at.Level]!.State), cancellation: cancellation);
        return new(input.Trial, input.Step, [.. input.Values], [.. _levels.Select((_, k) => LevelOf(k))]);

        FixedPointLevel LevelOf(int k)
        {
            var here = points.Index().Where(entry => entry.Item.Level == k).Select(entry => PointOf(entry.Item.Branch, k, spectra[entry.Index])).ToImmutableArray();
            if (!searched.TryGetValue(k, out var found))
                return new(_levels[k], SigmaOf(_levels[k]), here.Length, here, [], 0);
            var unfollowed = found.Fixed.Count(point => branches.Find(point.Point, k) is null);
            return new(_levels[k], SigmaOf(_levels[k]), here.Length + unfollowed, here,
                [.. found.Slow.Take(_mostPoints).Select(slow => new SlowPoint(slow.Point.Speed, slow.Starts, Scores(slow.Point.State)))],
                found.Unresolved);
        }

        FixedPoint PointOf(int branch, int k, JacobianSpectrum spectrum)
        {
            var (point, silent, isSearched) = (branches.All[branch][k]!, branches.All[branch][0], searched.ContainsKey(k));
            var kept = isSearched ? spectrum.Eigenvalues.Take(MostEigenvalues).ToArray() : [];
            return new()
            {
                Branch = branch,
                Speed = point.Speed,
                Starts = isSearched ? searched[k].Fixed.FirstOrDefault(found => found.Point.IsNear(point))?.Starts ?? 0 : 0,
                Stability = spectrum.Stability,
                LargestEigenvalue = spectrum.Eigenvalues[0].Magnitude,
                UnstableDirections = spectrum.UnstableDirections,
                Real = [.. kept.Select(static value => Short(value.Real))],
                Imaginary = [.. kept.Select(static value => Short(value.Imaginary))],
                Scores = Scores(point.State),
                Readout = [.. Readout(point.State, k)],
                Shift = silent is null || _maps.Sigma == 0 ? null : FixedPointSearchEnd.Distance(point.State, silent.State) / _maps.Sigma,
                ReadoutShift = silent is null || _maps.Sigma == 0 ? null : FixedPointSearchEnd.Distance(Readout(point.State, k), Readout(silent.State, 0)),
            };
        }
    }

    private double SigmaOf(double level) => level * _maps.Sigma;

    private ImmutableArray<double> Scores(double[] state) => [.. Components.Scores(state).Select(Short)];

    private double[] Readout(double[] state, int level)
    {
        var mean = _maps.At(_levels[level]).Mean(NoiseTerm.Readout, _subject.Task.InputCount, Lanes);
        var bias = _subject.Parameters.ReadoutBias;
        var readout = new double[bias.Length];
        DenseProduct.Multiply(_subject.Network.Effective(_subject.Parameters).ReadoutWeights, state.AsSpan(0, _subject.Network.Units), readout, readout.Length, _subject.Network.Units, 1);
        for (var o = 0; o < readout.Length; o++)
            readout[o] += bias[o] + (mean.Length > 0 ? mean[o * Lanes] : 0);
        return readout;
    }

    // Seven digits: for drawing. What is compared with a tolerance is kept whole.
    private static double Short(double value) => double.Parse(value.ToString("G7", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
