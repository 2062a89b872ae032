using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Training;

/// <summary>
/// A batch of trials forward and back through the Gaussian closure (spec 1, section 3): no noise is drawn. With m and Sigma the mean and covariance of the
/// hidden state, the expected squared error is that of the mean and the variance,
/// E = sum over steps and outputs of mask [(w m + b - y)^2 + w Sigma w^T + s_z^2], by the loss's normaliser. In double throughout; each trial has a gradient
/// of its own, and they are summed in the order of trials, so that the number of threads changes no bit.
/// </summary>
/// <remarks>
/// Eight products of N x N matrices a step and trial, 16 N^3 operations, where a batch of noisy trials costs some 6 N^2 each; memory of T N^2 numbers a thread.
/// </remarks>
internal sealed class MomentPass
{
    private readonly Setup _setup;
    private readonly ImmutableArray<MomentLayer> _layers;
    private readonly MomentReadout _readout;
    private readonly ParameterLayout _layout;
    private readonly ParameterSlice? _initial;
    private readonly ParallelLoop<MomentTrial> _loop;
    private Parameters _parameters, _effective;

    /// <summary>Prepares a network under its training noise.</summary>
    /// <param name="setup">What is trained, and not refused.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    public MomentPass(Setup setup, int threads)
    {
        (_setup, _layout) = (setup, setup.Layout);
        (_parameters, _effective) = (new(_layout), new(_layout));
        var (network, units) = (setup.Network, setup.Network.Units);
        var shape = network.NoiseShape(setup.Task.InputCount, setup.Task.OutputCount);
        var (layers, steps) = (network.LeakyLayers(_layout), network.StepSlice(_layout));
        _layers =
        [
            .. layers.Select((layer, k) => new MomentLayer(
                layer, k == 0, Of(Placement.Inside, k), Of(Placement.Outside, k), k == layers.Length - 1 ? At(Placement.State) : new(new double[units], []), steps)),
        ];
        _readout = new(_layout, At(Placement.Readout).Variances, _layers[0].Width);
        _initial = layers[0].InitialState;
        _loop = new(threads, () => new(setup.Task, _layers.Length, units, _layers[0].Width));

        NoiseCovariance Of(Placement placement, int k) => At(placement)[(k * units)..((k + 1) * units)];

        NoiseCovariance At(Placement placement) => NoiseCovariance.At(placement, setup.Noise, shape, setup.Dt, network.TimeConstants);
    }

    /// <summary>Why training cannot go through the closure; null where it can.</summary>
    public static string? Refusal(TrainingSpec training, Network network, Scheme scheme, ImmutableArray<NoiseSource> noise)
    {
        if (training.Moments == TrainingMoments.Drawn)
            return null;
        var layers = network.LeakyLayers();
        return layers.IsEmpty || layers[0].LeaksFirst || (layers.Length > 1 && layers.Any(static layer => layer.Recurrent is not null)) ? Said(network.Kind, "ctrnn of one layer, or feedforward")
            : layers[0].Activations.AreAveraged ? Said("network.smoothing", "a network without it")
            : !SmoothedDerivatives.AreKnown(layers[0].Activations.Function) ? Said($"the activation {Catalogue.KindOf(layers[0].Activations.Function.GetType())}", "relu, leaky-relu, softplus, tanh, sigmoid, probit, gelu, identity, or power-law with a whole exponent")
            : network.IsTimed && scheme is not EulerMaruyama ? Said($"the scheme {Catalogue.KindOf(scheme.GetType())}", "euler-maruyama")
            : training.Loss is not { HasBias: true, Response: null } ? Said(training.Loss.HasBias ? "a sigmoid readout" : $"the loss {Catalogue.KindOf(training.Loss.GetType())}", "loss: mse with readout: identity")
            : training.L2Rates > 0 ? Said("l2-rates", "0")
            : training.Penalty.IsActive() ? Said("a penalty, which stands for the noise too", "one of the two")
            : training.NoiseSchedule.Varies ? Said($"noise-schedule: {Catalogue.KindOf(training.NoiseSchedule.GetType())}", "constant")
            : noise.FirstOrDefault(static source => source.Kind != NoiseKind.Additive || source.Distribution != NoiseDistribution.Gaussian || source.CorrelationTime > 0) is { } wrong
                ? Said($"noise of kind {Catalogue.NameOf(wrong.Kind)}{(wrong.Kind == NoiseKind.Additive ? ", not Gaussian or not white" : "")}", "additive, white, Gaussian noise")
            : noise.FirstOrDefault(static source => source.IsActive() && source.Placement is not (Placement.Inside or Placement.Outside or Placement.State or Placement.Readout)) is { } other
                ? Said($"noise with placement {Catalogue.NameOf(other.Placement)}", "inside, outside, state or readout")
            : null;

        static string Said(string what, string allowed) => $"training.moments: closure is not for {what}; allowed is {allowed}, or moments: drawn";
    }

