using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>One trial of any network stepped through its plain functions, with plain loops: what the kernels must reproduce.</summary>
internal sealed class ReferenceRollout
{
    private readonly Network _network;
    private readonly ParameterLayout _layout;
    private readonly Real[] _values;
    private readonly double _dt;

    public ReferenceRollout(
        Network network, Parameters parameters, double dt, Increments<double> noise, double[,] inputs, ulong trial, Scheme? scheme = null)
    {
        (_network, _layout, _dt) = (network, parameters.Layout, dt);
        var (steps, rows, outputs) = (inputs.GetLength(0), network.StateRows, parameters.Layout["W_out"].Rows);
        var inputCount = inputs.GetLength(1);
        var shape = network.NoiseShape(inputCount, outputs);
        States = new double[steps + 1, rows];
        Outputs = new double[steps, outputs];
        var effective = network.Effective(parameters);
        _values = Reals(effective.Values);
        var h = new Real[rows];
        if (parameters.Layout.Slices.Any(static slice => slice.Name == "init_state"))
            h = Reals(parameters["init_state"].ToArray());
        if (network is CurrentRnn form)
            h = [.. h.Select(x => form.Activation.Apply(x)), .. h];
        // The last layer's state stands first.
        for (var layer = 2; parameters.Layout.Slices.Any(slice => slice.Name == $"init_state_{layer}"); layer++)
        {
            var above = Reals(parameters[$"init_state_{layer}"].ToArray());
            h = network is CurrentRnn other ? [.. above.Select(x => other.Activation.Apply(x)), .. above, .. h] : [.. above, .. h];
        }

        Keep(States, 0, h);
        for (var t = 0; t < steps; t++)
        {
            var u = Reals([.. Enumerable.Range(0, inputCount).Select(i => inputs[t, i])]);
            Add(u, Draw(NoiseTerm.Input));
            var (inside, outside) = (Reals(Draw(NoiseTerm.Inside)), Reals(Draw(NoiseTerm.Outside)));
            DistanceToKink = Math.Min(DistanceToKink, Distance(h, u, inside));
            h = network is DrivenNetwork driven
                ? Driven(driven, scheme ?? new EulerMaruyama(), h, u, inside, outside, Draw, noise.StateFactorVariance.ToArray())
                : Map(h, u, inside, outside, Factors(), Draw(NoiseTerm.State));
            Keep(States, t + 1, h);
            var readout = Draw(NoiseTerm.Readout);
            for (var o = 0; o < outputs; o++)
            {
                Outputs[t, o] = parameters["b_out"][o] + readout[o];
                for (var i = 0; i < network.Units; i++)
                    Outputs[t, o] += effective["W_out"][(o * network.Units) + i] * h[i].Value;
            }

            (double[], double[]) Factors() => (Draw(NoiseTerm.InsideFactor), Draw(NoiseTerm.OutsideFactor));

            var fed = Draw(NoiseTerm.Feedback);
            var hidden = network.HiddenRows;
            h = (Real[])h.Clone();
            for (var k = 0; k < hidden.Length; k++)
            {
                for (var i = 0; i < network.Units; i++)
                    h[hidden[k] + i] += new Real(fed[((hidden.Length - 1 - k) * network.Units) + i]);
            }

            double[] Draw(NoiseTerm term) => DrawOne(noise, term, t, trial, shape[term]);
        }
    }

    public double[,] States { get; }

    public double[,] Outputs { get; }

    /// <summary>How near any pre-activation of a CTRNN came to a kink.</summary>
    public double DistanceToKink { get; private set; } = double.PositiveInfinity;

