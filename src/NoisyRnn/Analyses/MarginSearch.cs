namespace NoisyRnn.Analyses;

/// <summary>
/// Looks for the smallest L2 perturbations that make a block of trials be answered wrongly. Towards each of the nearest boundaries g = z_y - z_j = 0 it goes from the
/// clean input by d' = w (w . d - g) / ||w||^2, w = grad g at d: the point of the linearised boundary nearest to the clean input (the first step is
/// DeepFool's; Hasofer and Lind 1974, Rackwitz and Fiessler 1978); then back along the line to the boundary by bisection; then around the boundary,
/// on the sphere of the radius found, as long as that gets nearer. Only what a forward pass has seen change the answer counts. Draws nothing.
/// </summary>
internal sealed class MarginSearch
{
    private const int Lanes = MarginBlock.Lanes;

    // A way aims this share of the clean gap behind the boundary, lest it ends before it; the bisection takes it back.
    private const double Beyond = 0.01;

    // After so many full steps, half ones: a way that swings about its end then comes to rest.
    private const int FullSteps = 5;

    // Where no way has crossed a boundary the first one is made longer, up to 1.5^30 = 2e5 times the first step.
    private const double Longer = 1.5;
    private const int Lengthenings = 30;

    // Halvings of the whole line, of the piece that a step around the boundary has opened, and of the last tenth at the end: 1e-4 of the distance.
    private const int Halvings = 10, FewHalvings = 6;
    private const double LastPiece = 0.9;

    // A step around the boundary has no use where the linearised boundary is not nearer by this share; it is made shorter at most so often.
    private const double LeastGain = 1e-3, ShortestStep = 1.0 / 32;

    private readonly MarginBlock _block;
    private readonly MarginBound? _bound;
    private readonly double[] _point, _best, _trial;
    private readonly double[] _bestNorms = new double[Lanes], _norms = new double[Lanes], _squares = new double[Lanes], _products = new double[Lanes];
    private readonly double[] _p = new double[Lanes], _q = new double[Lanes], _low = new double[Lanes], _high = new double[Lanes], _reached = new double[Lanes], _shares = new double[Lanes];
    private readonly bool[] _right = new bool[Lanes], _active = new bool[Lanes];
    private readonly MarginRival?[] _rivals = new MarginRival?[Lanes];
    private readonly List<(double Distance, MarginRival Rival, double Gap)>[] _boundaries = [.. Enumerable.Range(0, Lanes).Select(static _ => new List<(double, MarginRival, double)>())];

    /// <summary>Allocates its memory.</summary>
    /// <param name="block">Receives the trials.</param>
    /// <param name="bound">The network's bound; null for none.</param>
    public MarginSearch(MarginBlock block, MarginBound? bound)
    {
        (_block, _bound) = (block, bound);
        (_point, _best, _trial) = (new double[block.MostValues], new double[block.MostValues], new double[block.MostValues]);
    }

    /// <summary>The smallest perturbations found; 0 of trials that are answered wrongly as they stand, and where none was found. [step][channel][lane]</summary>
    public ReadOnlySpan<double> Found => _best.AsSpan(0, _block.Values);

    /// <summary>Looks at trials.</summary>
    /// <param name="options">How much is done.</param>
    /// <param name="first">The first trial.</param>
    /// <param name="count">How many.</param>
    /// <param name="distances">Receives what is found.</param>
    /// <param name="goOn">Called after each part of the work; false stops.</param>
    public void Run(Margin options, int first, int count, MarginDistances distances, Func<bool> goOn)
    {
        _block.Fill(first, count);
        Array.Clear(_best);
        Array.Fill(_bestNorms, double.PositiveInfinity);
        LookAround(first, count, distances);
        for (var rival = 0; rival < options.Rivals; rival++)
        {
            if (!goOn())
                return;
            Approach(rival, options.Steps);
        }

        Lengthen();
        Shrink(static _ => 0, _bestNorms.Select(double.IsFinite).ToArray(), Halvings);
        Array.Fill(_shares, 1);
        for (var step = 0; step < options.Refinements && goOn(); step++)
            GoAround();
        Shrink(static _ => LastPiece, _bestNorms.Select(double.IsFinite).ToArray(), Halvings);
        Verify();
        _bestNorms.AsSpan(0, count).CopyTo(distances.Measured.AsSpan(first));
    }