    /// <summary>Takes new values.</summary>
    public void Refresh(Parameters parameters)
    {
        (_parameters, _effective) = (parameters, _setup.Network.Effective(parameters));
        var gain = _setup.Network.StepSizes(_effective, _setup.Dt);
        foreach (var layer in _layers)
            layer.Refresh(_effective, gain);
        _readout.Refresh(_effective);
    }

    /// <summary>The loss of trials first .. first + batch - 1 and its gradient.</summary>
    /// <param name="stream">What the trials are for.</param>
    /// <param name="first">Number of the first trial.</param>
    /// <param name="batch">Number of trials.</param>
    /// <param name="gradient">Receives the gradient; empty for none. [P]</param>
    public double Run(NoiseStream stream, ulong first, int batch, Span<double> gradient)
    {
        var wantsGradient = !gradient.IsEmpty;
        var results = _loop.Run([.. Enumerable.Range(0, batch)], (k, trial) => RunTrial(new TrialKey(_setup.Seed, stream, first + (ulong)k), trial, wantsGradient));
        double loss = 0, weight = 0;
        gradient.Clear();
        foreach (var result in results)
        {
            (loss, weight) = (loss + result.Loss, weight + result.Weight);
            for (var k = 0; k < gradient.Length; k++)
                gradient[k] += result.Gradient[k];
        }

        for (var k = 0; k < gradient.Length; k++)
            gradient[k] /= weight;
        if (!wantsGradient)
            return loss / weight;
        foreach (var layer in _layers)
            layer.GiveToFactors(_effective, gradient);
        _setup.Network.PullBack(_parameters, gradient);
        return loss / weight;
    }

    /// <summary>Mean and variance of each readout after each step of a trial: what the analyses' closure says.</summary>
    internal (double[,] Mean, double[,] Variance) Readouts(TrialKey key)
    {
        var trial = new MomentTrial(_setup.Task, _layers.Length, _setup.Network.Units, _layers[0].Width);
        var steps = Forward(key, trial);
        var (mean, variance) = (new double[steps, _setup.Task.OutputCount], new double[steps, _setup.Task.OutputCount]);
        for (var t = 0; t < steps; t++)
        {
            for (var o = 0; o < _setup.Task.OutputCount; o++)
                (mean[t, o], variance[t, o]) = _readout.Read(trial.States[^1][t + 1], o, trial.Spread);
        }

        return (mean, variance);
    }

    private int Forward(TrialKey key, MomentTrial trial)
    {
        _setup.Task.Refill(trial.Trial, key);
        var steps = Math.Max(1, _setup.Task.StepsOf(key));
        for (var l = 0; l < _layers.Length; l++)
            trial.States[l][0].Clear();
        if (_initial is not null)
            _effective[_initial].CopyTo(trial.States[0][0].Mean);
        for (var t = 0; t < steps; t++)
        {
            for (var l = 0; l < _layers.Length; l++)
                _layers[l].Forward(l == 0 ? trial.Trial.InputsAt(t)[.._setup.Task.InputCount] : [], ReadBy(trial, l, t), trial.States[l][t], trial.States[l][t + 1], trial.Moments[l][t], trial.Memory);
        }

        return steps;
    }

    // What W of a layer reads at a step: its own state before it, or that of the layer before, after it.
    private MomentState ReadBy(MomentTrial trial, int l, int t) => _layers[l].IsRecurrent || l == 0 ? trial.States[l][t] : trial.States[l - 1][t + 1];

    private (double Loss, double Weight, double[] Gradient) RunTrial(TrialKey key, MomentTrial trial, bool wantsGradient)
    {
        var steps = Forward(key, trial);
        var gradient = wantsGradient ? new double[_layout.Length] : [];
        double loss = 0, weight = 0;
        foreach (var state in trial.Gradients)
            state.Clear();
        for (var t = steps - 1; t >= 0; t--)
        {
            weight += _setup.Training.Loss.Weight(trial.Trial.MaskAt(t));
            loss += _readout.Judge(trial.Trial, t, trial.States[^1][t + 1], trial.Gradients[^1], gradient, trial.Spread);
            if (!wantsGradient)
                continue;
            foreach (var state in trial.Next)
                state.Clear();
            for (var l = _layers.Length - 1; l >= 0; l--)
            {
                var byRead = _layers[l].IsRecurrent || l == 0 ? trial.Next[l] : trial.Gradients[l - 1];
                _layers[l].Backward(l == 0 ? trial.Trial.InputsAt(t)[.._setup.Task.InputCount] : [], ReadBy(trial, l, t), trial.Gradients[l], byRead, trial.Moments[l][t], trial.Memory, gradient);
            }

            (trial.Gradients, trial.Next) = (trial.Next, trial.Gradients);
        }

        for (var i = 0; wantsGradient && _initial is { Trainable: true } && i < _initial.Rows; i++)
            gradient[_initial.Offset + i] += trial.Gradients[0].Mean[i];
        return (loss, weight, gradient);
    }
}