    private Real[] Map(Real[] h, Real[] u, Real[] inside, Real[] outside, (double[], double[]) factors, double[] state) => _network switch
    {
        StackedNetwork { Layers: > 1 } stacked => Stack(stacked.Layers, layer => (stacked with { Layers = 1 }, stacked.LayerLayout(_layout, layer)), h, u, inside, outside, factors, state),
        CoRnn { Layers: > 1 } cornn => Stack(cornn.Layers, layer => (cornn with { Layers = 1 }, PartOf(layer)), h, u, inside, outside, factors, state),
        OrthogonalNetwork { Layers: > 1 } orthogonal => Stack(orthogonal.Layers, layer => (orthogonal with { Layers = 1 }, PartOf(layer)), h, u, inside, outside, factors, state),
        CurrentRnn { Layers: > 1 } current => Stack(current.Layers, layer => (current.Layer(layer), current.Stack.Part(_layout, layer)), h, u, inside, outside, factors, state),
        _ => One(_network, _layout, h, u, inside, outside, factors, state),
    };

    // W_in_2 of the whole is W_in of layer 2.
    private ParameterLayout PartOf(int layer) => ParameterLayout.Part(
        from slice in _layout.Slices
        where layer == 1 ? !slice.Name.Any(char.IsDigit) : slice.Name.EndsWith($"_{layer}", StringComparison.Ordinal)
        select slice with { Name = layer == 1 ? slice.Name : slice.Name[..^2] });

    private Real[] One(Network network, ParameterLayout layout, Real[] h, Real[] u, Real[] inside, Real[] outside, (double[], double[]) factors, double[] state)
    {
        var next = new Real[h.Length];
        (inside, outside) = Multiplied(network, layout, h, u, inside, outside, factors);
        network.Map<Real>(layout, _values, _dt, h, u, inside, outside, next);
        for (var i = 0; i < state.Length; i++)
            next[i] = new Real(next[i].Value + state[i]);
        return next;
    }

    // Each layer as a network of one layer by itself, which reads the noisy state of the one below.
    private Real[] Stack(int layers, Func<int, (Network Network, ParameterLayout Layout)> of, Real[] h, Real[] u, Real[] inside, Real[] outside, (double[] P, double[] Q) factors, double[] state)
    {
        var next = new Real[h.Length];
        var rows = h.Length / layers;
        for (var layer = 1; layer <= layers; layer++)
        {
            var first = (layers - layer) * rows;
            var (network, layout) = of(layer);
            var after = One(network, layout, h[first..(first + rows)], u, Part(inside), Part(outside), (Part(factors.P), Part(factors.Q)), Part(state));
            after.CopyTo(next, first);
            u = after[..network.Units];

            T[] Part<T>(T[] all) => all[((layer - 1) * all.Length / layers)..(layer * all.Length / layers)];
        }

        return next;
    }

    // Each layer by the scheme, reading the noisy state of the one below.
    private Real[] Driven(
        DrivenNetwork network, Scheme scheme, Real[] h, Real[] u, Real[] inside, Real[] outside, Func<NoiseTerm, double[]> draw, double[] variance)
    {
        var (layers, next) = (h.Length / network.Units, new Real[h.Length]);
        for (var layer = 1; layer <= layers; layer++)
        {
            var (first, row) = ((layers - layer) * network.Units, (layer - 1) * network.Units);
            var part = row..(row + network.Units);
            u = Step(network.Layer(layer), layers == 1 ? _layout : PartOf(layer), scheme, h[first..(first + network.Units)], u, inside[part], outside[part], term => draw(term)[part], variance.Length == 0 ? variance : variance[part]);
            u.CopyTo(next, first);
        }

        return next;
    }

