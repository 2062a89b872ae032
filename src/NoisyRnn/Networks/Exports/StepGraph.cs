using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>The step of a network in ONNX operators, its effective matrices written out under our own names, W[post, pre].</summary>
internal sealed class StepGraph
{
    private readonly Model _model;
    private readonly GraphNoise _noise;
    private readonly Parameters _effective;
    private readonly Dictionary<string, string> _arrays = new(StringComparer.Ordinal);

    /// <summary>Adds the arrays of a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="terms">The outermost graph.</param>
    /// <param name="noise">Its noise.</param>
    public StepGraph(Model model, GraphTerms terms, GraphNoise noise)
    {
        (_model, _noise, _effective) = (model, noise, model.Network.Effective(model.Parameters));
        foreach (var slice in _effective.Layout.Slices.Where(static slice => !RecurrentStructure.IsPart(slice)))
            _arrays[slice.Name] = terms.Constant(Tensor.Of(slice.Name, slice.Columns == 1 && !slice.IsWeight ? [slice.Rows] : [slice.Rows, slice.Columns], _effective[slice]));
    }

    /// <summary>Its activations.</summary>
    public ActivationGraph Activations { get; } = new();

    /// <summary>Why a network has no such form; null where it has.</summary>
    public static string? Refusal(Network network) => network is Ctrnn or CurrentRnn or CoRnn or StackedNetwork or OrthogonalNetwork or DrivenNetwork { Depth: > 1 } || !network.Form().IsEmpty
        ? null : $"the step of a {network.Kind} network is not known in ONNX operators";

    /// <summary>The state before the first step. [state rows]</summary>
    public static double[] InitialState(Model model)
    {
        var (layout, effective) = (model.Parameters.Layout, model.Network.Effective(model.Parameters));
        if (model.Network is MapNetwork map)
        {
            var cell = map.Prepare<double>(layout, model.Dt);
            cell.Refresh(effective);
            return cell.InitialState.ToArray();
        }

        return [.. ((DrivenNetwork)model.Network).LayersOf(layout).Reverse().SelectMany(layer =>
        {
            var drift = layer.Network.PrepareDrift<double>(layer.Layout);
            drift.Refresh(effective);
            return drift.InitialState.ToArray();
        })];
    }

    /// <summary>Adds one step.</summary>
    /// <param name="terms">The graph.</param>
    /// <param name="u">u. [trials, I]</param>
    /// <param name="state">The state before. [trials, state rows]</param>
    /// <param name="draws">The draws of each source.</param>
    /// <returns>The state after the step and the readout.</returns>
    public (string Next, string Output) Add(GraphTerms terms, string u, string state, IReadOnlyList<string> draws)
    {
        u = terms.With(u, Noise(NoiseTerm.Input));
        var n = _model.Network.Units;
        string next, hidden;
        switch (_model.Network)
        {
            case { HiddenRows.Length: > 1 } or StackedNetwork:
                (next, hidden) = Stacked(terms, _model.Network, u, state, Noise);
                break;
            case CurrentRnn current:
                (next, hidden) = Current(terms, current, u, terms.Parts(state, 2, n), Noise);
                break;
            case CoRnn oscillators:
                (next, hidden) = Oscillators(terms, oscillators, u, state, Noise);
                break;
            case OrthogonalNetwork:
                next = hidden = Rotated(terms, u, state, Noise);
                break;
            case { IsRecurrent: false }:
                next = hidden = terms.With(Layers(terms, u, Noise), Noise(NoiseTerm.State));
                break;
            default:
                next = hidden = Layer(terms, _model.Network.Form(_effective.Layout)[0], u, state, Noise);
                break;
        }

        return (FedBack(terms, next, Noise(NoiseTerm.Feedback)), terms.With(terms.Affine(hidden, _arrays["W_out"], _arrays["b_out"]), Noise(NoiseTerm.Readout)));

        string? Noise(NoiseTerm term) => _noise.Term(terms, draws, term);
    }

    // The hidden state of each layer, the last one's first, with the noise that the next step reads it with.
    private string FedBack(GraphTerms terms, string next, string? noise)
    {
        if (noise is null)
            return next;
        var (n, layers, rows) = (_model.Network.Units, _model.Network.HiddenRows.Length, _model.Network.StateRows);
        var (states, parts) = (terms.Parts(next, rows / n, n), terms.Parts(noise, layers, n));
        for (var k = 0; k < layers; k++)
            states[k * states.Length / layers] = terms.Sum(states[k * states.Length / layers], parts[layers - 1 - k]);
        return states.Length == 1 ? states[0] : terms.Joined(states);
    }

