namespace NoisyRnn.Analyses;

/// <summary>
/// The way from the clean input towards one boundary g = z_y - z_j = 0: d' = w (w . d - g) / ||w||^2, w = grad g at d, the point of the linearised boundary that is
/// nearest to the clean input. The first step is DeepFool's (Moosavi-Dezfooli and others 2016); where the steps come to rest d is parallel to w, as at
/// the nearest point of a boundary it must be (Hasofer and Lind 1974, Rackwitz and Fiessler 1978).
/// </summary>
/// <param name="block">The trials.</param>
/// <param name="nearest">Receives what is found.</param>
internal sealed class MarginApproach(MarginBlock block, MarginNearest nearest)
{
    private const int Lanes = MarginBlock.Lanes;

    // It aims this share of the clean gap behind the boundary, lest it ends before it; the bisection takes it back.
    private const double Beyond = 0.01;

    // After so many full steps, half ones: a way that swings about its end then comes to rest.
    private const int FullSteps = 5;

    // Not farther in a step, while nothing has been found, than so many times what it has been away.
    private const double Farther = 4;

    // Where no way has crossed a boundary the first step is made longer, up to 1.5^30 = 2e5 times.
    private const double Longer = 1.5;
    private const int Lengthenings = 30;

    private readonly double[] _point = new double[block.MostValues];
    private readonly double[] _keep = new double[Lanes], _add = new double[Lanes], _norms = new double[Lanes], _reached = new double[Lanes];
    private readonly bool[] _active = new bool[Lanes];
    private readonly MarginRival?[] _rivals = new MarginRival?[Lanes];

    private Span<double> Point => _point.AsSpan(0, block.Values);

    /// <summary>Goes towards one boundary a lane.</summary>
    /// <param name="boundaries">They; null for none.</param>
    /// <param name="steps">Gradient steps.</param>
    public void Run(ReadOnlySpan<MarginBoundary?> boundaries, int steps)
    {
        Array.Clear(_point);
        Array.Clear(_reached);
        Choose(boundaries, static _ => true);
        for (var step = 0; step < steps; step++)
        {
            block.Forward(Point);
            nearest.Keep(Point, _active);
            block.Backward(_rivals, Point);
            var part = step < FullSteps ? 1 : 0.5;
            for (var lane = 0; lane < Lanes; lane++)
            {
                (_keep[lane], _add[lane]) = (1, 0);
                if (boundaries[lane] is not { } boundary)
                    continue;
                var factor = (block.Along[lane] - block.Gap(boundary.Rival, lane) - (Beyond * boundary.Gap)) / block.Steepness[lane];
                // Where the gradient has vanished there is no way on.
                if (double.IsFinite(factor))
                    (_keep[lane], _add[lane]) = (1 - part, part * factor);
            }

            MarginVectors.Combine(_keep, Point, _add, block.Gradient, Point);
            StayNear();
        }

        block.Forward(Point);
        nearest.Keep(Point, _active);
    }

    /// <summary>Goes straight on along the first step, where nothing has been found yet.</summary>
    /// <param name="boundaries">The nearest boundary of each lane by linearised distance; null for none.</param>
    public void Lengthen(ReadOnlySpan<MarginBoundary?> boundaries)
    {
        Choose(boundaries, lane => double.IsPositiveInfinity(nearest.Norms[lane]));
        if (!_active.Contains(true))
            return;
        Array.Clear(_point);
        block.Forward(Point);
        block.Backward(_rivals, Point);
        for (var lane = 0; lane < Lanes; lane++)
            _add[lane] = _active[lane] && block.Steepness[lane] > 0 ? -boundaries[lane]!.Value.Gap / block.Steepness[lane] : 0;
        MarginVectors.Scale(block.Gradient, _add, Point);
        Array.Fill(_keep, Longer);
        for (var k = 0; k < Lengthenings; k++)
        {
            MarginVectors.Scale(Point, _keep, Point);
            block.Forward(Point);
            nearest.Keep(Point, _active);
        }
    }

    private void Choose(ReadOnlySpan<MarginBoundary?> boundaries, Func<int, bool> wanted)
    {
        for (var lane = 0; lane < Lanes; lane++)
        {
            _active[lane] = boundaries[lane] is not null && wanted(lane);
            _rivals[lane] = _active[lane] ? boundaries[lane]!.Value.Rival : null;
        }
    }

    // Within what has been found already; until then not much farther than it has been.
    private void StayNear()
    {
        MarginVectors.Norms(Point, _norms);
        for (var lane = 0; lane < Lanes; lane++)
        {
            var most = double.IsFinite(nearest.Norms[lane]) ? nearest.Norms[lane]
                : _reached[lane] == 0 ? double.PositiveInfinity : Farther * _reached[lane];
            _keep[lane] = _norms[lane] > most ? most / _norms[lane] : 1;
            _reached[lane] = Math.Max(_reached[lane], Math.Min(_norms[lane], most));
        }

        MarginVectors.Scale(Point, _keep, Point);
    }
}