    // The scheme written out, unit by unit.
    private Real[] Step(
        DrivenNetwork network, ParameterLayout layout, Scheme scheme, Real[] h, Real[] u, Real[] inside, Real[] outside, Func<NoiseTerm, double[]> draw, double[] variance)
    {
        var (n, k, p) = (draw(NoiseTerm.State), draw(NoiseTerm.DriftFactor), draw(NoiseTerm.StateFactor));
        var m = draw(NoiseTerm.StepFactor);
        var first = Drift(h);
        var increment = Increment(h, first);
        if (scheme is Milstein)
        {
            for (var i = 0; i < h.Length; i++)
                increment[i] += 0.5 * h[i].Value * ((p[i] * p[i]) - variance[i]);
        }
        else if (scheme is HeunStratonovich)
        {
            var predicted = Reals([.. h.Select((x, i) => x.Value + increment[i] + n[i])]);
            var second = Increment(predicted, Drift(predicted));
            increment = [.. increment.Zip(second, static (a, b) => (a + b) / 2)];
        }

        return Reals([.. h.Select((x, i) => x.Value + increment[i] + n[i])]);

        double[] Drift(Real[] at)
        {
            var drift = new Real[at.Length];
            var (within, without) = Multiplied(network, layout, at, u, inside, outside, (draw(NoiseTerm.InsideFactor), draw(NoiseTerm.OutsideFactor)));
            network.Drift<Real>(layout, _values, at, u, within, without, drift);
            return [.. drift.Select(static f => f.Value)];
        }

        double[] Increment(Real[] at, double[] drift) => [.. drift.Select((f, i) =>
        {
            var step = network.Step<Real>(layout, _values, _dt, i).Value;
            return (((step * (m.Any(static x => x != 0) ? m[i] : 1)) + k[i]) * f) + (p[i] * at[i].Value);
        })];
    }

    // f(a (1 + p) + inside) (1 + q) + outside is f(a + (p a + inside)) + (q f + outside).
    private (Real[] Inside, Real[] Outside) Multiplied(
        Network network, ParameterLayout layout, Real[] h, Real[] u, Real[] inside, Real[] outside, (double[] P, double[] Q) factors)
    {
        if (Array.TrueForAll(factors.P, static p => p == 0) && Array.TrueForAll(factors.Q, static q => q == 0))
            return (inside, outside);
        var (within, without) = ((Real[])inside.Clone(), (Real[])outside.Clone());
        if (network is CurrentRnn current)
        {
            var next = new Real[h.Length];
            network.Map<Real>(layout, _values, _dt, h, u, inside, new Real[outside.Length], next);
            for (var i = 0; i < network.Units; i++)
                without[i] += new Real(factors.Q[i]) * next[i];
            return (within, without);
        }

        var read = u;
        foreach (var (l, layer) in LayersOf(network, layout).Index())
        {
            var values = new Real[network.Units];
            for (var i = 0; i < network.Units; i++)
            {
                var row = (l * network.Units) + i;
                var a = _values[layer.Bias.Offset + i] + layer.Input.Row<Real>(_values, i, read) + (layer.Recurrent is { } recurrent ? recurrent.Row<Real>(_values, i, h) : default);
                within[row] += new Real(factors.P[row]) * a;
                var f = layer.Activations[i].Apply(a + within[row]);
                without[row] += new Real(factors.Q[row]) * f;
                values[i] = f + without[row];
            }

            read = values;
        }

        return (within, without);
    }

    private static ImmutableArray<DriftLayer> LayersOf(Network network, ParameterLayout layout) => network is CoRnn
        ? [new DriftLayer(new(new NoisyRnn.Networks.Tanh(), []), layout["W_in"], layout["b_rec"]) { Recurrent = layout["W_rec"] }]
        : network.Form(layout);

    private double Distance(Real[] h, Real[] u, Real[] inside)
    {
        if (_network is not Ctrnn { Activation.Kink: { } kink } network)
            return double.PositiveInfinity;
        var linear = new Real[h.Length];
        (network with { Activation = new Identity() }).Drift<Real>(_layout, _values, h, u, inside, new Real[h.Length], linear);
        return Enumerable.Range(0, h.Length).Min(i => Math.Abs(linear[i].Value + h[i].Value - kink));
    }

    private static double[] DrawOne(Increments<double> noise, NoiseTerm term, int step, ulong trial, int rows)
    {
        var values = new double[rows * 16];
        if (noise.Has(term))
            noise.Fill(term, (uint)step, [.. Enumerable.Repeat(trial, 16)], values);
        return [.. Enumerable.Range(0, rows).Select(i => values[i * 16])];
    }

    private static Real[] Reals(double[] values) => [.. values.Select(static v => new Real(v))];

    private static void Add(Real[] x, double[] y)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] = new Real(x[i].Value + y[i]);
    }

    private static void Keep(double[,] states, int step, Real[] h)
    {
        for (var i = 0; i < h.Length; i++)
            states[step, i] = h[i].Value;
    }
}
