using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Dynamics;

/// <summary>
/// One Euler step of a one-layer drift expanded in the level e of additive noise: the state h + e h1 + e^2 h2, in two orders or
/// one, and its derivative. The noise terms of the frame are the probe: they drive h1, and h is without noise.
/// </summary>
/// <remarks>
/// Forward, truncated power series in e throughout: a = a0 + e a1 + e^2 a2 with a0 = W h + U u + b, a1 = W h1 + inside, a2 = W h2;
/// f(a) = f(a0) + e f' a1 + e^2 (f' a2 + f'' a1^2/2); F_k = L h_k + that (and outside on F_1); h_k' = h_k + d F_k (and the state's
/// noise on h_1'). So h2' = J h2 + (d/2) D^2 f[h1, h1] (spec 2, section 3).
/// Saved: the slope's series s0 = f', s1 = f'' a1, s2 = f'' a2 + f''' a1^2/2; where steps are trained, F_k.
/// Backward, with G_k = dL/dh_k' and q_k = d G_k: r_j = sum over k &gt;= j of q_k s_(k-j); dL/dh_k = G_k + L^T q_k + W^T r_k;
/// dL = sum q_k h_k^T, dW = sum r_k h_k^T, dU = sum r_0 u^T, db = sum r_0, dd = sum G_k F_k.
/// </remarks>
/// <typeparam name="T">float or double.</typeparam>
internal sealed class ExpandedCell<T> : Cell<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly DriftLayer _layer;
    private readonly Activation _activation;
    private readonly DriftStep<T> _step;
    private readonly Weights<T>? _linear;
    private readonly Weights<T> _recurrent, _input;
    private readonly T[] _bias, _state, _minusOne;
    private readonly int _units;

    /// <summary>Prepares an expansion.</summary>
    /// <param name="network">A network whose drift is one layer with a smooth activation.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="orders">1 or 2.</param>
    public ExpandedCell(DrivenNetwork network, ParameterLayout layout, double dt, int orders)
    {
        if (network.Form(layout) is not [{ Recurrent: { } recurrent, Activations.AreAveraged: false } layer])
            throw new ArgumentException($"the drift of {network.GetType().Name} is not one layer", nameof(network));
        (_layer, _activation) = (layer, layer.Activations.Function);
        (Orders, _units) = (orders, network.Units);
        _step = new DriftStep<T>(network, layout, dt);
        _linear = _layer.Linear is null ? null : new(_layer.Linear);
        (_recurrent, _input) = (new(recurrent), new(_layer.Input));
        (_bias, _state, _minusOne) = (new T[_units], new T[StateRows], new T[_units]);
        Array.Fill(_minusOne, -T.One);
        var rules = ImmutableArray.CreateBuilder<GradientRule>();
        for (var k = 0; k <= orders; k++)
        {
            if (_layer.Linear is not null)
                rules.Add(new(_layer.Linear, k * _units, GradientSource.State, k * _units));
            rules.Add(new(recurrent, (orders + 1 + k) * _units, GradientSource.State, k * _units));
        }

        rules.Add(new(_layer.Input, (orders + 1) * _units, GradientSource.Input));
        rules.Add(new(_layer.Bias, (orders + 1) * _units, GradientSource.None));
        if (_step.IsTrained)
            rules.Add(new(_step.Slice!, 2 * (orders + 1) * _units, GradientSource.None));
        GradientRules = rules.ToImmutable();
    }

    public override int Orders { get; }

    public override int StateRows => (Orders + 1) * _units;

    // The slope's series, and the drift's where steps are trained.
    public override int SavedRows => (_step.IsTrained ? 2 : 1) * StateRows;

    public override int DeltaRows => (2 * StateRows) + (_step.IsTrained ? _units : 0);

    // a1 or a2, f'' and f'''; and what is saved, where nobody goes back.
    public override int ScratchRows => (4 * _units) + SavedRows;

    public override ImmutableArray<GradientRule> GradientRules { get; }

    public override ReadOnlySpan<T> InitialState => _state;

    public override ParameterSlice? InitialStateSlice => _layer.InitialState;

    public override void Refresh(Parameters effective)
    {
        _linear?.Refresh(effective);
        _recurrent.Refresh(effective);
        _input.Refresh(effective);
        _step.Refresh(effective);
        Matrices.Round(effective[_layer.Bias], _bias);
        if (_layer.InitialState is { } slice)
            Matrices.Round(effective[slice], _state.AsSpan(0, _units));
    }

    public override void Step(in StepFrame<T> frame)
    {
        var (width, n) = (frame.Width, _units * frame.Width);
        var own = frame.Scratch[..(4 * n)];
        Span<T> a1 = own[..n], a2 = own.Slice(n, n), second = own.Slice(2 * n, n), third = own[(3 * n)..];
        var saved = frame.Saved.IsEmpty ? frame.Scratch[(4 * n)..] : frame.Saved;
        Span<T> value = frame.Next[..n], slope = saved[..n];
        Rows.Broadcast(_bias, value, width);
        _recurrent.Add(frame.State[..n], value, width, frame.Ahead);
        _input.Add(frame.Input, value, width);
        _activation.EvaluateAs(value, value, slope);
        _activation.Curvature<T>(value, slope, second, third);

        PreActivation(frame, 1, frame.Inside, a1);
        Span<T> tangent = frame.Next.Slice(n, n), bend = saved.Slice(n, n);
        Multiply(second, a1, bend);
        Multiply(slope, a1, tangent);
        if (!frame.Outside.IsEmpty)
            Rows.Add(frame.Outside, tangent);
        if (Orders == 2)
        {
            PreActivation(frame, 2, [], a2);
            Span<T> curve = frame.Next.Slice(2 * n, n), last = saved.Slice(2 * n, n);
            Multiply(slope, a2, curve);
            AddHalfProduct(bend, a1, curve);
            Multiply(second, a2, last);
            Rows.Multiply(a1, third);
            AddHalfProduct(third, a1, last);
        }

        for (var k = 0; k <= Orders; k++)
        {
            var state = frame.State.Slice(k * n, n);
            var drift = frame.Next.Slice(k * n, n);
            _linear?.Add(state, drift, width);
            if (_layer.Leaks)
                Rows.AddScaled(_minusOne, state, drift, width);
            if (_step.IsTrained)
                drift.CopyTo(saved[((Orders + 1 + k) * n)..]);
            Rows.Advance(_step.Sizes, state, drift, width);
        }

        if (!frame.OnState.IsEmpty)
            Rows.Add(frame.OnState, tangent);
    }

    public override void StepBackward(in BackwardFrame<T> frame)
    {
        var (width, n) = (frame.Width, _units * frame.Width);
        for (var k = 0; k <= Orders; k++)
            Rows.ScaleTo(_step.Sizes, frame.Gradient.Slice(k * n, n), frame.Delta.Slice(k * n, n), width);
        if (_step.IsTrained)
        {
            var delta = frame.Delta.Slice(2 * (Orders + 1) * n, n);
            var drift = frame.Saved.Slice((Orders + 1) * n, (Orders + 1) * n);
            Multiply(frame.Gradient[..n], drift[..n], delta);
            for (var k = 1; k <= Orders; k++)
                Rows.AddScaledProduct<T>([T.One], frame.Gradient.Slice(k * n, n), drift.Slice(k * n, n), delta, n);
        }

        for (var j = 0; j <= Orders; j++)
        {
            Span<T> q = frame.Delta.Slice(j * n, n), r = frame.Delta.Slice((Orders + 1 + j) * n, n), gradient = frame.Gradient.Slice(j * n, n);
            Multiply(q, frame.Saved[..n], r);
            for (var k = j + 1; k <= Orders; k++)
                Rows.AddScaledProduct<T>([T.One], frame.Delta.Slice(k * n, n), frame.Saved.Slice((k - j) * n, n), r, n);
            _linear?.AddTransposed(q, gradient, width);
            if (_layer.Leaks)
                Rows.AddScaled(_minusOne, q, gradient, width);
            _recurrent.AddTransposed(r, gradient, width, j == 0 ? frame.Ahead : default);
        }

        if (!frame.InputGradient.IsEmpty)
            _input.AddTransposed(frame.Delta.Slice((Orders + 1) * n, n), frame.InputGradient, width);
    }

    private void PreActivation(in StepFrame<T> frame, int order, ReadOnlySpan<T> probe, Span<T> a)
    {
        if (probe.IsEmpty)
            a.Clear();
        else
            probe.CopyTo(a);
        _recurrent.Add(frame.State.Slice(order * a.Length, a.Length), a, frame.Width);
    }

    private static void Multiply(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> product) => Rows.ScaledProduct<T>([T.One], x, y, product, product.Length);

    private static void AddHalfProduct(ReadOnlySpan<T> x, ReadOnlySpan<T> y, Span<T> sum) =>
        Rows.AddScaledProduct<T>([T.CreateTruncating(0.5)], x, y, sum, sum.Length);
}
