namespace NoisyRnn.Analyses;

/// <summary>
/// The nearest wrong answers found so far for a block of trials: perturbations that a forward pass has seen make the answer wrong. Of trials
/// that are answered wrongly as they stand they are 0.
/// </summary>
internal sealed class MarginNearest
{
    private const int Lanes = MarginBlock.Lanes;
    private readonly MarginBlock _block;
    private readonly double[] _perturbation, _trial;
    private readonly double[] _norms = new double[Lanes], _low = new double[Lanes], _high = new double[Lanes], _middle = new double[Lanes];

    /// <summary>Allocates its memory.</summary>
    /// <param name="block">Receives the trials.</param>
    public MarginNearest(MarginBlock block)
    {
        _block = block;
        (_perturbation, _trial) = (new double[block.MostValues], new double[block.MostValues]);
    }

    /// <summary>The perturbations; 0 where there is none. [step][channel][lane]</summary>
    public Span<double> Perturbation => _perturbation.AsSpan(0, _block.Values);

    /// <summary>Their norms; infinite where there is none. [lanes]</summary>
    public double[] Norms { get; } = new double[Lanes];

    /// <summary>Whether a lane's trial is answered rightly as it stands.</summary>
    public bool[] Right { get; } = new bool[Lanes];

    /// <summary>Whether there is a perturbation to improve.</summary>
    public bool IsFound(int lane) => Right[lane] && double.IsFinite(Norms[lane]) && Norms[lane] > 0;

    /// <summary>Starts anew: what is wrong has distance 0, what is right none.</summary>
    public void Clear()
    {
        Array.Clear(_perturbation);
        for (var lane = 0; lane < Lanes; lane++)
            Norms[lane] = Right[lane] ? double.PositiveInfinity : 0;
    }

    /// <summary>Keeps perturbations with which the block has just gone forward, where they made the answer wrong and are smaller.</summary>
    /// <param name="point">They.</param>
    /// <param name="active">Which lanes.</param>
    public void Keep(ReadOnlySpan<double> point, ReadOnlySpan<bool> active)
    {
        MarginVectors.Norms(point, _norms);
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (active[lane] && _norms[lane] < Norms[lane] && !_block.IsRight(lane))
                Take(point, lane);
        }
    }

    /// <summary>Takes one lane's perturbation, which is known to make the answer wrong.</summary>
    public void Take(ReadOnlySpan<double> point, int lane)
    {
        MarginVectors.CopyLane(point, Perturbation, lane);
        var squares = 0.0;
        for (var k = lane; k < point.Length; k += Lanes)
            squares += point[k] * point[k];
        Norms[lane] = Math.Sqrt(squares);
    }

    /// <summary>Goes back along the line to the boundary, by bisection between a share of the perturbation, which need not be right, and the whole, which is wrong.</summary>
    /// <param name="lowest">The share, one a lane.</param>
    /// <param name="active">Which lanes.</param>
    /// <param name="halvings">How often the piece between is halved.</param>
    public void Shrink(ReadOnlySpan<double> lowest, ReadOnlySpan<bool> active, int halvings)
    {
        lowest.CopyTo(_low);
        Array.Fill(_high, 1);
        for (var k = 0; k < halvings && active.Contains(true); k++)
        {
            for (var lane = 0; lane < Lanes; lane++)
                _middle[lane] = active[lane] ? (_low[lane] + _high[lane]) / 2 : 1;
            MarginVectors.Scale(Perturbation, _middle, _trial);
            _block.Forward(_trial.AsSpan(0, _block.Values));
            for (var lane = 0; lane < Lanes; lane++)
            {
                if (active[lane])
                    (_block.IsRight(lane) ? _low : _high)[lane] = _middle[lane];
            }
        }

        MarginVectors.Scale(Perturbation, _high, Perturbation);
        MarginVectors.Norms(Perturbation, _norms);
        for (var lane = 0; lane < Lanes; lane++)
            Norms[lane] = active[lane] ? _norms[lane] : Norms[lane];
    }

    /// <summary>Nothing stays that a forward pass does not see once more.</summary>
    public void Verify()
    {
        _block.Forward(Perturbation);
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (Right[lane] && _block.IsRight(lane))
                Norms[lane] = double.PositiveInfinity;
        }
    }
}