    // Layer after layer, with the rows of the noise in this order; the states stand the other way round.
    private (string Next, string Hidden) Stacked(GraphTerms terms, Network network, string u, string state, Func<NoiseTerm, string?> noise)
    {
        var layers = network.HiddenRows.Length;
        var states = layers == 1 ? [state] : terms.Parts(state, layers, network.StateRows / layers);
        var shape = network.NoiseShape(1, 1);
        var parts = new Dictionary<NoiseTerm, string[]?>();
        var next = "";
        for (var layer = 1; layer <= layers; layer++)
        {
            var (l, before) = (layer, states[layers - layer]);
            var (after, hidden) = network switch
            {
                Lstm lstm => LongMemory(terms, lstm, layer, u, terms.Parts(before, 2, network.Units), Noise),
                Gru gru => Both(Gated(terms, gru, layer, u, before, Noise)),
                DrivenNetwork driven => driven.LayersOf(_effective.Layout)[layer - 1] is var part ? Both(Layer(terms, part.Network.Form(part.Layout)[0], u, before, Noise, layer, Sizes(layer))) : default,
                CoRnn oscillators => Oscillators(terms, oscillators, u, before, Noise, layer),
                OrthogonalNetwork => Both(Rotated(terms, u, before, Noise, layer)),
                CurrentRnn current => Current(terms, current.Layer(layer), u, terms.Parts(before, 2, network.Units), Noise, layer, Sizes(layer)),
                Elman elman => Both(Layer(terms, elman.LayerForm(elman.LayerLayout(_effective.Layout, layer)), u, before, Noise, layer)),
                _ => throw new ArgumentException(network.GetType().Name, nameof(network)),
            };
            next = next.Length == 0 ? after : terms.Joined(after, next);
            u = hidden;

            double[] Sizes(int number) => [.. network.StepSizes(_effective, _model.Dt).Skip((number - 1) * network.Units).Take(network.Units)];

            string? Noise(NoiseTerm term)
            {
                if (layers == 1)
                    return noise(term);
                if (!parts.TryGetValue(term, out var rows))
                    parts[term] = rows = noise(term) is { } all ? terms.Parts(all, layers, shape[term] / layers) : null;
                return rows?[l - 1];
            }
        }

        return (next, u);

        static (string, string) Both(string h) => (h, h);
    }

    // h' = h + (d m + k) F + p h + n, F = L h + f(W h + U u + b + s xi) + s xi, L being -I where it leaks.
    private string Layer(GraphTerms terms, DriftLayer layer, string u, string h, Func<NoiseTerm, string?> noise, int number = 1, double[]? sizes = null)
    {
        var a = terms.Noisy(terms.Affine(h, Array(layer.Recurrent!.Name, number), terms.Affine(u, Array(layer.Input.Name, number), Array(layer.Bias.Name, number))), noise(NoiseTerm.Inside), noise(NoiseTerm.InsideFactor));
        var drift = terms.Noisy(Activations.Add(terms, layer.Activations, layer.Units, a), noise(NoiseTerm.Outside), noise(NoiseTerm.OutsideFactor));
        var (d, factor, more) = (sizes ?? _model.Network.StepSizes(_effective, _model.Dt), noise(NoiseTerm.StepFactor), noise(NoiseTerm.DriftFactor));
        // A step of 1 with a leak keeps nothing: h + (f - h) is f.
        string next;
        if (layer is { Leaks: true, Linear: null } && factor is null && more is null && System.Array.TrueForAll(d, static g => g == 1))
        {
            next = drift;
        }
        else
        {
            if (layer.Linear is { } linear)
                drift = terms.Affine(h, Array(linear.Name, number), drift);
            if (layer.Leaks)
                drift = terms.Difference(drift, h);
            var gain = terms.Constant("g", d);
            gain = factor is null ? gain : terms.Product(gain, factor);
            next = terms.Sum(h, terms.Product(terms.With(gain, more), drift));
        }

        next = noise(NoiseTerm.StateFactor) is { } p ? terms.Sum(next, terms.Product(p, h)) : next;
        return terms.With(next, noise(NoiseTerm.State));
    }

    // h_l = f(W_l h_(l-1) + b_l + s xi) + s xi, with the rows of the noise layer after layer.
    private string Layers(GraphTerms terms, string u, Func<NoiseTerm, string?> noise)
    {
        var layers = _model.Network.Form(_effective.Layout);
        var (inside, outside, p, q) = (Parts(NoiseTerm.Inside), Parts(NoiseTerm.Outside), Parts(NoiseTerm.InsideFactor), Parts(NoiseTerm.OutsideFactor));
        var h = u;
        for (var l = 0; l < layers.Length; l++)
        {
            var a = terms.Noisy(terms.Affine(h, _arrays[layers[l].Input.Name], _arrays[layers[l].Bias.Name]), inside?[l], p?[l]);
            h = terms.Noisy(Activations.Add(terms, layers[l].Activations, layers[l].Units, a), outside?[l], q?[l]);
        }

        return h;

        string[]? Parts(NoiseTerm term) => noise(term) is { } rows ? terms.Parts(rows, layers.Length, layers[0].Units) : null;
    }

    // x' = x + g (W r + U u + b + s xi - x), r' = f(x') + s xi
    private (string Next, string Rates) Current(GraphTerms terms, CurrentRnn network, string u, string[] state, Func<NoiseTerm, string?> noise, int layer = 1, double[]? sizes = null)
    {
        var drive = terms.With(terms.Affine(state[0], Array("W_rec", layer), Input(terms, u, "b_rec", layer)), noise(NoiseTerm.Inside));
        var gain = terms.Constant("g", sizes ?? network.StepSizes(_effective, _model.Dt));
        var current = terms.Sum(state[1], terms.Product(gain, terms.Difference(drive, state[1])));
        var rates = terms.Noisy(Activations.Add(terms, network.Activations, network.Units, current), noise(NoiseTerm.Outside), noise(NoiseTerm.OutsideFactor));
        return (terms.Joined(rates, current), rates);
    }

