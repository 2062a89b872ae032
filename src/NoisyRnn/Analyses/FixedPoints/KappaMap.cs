using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// A leaky network with a recurrent matrix of low rank, W = m n, at a held input, where it stands: kappa -> n f(m kappa + U u + b), R numbers in the place of
/// N. Its fixed points are those of the network: h = f(m kappa + U u + b) has n h = kappa; of the current form x = m kappa + U u + b likewise.
/// </summary>
internal sealed class KappaMap : SearchedMap
{
    private readonly LeakyLayer _layer;
    private readonly double[] _left, _right, _drive, _rate, _slope;

    private KappaMap(Rollout<double> rollout, LeakyLayer layer, LowRankFactors factors, ReadOnlySpan<double> input)
    {
        var effective = rollout.Effective;
        _layer = layer;
        Size = factors.Rank;
        (_left, _right, _drive) = (effective[factors.Left].ToArray(), effective[factors.Right].ToArray(), effective[layer.Bias].ToArray());
        (_rate, _slope) = (new double[_drive.Length], new double[_drive.Length]);
        DenseProduct.Multiply(effective[layer.Input], input, _rate, _drive.Length, input.Length, 1);
        for (var i = 0; i < _drive.Length; i++)
            _drive[i] += _rate[i];
    }

    /// <summary>That of a network; null where its recurrent matrix has no factors, or the mean of noise stands in its steps.</summary>
    /// <param name="rollout">The network without noise, ready to run.</param>
    /// <param name="input">u [I].</param>
    public static KappaMap? Of(Rollout<double> rollout, ReadOnlySpan<double> input) =>
        rollout.IsSilent && rollout.Network.LeakyLayers(rollout.Layout) is [{ Factors: { } factors } layer] ? new(rollout, layer, factors, input) : null;

    public override int Size { get; }

    public override void Evaluate(ReadOnlySpan<double> state, Span<double> next)
    {
        Step(state);
        DenseProduct.Multiply(_right, _rate, next, Size, _rate.Length, 1);
    }

    public override void TransposedJacobian(ReadOnlySpan<double> state, Span<double> transposed)
    {
        Step(state);
        transposed[..(Size * Size)].Clear();
        for (var i = 0; i < _slope.Length; i++)
        {
            for (var from = 0; from < Size; from++)
            {
                var along = _slope[i] * _left[(i * Size) + from];
                for (var to = 0; to < Size; to++)
                    transposed[(from * Size) + to] += along * _right[(to * _slope.Length) + i];
            }
        }
    }

    /// <summary>The state of the whole network where it stands at a kappa.</summary>
    /// <param name="kappa">kappa [R].</param>
    /// <returns>h, or [f(x); x].</returns>
    public double[] Lift(ReadOnlySpan<double> kappa)
    {
        Step(kappa);
        return _layer.LeaksFirst ? [.. _rate, .. Enumerable.Range(0, _rate.Length).Select(PreActivation(kappa.ToArray()))] : [.. _rate];
    }

    /// <summary>kappa of a state.</summary>
    /// <param name="state">h, or [f(x); x].</param>
    public double[] KappaOf(ReadOnlySpan<double> state)
    {
        var kappa = new double[Size];
        DenseProduct.Multiply(_right, state[.._rate.Length], kappa, Size, _rate.Length, 1);
        return kappa;
    }

    private void Step(ReadOnlySpan<double> kappa)
    {
        var at = PreActivation(kappa.ToArray());
        for (var i = 0; i < _rate.Length; i++)
        {
            var f = _layer.Activations[i].Apply(new Dual<Real>(new(at(i)), new(1)));
            (_rate[i], _slope[i]) = (f.Primal.Value, f.Tangent.Value);
        }
    }

    private Func<int, double> PreActivation(double[] kappa) => i =>
    {
        var a = _drive[i];
        for (var r = 0; r < kappa.Length; r++)
            a += _left[(i * kappa.Length) + r] * kappa[r];
        return a;
    };
}
