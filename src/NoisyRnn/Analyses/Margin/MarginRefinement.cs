namespace NoisyRnn.Analyses;

/// <summary>
/// Around the boundary, from the nearest place found: a step on the sphere of that radius towards the nearest point of the linearised boundary, and, where the answer
/// is wrong there, inwards. It ends where that point is not nearer: at a place that is the nearest in its neighbourhood.
/// </summary>
/// <param name="block">The trials.</param>
/// <param name="nearest">What was found; receives what is.</param>
internal sealed class MarginRefinement(MarginBlock block, MarginNearest nearest)
{
    private const int Lanes = MarginBlock.Lanes;

    // A step has no use where the linearised boundary is not nearer by this share; where the answer is right it is made shorter, at most to this part.
    private const double LeastGain = 1e-3, ShortestPart = 1.0 / 32;

    // Halvings of the piece that a step has opened, which is twice what the linearised boundary promises.
    private const int Halvings = 6;

    private readonly double[] _trial = new double[block.MostValues];
    private readonly double[] _keep = new double[Lanes], _add = new double[Lanes], _norms = new double[Lanes], _parts = new double[Lanes], _lowest = new double[Lanes];
    private readonly bool[] _active = new bool[Lanes];
    private readonly MarginRival?[] _rivals = new MarginRival?[Lanes];

    private Span<double> Trial => _trial.AsSpan(0, block.Values);

    /// <summary>Starts with whole steps.</summary>
    public void Clear() => Array.Fill(_parts, 1);

    /// <summary>One step in all lanes that have one left.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Step()
    {
        if (!Enumerable.Range(0, Lanes).Any(lane => nearest.IsFound(lane) && _parts[lane] >= ShortestPart))
            return false;
        Aim();
        if (!_active.Contains(true))
            return false;
        block.Forward(Trial);
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (!_active[lane])
                continue;
            _active[lane] = !block.IsRight(lane);
            _parts[lane] = _active[lane] ? Math.Min(1, 2 * _parts[lane]) : _parts[lane] / 2;
            if (_active[lane])
                nearest.Take(Trial, lane);
        }

        nearest.Shrink(_lowest, _active, Halvings);
        return true;
    }

    private void Aim()
    {
        block.Forward(nearest.Perturbation);
        for (var lane = 0; lane < Lanes; lane++)
            _rivals[lane] = nearest.IsFound(lane) && _parts[lane] >= ShortestPart ? block.Nearest(lane) : null;
        block.Backward(_rivals, nearest.Perturbation);
        for (var lane = 0; lane < Lanes; lane++)
        {
            (_keep[lane], _add[lane], _active[lane]) = (1, 0, false);
            if (_rivals[lane] is not { } rival)
                continue;
            var along = block.Along[lane] - block.Gap(rival, lane);
            // The distance of the linearised boundary, as a share of the one found.
            var share = Math.Abs(along) / Math.Sqrt(block.Steepness[lane]) / nearest.Norms[lane];
            _active[lane] = share < 1 - LeastGain;
            _lowest[lane] = Math.Clamp(1 - (2 * (1 - share)), 0.5, 1 - LeastGain);
            if (_active[lane])
                (_keep[lane], _add[lane]) = (1 - _parts[lane], _parts[lane] * along / block.Steepness[lane]);
        }

        MarginVectors.Combine(_keep, nearest.Perturbation, _add, block.Gradient, Trial);
        MarginVectors.Norms(Trial, _norms);
        for (var lane = 0; lane < Lanes; lane++)
            _keep[lane] = _active[lane] && _norms[lane] > 0 ? nearest.Norms[lane] / _norms[lane] : 1;
        MarginVectors.Scale(Trial, _keep, Trial);
    }
}
