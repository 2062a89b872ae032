using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// The Gaussian closure (spec 1, section 3): mean and covariance of the hidden state and the output at each step of a trial,
/// from weights, inputs and noise levels alone, without a draw. For the CTRNN in Euler-Maruyama steps, the current form, whose r = f(x) is the
/// hidden state, and feed-forward networks, with additive, white, Gaussian noise at any placement, independent for each unit or common. Exact for linear networks; else expect means within .01 s0 and variances
/// within 5 % for g = dt/tau up to .1; of the current form those of the currents, of rates that read a tail some 10 %. Read by any number of threads, each with a state of its own.
/// </summary>
public sealed class GaussianClosure
{
    private readonly ImmutableArray<ClosureLayer> _layers = [];
    private readonly CurrentClosureLayer? _current;
    private readonly int _units, _width, _outputs;
    private readonly double[] _initial, _readout, _readoutBias;
    private readonly NoiseCovariance _onReadout, _fedBack;
    private readonly Activation? _response;

    /// <summary>Prepares a network under some noise.</summary>
    /// <param name="subject">A network that <see cref="Refusal"/> does not refuse.</param>
    /// <param name="noise">The noise, whatever that of training was.</param>
    /// <exception cref="ArgumentException">The closure is not for such a network.</exception>
    public GaussianClosure(TrainedNetwork subject, ImmutableArray<NoiseSource> noise)
    {
        if (Refusal(subject.Setup with { Noise = noise }) is { } refusal)
            throw new ArgumentException(refusal, nameof(subject));
        var (network, values) = (subject.Network, subject.Network.Effective(subject.Parameters));
        (_units, _width, _outputs) = (network.Units, DenseProduct.Padded(network.Units), values.Layout.ReadoutWeights.Rows);
        var shape = network.NoiseShape(subject.Task.InputCount, _outputs);
        var (layers, gain) = (network.LeakyLayers(values.Layout), network.StepSizes(values, subject.Dt));
        if (layers is [{ LeaksFirst: true } layer])
            _current = new(layer.Activations, values[layer.Bias], gain, values[layer.Recurrent!], values[layer.Input], At(Placement.Inside), At(Placement.Outside), At(Placement.Input), At(Placement.Feedback));
        else
            _layers = [.. layers.Select((_, k) => Layer(k))];
        _initial = layers[0].InitialState is { } initial ? values[initial].ToArray() : [];
        _readout = new double[_outputs * _width];
        DenseProduct.Copy(values.ReadoutWeights, _units, _readout, _width, _outputs, _units);
        _readoutBias = values.ReadoutBias.ToArray();
        (_onReadout, _fedBack) = (At(Placement.Readout), At(Placement.Feedback));
        _response = subject.Loss.Response;

        // Noise on the input is the first layer's, noise on the state the last one's.
        ClosureLayer Layer(int k)
        {
            var (layer, isLast) = (layers[k], k == layers.Length - 1);
            var (outside, state) = (Of(Placement.Outside), At(Placement.State));
            return new(
                layer.Activations, values[layer.Bias], gain, StateWeights(layer, k), k == 0 ? values[layer.Input] : [], Of(Placement.Inside),
                new([.. outside.Own.Select((variance, i) => (gain[i] * gain[i] * variance) + (isLast ? state.Own[i] : 0))],
                    [.. outside.Shared.Select(level => level.Select((s, i) => gain[i] * s).ToArray()), .. isLast ? state.Shared : []]),
                k == 0 ? At(Placement.Input) : null, layer.Factors is { } factors ? new(values[factors.Left], values[factors.Right], factors.Rank, _width) : null);

            NoiseCovariance Of(Placement placement) => At(placement)[(k * _units)..((k + 1) * _units)];
        }

        // What reads a state: the layer's own, or the layer's before.
        ReadOnlySpan<double> StateWeights(LeakyLayer layer, int k) => layer.Recurrent is { } recurrent ? values[recurrent] : k > 0 ? values[layer.Input] : [];

        NoiseCovariance At(Placement placement) => NoiseCovariance.At(placement, noise, shape, subject.Dt, network.TimeConstants);
    }

    /// <summary>O.</summary>
    public int Outputs => _outputs;

    /// <summary>Whether a step depends on those before it; else steps may be left out.</summary>
    public bool Remembers => _current is not null || _layers[0].HasState;

    /// <summary>Why there is no closure for a network under its noise; null where there is.</summary>
    /// <param name="setup">What was trained, under its noise.</param>
    public static string? Refusal(Setup setup) => setup switch
    {
        { Network.OffersPredictions: false } =>
            $"the Gaussian closure is not for {setup.Network.Kind}; allowed is {setup.Network.Allowed(static network => network.OffersPredictions)}",
        { Network.IsTimed: true, Scheme: not EulerMaruyama } =>
            $"the Gaussian closure is not for the scheme {Catalogue.KindOf(setup.Scheme.GetType())}; allowed is euler-maruyama",
        _ when setup.Noise.FirstOrDefault(static source => source.Kind != NoiseKind.Additive) is { } source =>
            $"the Gaussian closure is not for noise of kind {Catalogue.NameOf(source.Kind)}; allowed is additive",
        _ when setup.Noise.Any(static source => source.Distribution != NoiseDistribution.Gaussian || source.CorrelationTime > 0) =>
            "the Gaussian closure is for white Gaussian noise; allowed is distribution: gaussian with correlation-time: 0",
        _ => null,
    };

