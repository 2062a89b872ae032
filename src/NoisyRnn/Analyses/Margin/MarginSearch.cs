using NoisyRnn.Dynamics;

namespace NoisyRnn.Analyses;

/// <summary>
/// Looks for the smallest L2 perturbations that make a block of trials be answered wrongly: ways towards the nearest boundaries, descents on a shrinking sphere, then
/// steps around the boundary. Only what a forward pass has seen counts. Draws nothing; a lane's numbers do not depend on the others.
/// </summary>
internal sealed class MarginSearch
{
    private const int Lanes = MarginBlock.Lanes;

    // Halvings of the whole line, and of its last tenth at the end: 1e-3 and 1e-4 of the distance.
    private const int Halvings = 10;
    private const double LastPiece = 0.9;

    // Where no way has crossed a boundary, each descent starts 2^3 times farther away than the one before.
    private const int FartherAsPower = 3;

    private readonly MarginBlock _block;
    private readonly MarginBound? _bound;
    private readonly MarginNearest _nearest;
    private readonly MarginApproach _approach;
    private readonly MarginDescent _descent;
    private readonly MarginRefinement _refinement;
    private readonly double[] _clean;
    private readonly List<MarginBoundary>[] _boundaries = [.. Enumerable.Range(0, Lanes).Select(static _ => new List<MarginBoundary>())];

    /// <summary>Allocates its memory.</summary>
    /// <param name="block">Receives the trials.</param>
    /// <param name="bound">The network's bound; null for none.</param>
    public MarginSearch(MarginBlock block, MarginBound? bound)
    {
        (_block, _bound, _nearest) = (block, bound, new(block));
        (_approach, _descent, _refinement) = (new(block, _nearest), new(block, _nearest), new(block, _nearest));
        _clean = new double[block.MostValues];
    }

    /// <summary>The smallest perturbations found; 0 of trials that are answered wrongly as they stand, and where none was found. [step][channel][lane]</summary>
    public ReadOnlySpan<double> Found => _nearest.Perturbation;

    /// <summary>Looks at trials.</summary>
    /// <param name="options">How much is done.</param>
    /// <param name="trials">Which.</param>
    /// <param name="distances">Receives what is found.</param>
    /// <param name="goOn">Called before each part of the work, as many as <see cref="Margin.Parts"/> at most; false stops.</param>
    public void Run(Margin options, TrialRange trials, MarginDistances distances, Func<bool> goOn)
    {
        _block.Fill(trials);
        LookAround(trials, distances);
        for (var rank = 0; rank < options.Rivals && goOn(); rank++)
        {
            if (Array.Exists(_boundaries, boundaries => rank < boundaries.Count))
                _approach.Run(Boundaries(rank), options.Steps);
        }

        _approach.Lengthen(Boundaries(0));
        Shrink(0);
        for (var descent = 0; descent < Margin.Descents && goOn(); descent++)
            _descent.Run(options.DescentSteps, FirstRadii(descent), fromFound: descent > 0);
        Shrink(LastPiece);
        _refinement.Clear();
        for (var step = 0; step < options.Refinements && goOn() && _refinement.Step(); step++)
        {
        }

        Shrink(LastPiece);
        _nearest.Verify();
        _nearest.Norms.AsSpan(0, trials.Count).CopyTo(distances.Measured.AsSpan(trials.First));
    }

    private MarginBoundary?[] Boundaries(int rank) => [.. _boundaries.Select(boundaries => rank < boundaries.Count ? boundaries[rank] : (MarginBoundary?)null)];

    // Where nothing has been found, that of the linearised network, and farther the next time.
    private double[] FirstRadii(int descent) =>
        [.. _boundaries.Select(boundaries => boundaries.Count > 0 ? Math.ScaleB(1, FartherAsPower * descent) * boundaries[0].Distance : double.PositiveInfinity)];

    private void Shrink(double lowest)
    {
        var lows = new double[Lanes];
        Array.Fill(lows, lowest);
        _nearest.Shrink(lows, [.. Enumerable.Range(0, Lanes).Select(_nearest.IsFound)], Halvings);
    }

    // Margins at the clean inputs, and all boundaries of what is answered rightly, the nearest first.
    private void LookAround(TrialRange trials, MarginDistances distances)
    {
        var (first, count) = trials;
        var norms = new double[Lanes];
        MarginVectors.Norms(_block.Clean, norms);
        norms.AsSpan(0, count).CopyTo(distances.InputNorms.AsSpan(first));
        var clean = _clean.AsSpan(0, _block.Values);
        _block.Forward(clean);
        for (var lane = 0; lane < Lanes; lane++)
        {
            _boundaries[lane].Clear();
            _nearest.Right[lane] = lane < count && _block.IsRight(lane);
        }

        _nearest.Clear();
        for (var t = 0; t < _block.Steps; t++)
        {
            for (var offset = 1; offset < _block.Classes; offset++)
                LookAt(t, offset, clean);
        }

        for (var lane = 0; lane < count; lane++)
        {
            var (n, right) = (first + lane, _nearest.Right[lane]);
            _boundaries[lane].Sort(static (x, y) => (x.Distance, x.Rival.Step, x.Rival.Class).CompareTo((y.Distance, y.Rival.Step, y.Rival.Class)));
            distances.Right[n] = right;
            distances.Outputs[n] = _block.Rivals(lane).Select(rival => _block.Gap(rival, lane) / Math.Sqrt(2)).DefaultIfEmpty(double.PositiveInfinity).Min();
            distances.Local[n] = right ? _boundaries[lane].Select(static boundary => boundary.Distance).FirstOrDefault(double.PositiveInfinity) : 0;
            distances.Certified[n] = right ? _boundaries[lane].Select(boundary => Certified(boundary, lane)).DefaultIfEmpty(double.PositiveInfinity).Min() : 0;
        }
    }

    // The boundary of each lane to the class so many after the right one, at one step.
    private void LookAt(int step, int offset, ReadOnlySpan<double> clean)
    {
        MarginRival?[] rivals = [.. Enumerable.Range(0, Lanes).Select(lane => _nearest.Right[lane] && _block.Target(step, lane) is >= 0 and var y
            ? new MarginRival(step, (y + offset) % _block.Classes) : (MarginRival?)null)];
        if (Array.TrueForAll(rivals, static rival => rival is null))
            return;
        _block.Backward(rivals, clean);
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (rivals[lane] is not { } rival)
                continue;
            var gap = _block.Gap(rival, lane);
            _boundaries[lane].Add(new(rival, gap, gap == 0 ? 0 : gap / Math.Sqrt(_block.Steepness[lane])));
        }
    }

    private double Certified(MarginBoundary boundary, int lane) => _bound is null || boundary.Gap == 0 ? 0
        : boundary.Gap / (_bound.DifferenceGain(_block.Target(boundary.Rival.Step, lane), boundary.Rival.Class) * _bound.StateGain(boundary.Rival.Step + 1));
}