    // Margins at the clean inputs, and all boundaries by their linearised distance.
    private void LookAround(int first, int count, MarginDistances distances)
    {
        Array.Clear(_point);
        MarginVectors.Norms(_block.Clean, _norms);
        _norms.AsSpan(0, count).CopyTo(distances.InputNorms.AsSpan(first));
        _block.Forward(At(_point));
        var certified = new double[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            _boundaries[lane].Clear();
            _right[lane] = lane < count && _block.IsRight(lane);
            certified[lane] = double.PositiveInfinity;
            if (lane < count)
                distances.Outputs[first + lane] = _block.Rivals(lane).Select(rival => _block.Gap(rival, lane) / Math.Sqrt(2)).DefaultIfEmpty(double.PositiveInfinity).Min();
        }

        for (var t = 0; t < _block.Steps; t++)
        {
            if (!Enumerable.Range(0, Lanes).Any(lane => _right[lane] && _block.Target(t, lane) >= 0))
                continue;
            var stateGain = _bound?.StateGain(t + 1) ?? double.NaN;
            for (var k = 1; k < _block.Classes; k++)
            {
                for (var lane = 0; lane < Lanes; lane++)
                    _rivals[lane] = _right[lane] && _block.Target(t, lane) is >= 0 and var y ? new(t, (y + k) % _block.Classes) : null;
                Climb(_point);
                for (var lane = 0; lane < Lanes; lane++)
                {
                    if (_rivals[lane] is not { } rival)
                        continue;
                    var gap = _block.Gap(rival, lane);
                    _boundaries[lane].Add((gap == 0 ? 0 : gap / Math.Sqrt(_squares[lane]), rival, gap));
                    if (_bound is not null && gap >= 0)
                        certified[lane] = Math.Min(certified[lane], gap == 0 ? 0 : gap / (_bound.DifferenceGain(_block.Target(t, lane), rival.Class) * stateGain));
                }
            }
        }

        for (var lane = 0; lane < count; lane++)
        {
            var n = first + lane;
            var nearest = _boundaries[lane].OrderBy(static boundary => boundary.Distance).ToList();
            _boundaries[lane].Clear();
            _boundaries[lane].AddRange(nearest);
            distances.Right[n] = _right[lane];
            distances.Certified[n] = _right[lane] ? certified[lane] : 0;
            distances.Local[n] = !_right[lane] ? 0 : nearest.Count > 0 ? nearest[0].Distance : double.PositiveInfinity;
            if (!_right[lane])
                _bestNorms[lane] = 0;
        }
    }

    // One way towards the boundary that is the nearest but so many.
    private void Approach(int rival, int steps)
    {
        if (!Array.Exists(_boundaries, boundaries => rival < boundaries.Count))
            return;
        Array.Clear(_point);
        for (var lane = 0; lane < Lanes; lane++)
        {
            _active[lane] = _right[lane] && rival < _boundaries[lane].Count;
            _rivals[lane] = _active[lane] ? _boundaries[lane][rival].Rival : null;
            _reached[lane] = 0;
        }

        for (var step = 0; step < steps; step++)
        {
            _block.Forward(At(_point));
            KeepBest(_point);
            Climb(_point);
            var part = step < FullSteps ? 1 : 0.5;
            for (var lane = 0; lane < Lanes; lane++)
            {
                (_p[lane], _q[lane]) = (1, 0);
                if (_rivals[lane] is not { } wrong)
                    continue;
                var factor = (_products[lane] - _block.Gap(wrong, lane) - (Beyond * _boundaries[lane][rival].Gap)) / _squares[lane];
                // Where the gradient has vanished there is no way on.
                if (double.IsFinite(factor))
                    (_p[lane], _q[lane]) = (1 - part, part * factor);
            }

            MarginVectors.Combine(_p, At(_point), _q, _block.Gradient, At(_point));
            MarginVectors.Norms(At(_point), _norms);
            for (var lane = 0; lane < Lanes; lane++)
            {
                // Within what has been found already; until then not much farther than it has been.
                var most = double.IsFinite(_bestNorms[lane]) ? _bestNorms[lane]
                    : _reached[lane] == 0 ? double.PositiveInfinity : 4 * _reached[lane];
                _p[lane] = _norms[lane] > most ? most / _norms[lane] : 1;
                _reached[lane] = Math.Max(_reached[lane], Math.Min(_norms[lane], most));
            }

            MarginVectors.Scale(At(_point), _p, At(_point));
        }

        _block.Forward(At(_point));
        KeepBest(_point);
    }