    /// <summary>Added to the revision of what reads the closure: 1 where units are averaged over noise of their own, which was left out.</summary>
    internal static int RevisionOf(Setup setup) => setup.Network.LeakyLayers().Any(static layer => layer.Activations.AreAveraged) ? 1 : 0;

    /// <summary>A trial before its first step.</summary>
    public ClosureState Start()
    {
        var readout = new double[_outputs * _width];
        var state = _current is { } layer
            ? new ClosureState([new(_units)], [layer.NewMemory()], readout) { Current = new(_units) }
            : new ClosureState([.. _layers.Select(_ => new GaussianMoments(_units))], [.. _layers.Select(static layer => layer.NewMemory())], readout);
        Restart(state);
        return state;
    }

    /// <summary>A state of this closure once more before the first step of a trial.</summary>
    public void Restart(ClosureState state)
    {
        var initial = _initial.Length > 0 ? _initial : new double[_units];
        if (_current is not null)
            _current.Set(initial, state.Current!, state.Hidden, state.Memories[0]);
        foreach (var layer in _current is null ? state.Layers : [])
            layer.Set(initial);
        state.HasStepped = false;
    }

    /// <summary>One step of the trial. A state that overflows becomes not a number, and stays it.</summary>
    /// <param name="state">The trial.</param>
    /// <param name="input">u. [I]</param>
    public void Step(ClosureState state, ReadOnlySpan<double> input)
    {
        _current?.Advance(input, state.Current!, state.Hidden, state.Memories[0]);
        for (var k = 0; k < _layers.Length; k++)
            _layers[k].Advance(k == 0 ? input : [], k == 0 ? Entering(state) : state.Layers[k - 1], state.Layers[k], state.Memories[k]);
        state.HasStepped = true;
    }

    // What is fed back is added to the variance of what the next step reads, and not to that of what was read out.
    private GaussianMoments Entering(ClosureState state)
    {
        if (_fedBack.IsNone || !state.HasStepped)
            return state.Layers[0];
        var entering = state.Entering ??= new(_units);
        entering.AddTo(state.Layers[0], _fedBack.Own, _fedBack.Shared);
        return entering;
    }

    /// <summary>Pre-activations in all layers.</summary>
    internal int Rows => Math.Max(1, _layers.Length) * _units;

    /// <summary>Adds the variance of each activation's argument in the last step: S^2 = s^2 + (W Sigma W^T)_ii, or Sigma_ii of the current.</summary>
    /// <param name="state">The trial.</param>
    /// <param name="sums">To which. [rows]</param>
    internal void AddArgumentVariances(ClosureState state, Span<double> sums)
    {
        for (var row = 0; row < Rows; row++)
        {
            var deviation = state.Layers[row / _units].Deviation[row % _units];
            sums[row] += deviation * deviation;
        }
    }

    /// <summary>Mean and variance of each output y after the step.</summary>
    /// <param name="state">The trial.</param>
    /// <param name="mean">Receives E y. [O]</param>
    /// <param name="variance">Receives Var y. [O]</param>
    public void Read(ClosureState state, Span<double> mean, Span<double> variance)
    {
        ReadoutMean(state, mean);
        Spread(state);
        for (var o = 0; o < _outputs; o++)
            variance[o] = Covariance(state, o, o);
        if (_response is null)
            return;
        double[] readout = mean[.._outputs].ToArray(), deviation = new double[_outputs];
        for (var o = 0; o < _outputs; o++)
            deviation[o] = Math.Sqrt(variance[o]);
        _response.Moments(readout, deviation, mean, new double[_outputs], variance);
    }

    /// <summary>Mean and covariance of readout and output after the step; off the diagonal that of y is F_k' F_l' Cov(z_k, z_l).</summary>
    /// <param name="state">The trial.</param>
    public OutputMoments Read(ClosureState state)
    {
        var (readout, covariance) = (new double[_outputs], new double[_outputs, _outputs]);
        ReadoutMean(state, readout);
        Spread(state);
        for (var k = 0; k < _outputs; k++)
        {
            for (var l = 0; l < _outputs; l++)
                covariance[k, l] = Covariance(state, k, l);
        }

        if (_response is null)
            return new(readout, covariance, readout, covariance);
        double[] mean = new double[_outputs], slope = new double[_outputs], variance = new double[_outputs];
        _response.Moments(readout, [.. Enumerable.Range(0, _outputs).Select(o => Math.Sqrt(covariance[o, o]))], mean, slope, variance);
        var responses = new double[_outputs, _outputs];
        for (var k = 0; k < _outputs; k++)
        {
            for (var l = 0; l < _outputs; l++)
                responses[k, l] = k == l ? variance[k] : slope[k] * slope[l] * covariance[k, l];
        }

        return new(readout, covariance, mean, responses);
    }

    private void ReadoutMean(ClosureState state, Span<double> mean)
    {
        for (var o = 0; o < _outputs; o++)
            mean[o] = _readoutBias[o] + DotProduct.Of(state.Hidden.Means, _readout.AsSpan(o * _width, _width));
    }

    // W_out Sigma.
    private void Spread(ClosureState state)
    {
        Array.Clear(state.Readout);
        if (!state.Hidden.IsCertain)
            Product.Add<double>(_readout, state.Hidden.Covariances, state.Readout, _outputs, _width, _width);
    }

    private double Covariance(ClosureState state, int k, int l)
    {
        var carried = DotProduct.Of(state.Readout.AsSpan(k * _width, _width), _readout.AsSpan(l * _width, _width));
        var shared = _onReadout.Shared.Sum(level => level[k] * level[l]);
        return k == l ? Math.Max(0, carried) + _onReadout.Own[k] + shared : carried + shared;
    }
}
