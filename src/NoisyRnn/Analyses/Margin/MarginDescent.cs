using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// Down the gap to whatever boundary is the nearest at the moment, by steps of a length that falls as a cosine, on a sphere about the clean input that shrinks
/// where the answer is wrong and grows where it is right (Rony and others 2019): it finds ways that a boundary's linearisation does not see.
/// </summary>
/// <param name="block">The trials.</param>
/// <param name="nearest">What was found; receives what is.</param>
internal sealed class MarginDescent(MarginBlock block, MarginNearest nearest)
{
    private const int Lanes = MarginBlock.Lanes;

    // The first step and the last, and how much the sphere changes in a step, all relative to the first radius. The shortest are as long as the sphere's changes are fine.
    private const double FirstLength = 0.5, LastLength = 0.02, Change = 0.05;

    private readonly double[] _point = new double[block.MostValues];
    private readonly double[] _keep = new double[Lanes], _add = new double[Lanes], _norms = new double[Lanes], _radii = new double[Lanes], _lengths = new double[Lanes];
    private readonly bool[] _active = new bool[Lanes];
    private readonly MarginRival?[] _rivals = new MarginRival?[Lanes];

    private Span<double> Point => _point.AsSpan(0, block.Values);

    /// <summary>Descends in all lanes that are right.</summary>
    /// <param name="steps">Gradient steps.</param>
    /// <param name="radii">The first radius of each lane, where none has been found yet.</param>
    /// <param name="fromFound">Whether from what was found; else from the clean input.</param>
    public void Run(int steps, ReadOnlySpan<double> radii, bool fromFound)
    {
        Array.Clear(_point);
        if (fromFound)
            nearest.Perturbation.CopyTo(Point);
        for (var lane = 0; lane < Lanes; lane++)
        {
            _radii[lane] = _lengths[lane] = double.IsFinite(nearest.Norms[lane]) ? nearest.Norms[lane] : radii[lane];
            _active[lane] = nearest.Right[lane] && double.IsFinite(_radii[lane]) && _radii[lane] > 0;
        }

        for (var step = 0; step < steps && _active.Contains(true); step++)
        {
            block.Forward(Point);
            nearest.Keep(Point, _active);
            for (var lane = 0; lane < Lanes; lane++)
                _rivals[lane] = _active[lane] ? block.Nearest(lane) : null;
            block.Backward(_rivals, Point);
            var length = LastLength + ((FirstLength - LastLength) * (1 + Elementary.SinCosTurns(0.5 * step / steps).Cos) / 2);
            for (var lane = 0; lane < Lanes; lane++)
            {
                (_keep[lane], _add[lane]) = (1, _active[lane] && block.Steepness[lane] > 0 ? -length * _lengths[lane] / Math.Sqrt(block.Steepness[lane]) : 0);
                _radii[lane] = Math.Min(nearest.Norms[lane], _radii[lane] * (block.IsRight(lane) ? 1 + Change : 1 - Change));
            }

            MarginVectors.Combine(_keep, Point, _add, block.Gradient, Point);
            MarginVectors.Norms(Point, _norms);
            for (var lane = 0; lane < Lanes; lane++)
                _keep[lane] = _active[lane] && _norms[lane] > 0 ? _radii[lane] / _norms[lane] : 1;
            MarginVectors.Scale(Point, _keep, Point);
        }

        block.Forward(Point);
        nearest.Keep(Point, _active);
    }
}