    // h' = modrelu(W h + U u + s xi) + s xi
    private string Rotated(GraphTerms terms, string u, string h, Func<NoiseTerm, string?> noise, int layer = 1)
    {
        var v = terms.With(terms.Affine(h, Array("K", layer), Input(terms, u, "", layer)), noise(NoiseTerm.Inside));
        var value = terms.Product(terms.Of("Sign", v), terms.Of("Relu", terms.Sum(terms.Of("Abs", v), Array("b_rec", layer))));
        return terms.With(terms.With(value, noise(NoiseTerm.Outside)), noise(NoiseTerm.State));
    }

    // v' = v + dt (tanh(a) + s xi - gamma y - epsilon v), y' = y + dt v' + s xi
    private (string Next, string Position) Oscillators(GraphTerms terms, CoRnn network, string u, string state, Func<NoiseTerm, string?> noise, int layer = 1)
    {
        var parts = terms.Parts(state, 2, network.Units);
        var a = terms.Noisy(terms.Affine(state, Array("W_rec", layer), Input(terms, u, "b_rec", layer)), noise(NoiseTerm.Inside), noise(NoiseTerm.InsideFactor));
        var (pull, damping, dt) = (terms.Product(terms.Number(network.Gamma), parts[0]), terms.Product(terms.Number(network.Epsilon), parts[1]), terms.Number(_model.Dt, "dt"));
        var force = terms.Difference(terms.Difference(terms.Noisy(terms.Of("Tanh", a), noise(NoiseTerm.Outside), noise(NoiseTerm.OutsideFactor)), pull), damping);
        var velocity = terms.Sum(parts[1], terms.Product(dt, force));
        var position = terms.With(terms.Sum(parts[0], terms.Product(dt, velocity)), noise(NoiseTerm.State));
        return (terms.Joined(position, velocity), position);
    }

    // c' = f c + i g, h' = o tanh(c'); rows i, f, g, o.
    private (string Next, string Hidden) LongMemory(GraphTerms terms, Lstm network, int layer, string u, string[] state, Func<NoiseTerm, string?> noise)
    {
        var n = _model.Network.Units;
        var a = terms.Parts(terms.With(terms.Affine(state[0], Array("W_rec", layer), Input(terms, u, "b_rec", layer)), noise(NoiseTerm.Inside)), 4, n);
        var outside = noise(NoiseTerm.Outside) is { } rows ? terms.Parts(rows, 4, n) : null;
        var gates = a.Select((part, k) => terms.With(Gate(terms, network, layer, k, part), outside?[k])).ToArray();
        var memory = terms.Sum(terms.Product(gates[1], state[1]), terms.Product(gates[0], gates[2]));
        var hidden = terms.With(terms.Product(gates[3], terms.Of("Tanh", memory)), noise(NoiseTerm.State));
        return (terms.Joined(hidden, memory), hidden);
    }

    // n = tanh(U u + b + s xi + r (W h + b_hn)), h' = n + z (h - n); rows r, z, n.
    private string Gated(GraphTerms terms, Gru network, int layer, string u, string h, Func<NoiseTerm, string?> noise)
    {
        var n = _model.Network.Units;
        var input = terms.Parts(terms.With(Input(terms, u, "b_rec", layer), noise(NoiseTerm.Inside)), 3, n);
        var recurrent = terms.Parts(terms.Affine(h, Array("W_rec", layer)), 3, n);
        var outside = noise(NoiseTerm.Outside) is { } rows ? terms.Parts(rows, 3, n) : null;
        var reset = terms.With(Gate(terms, network, layer, 0, terms.Sum(input[0], recurrent[0])), outside?[0]);
        var update = terms.With(Gate(terms, network, layer, 1, terms.Sum(input[1], recurrent[1])), outside?[1]);
        var candidate = terms.With(Gate(terms, network, layer, 2, terms.Sum(input[2], terms.Product(reset, terms.Sum(recurrent[2], Array("b_hn", layer))))), outside?[2]);
        return terms.With(terms.Sum(candidate, terms.Product(update, terms.Difference(h, candidate))), noise(NoiseTerm.State));
    }

    // Sigmoid, or tanh of the third gate (g of the LSTM, n of the GRU); averaged where they are.
    private string Gate(GraphTerms terms, GatedNetwork network, int layer, int gate, string a) =>
        Activations.Add(terms, network.Averaged(gate == 2 ? new Tanh() : new Sigmoid(), layer, gate, 1), network.Units, a);

    private string Input(GraphTerms terms, string u, string bias = "b_rec", int layer = 1) => terms.Affine(u, Array("W_in", layer), bias.Length > 0 ? Array(bias, layer) : null);

    private string Array(string name, int layer) => _arrays[StackedNetwork.InLayer(name, layer)];
}