    // Along the first step of the first way, where none has crossed a boundary.
    private void Lengthen()
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            _active[lane] = double.IsPositiveInfinity(_bestNorms[lane]) && _boundaries[lane].Count > 0;
            _rivals[lane] = _active[lane] ? _boundaries[lane][0].Rival : null;
        }

        if (!_active.Contains(true))
            return;
        Array.Clear(_point);
        _block.Forward(At(_point));
        Climb(_point);
        for (var lane = 0; lane < Lanes; lane++)
            _p[lane] = _active[lane] && _squares[lane] > 0 ? -_boundaries[lane][0].Gap / _squares[lane] : 0;
        MarginVectors.Scale(_block.Gradient, _p, At(_point));
        Array.Fill(_p, Longer);
        for (var k = 0; k < Lengthenings; k++)
        {
            MarginVectors.Scale(At(_point), _p, At(_point));
            _block.Forward(At(_point));
            KeepBest(_point);
        }
    }

    // Bisection between a share of what was found, which need not be right, and the whole of it, which is wrong.
    private void Shrink(Func<int, double> lowest, bool[] active, int halvings)
    {
        for (var lane = 0; lane < Lanes; lane++)
            (_low[lane], _high[lane]) = (lowest(lane), 1);
        for (var k = 0; k < halvings && active.Contains(true); k++)
        {
            for (var lane = 0; lane < Lanes; lane++)
                _p[lane] = active[lane] ? (_low[lane] + _high[lane]) / 2 : 1;
            MarginVectors.Scale(At(_best), _p, At(_trial));
            _block.Forward(At(_trial));
            for (var lane = 0; lane < Lanes; lane++)
            {
                if (!active[lane])
                    continue;
                if (_block.IsRight(lane))
                    _low[lane] = _p[lane];
                else
                    _high[lane] = _p[lane];
            }
        }

        MarginVectors.Scale(At(_best), _high, At(_best));
        MarginVectors.Norms(At(_best), _norms);
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (active[lane])
                _bestNorms[lane] = _norms[lane];
        }
    }

    // One step on the sphere towards the linearised boundary's nearest point, and inwards from there.
    private void GoAround()
    {
        _block.Forward(At(_best));
        for (var lane = 0; lane < Lanes; lane++)
            _rivals[lane] = _right[lane] && double.IsFinite(_bestNorms[lane]) && _bestNorms[lane] > 0 && _shares[lane] >= ShortestStep ? Nearest(lane) : null;
        Climb(_best);
        var nearer = new double[Lanes];
        for (var lane = 0; lane < Lanes; lane++)
        {
            (_p[lane], _q[lane], _active[lane]) = (1, 0, false);
            if (_rivals[lane] is not { } rival)
                continue;
            var along = _products[lane] - _block.Gap(rival, lane);
            nearer[lane] = Math.Abs(along) / Math.Sqrt(_squares[lane]) / _bestNorms[lane];
            _active[lane] = nearer[lane] < 1 - LeastGain;
            if (_active[lane])
                (_p[lane], _q[lane]) = (1 - _shares[lane], _shares[lane] * along / _squares[lane]);
        }

        if (!_active.Contains(true))
            return;
        MarginVectors.Combine(_p, At(_best), _q, _block.Gradient, At(_trial));
        MarginVectors.Norms(At(_trial), _norms);
        for (var lane = 0; lane < Lanes; lane++)
            _p[lane] = _active[lane] && _norms[lane] > 0 ? _bestNorms[lane] / _norms[lane] : 1;
        MarginVectors.Scale(At(_trial), _p, At(_trial));
        _block.Forward(At(_trial));
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (!_active[lane])
                continue;
            _active[lane] = !_block.IsRight(lane);
            _shares[lane] = _active[lane] ? Math.Min(1, 2 * _shares[lane]) : _shares[lane] / 2;
            if (_active[lane])
                MarginVectors.CopyLane(At(_trial), At(_best), lane);
        }

        Shrink(lane => Math.Clamp(1 - (2 * (1 - nearer[lane])), 0.5, 1 - LeastGain), _active, FewHalvings);
    }

    // Nothing is measured that a forward pass has not seen.
    private void Verify()
    {
        _block.Forward(At(_best));
        MarginVectors.Norms(At(_best), _norms);
        for (var lane = 0; lane < Lanes; lane++)
            _bestNorms[lane] = !_right[lane] ? 0 : _block.IsRight(lane) ? double.PositiveInfinity : _norms[lane];
    }

    private void KeepBest(double[] point)
    {
        MarginVectors.Norms(At(point), _norms);
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (!_active[lane] || !(_norms[lane] < _bestNorms[lane]) || _block.IsRight(lane))
                continue;
            _bestNorms[lane] = _norms[lane];
            MarginVectors.CopyLane(At(point), At(_best), lane);
        }
    }

    // Gradients where the last way forward led, with w . w and w . d.
    private void Climb(double[] point)
    {
        _block.Backward(_rivals);
        MarginVectors.Dots(_block.Gradient, _block.Gradient, _squares);
        MarginVectors.Dots(_block.Gradient, At(point), _products);
    }

    private MarginRival? Nearest(int lane) => _block.Rivals(lane).Select(static rival => (MarginRival?)rival).MinBy(rival => _block.Gap(rival!.Value, lane));

    private Span<double> At(double[] vector) => vector.AsSpan(0, _block.Values);
}
