using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// Some test trials on their way through a network without noise, whose units may answer their pre-activations otherwise than
/// by f: averaged over noise, and only some of them. For a CTRNN h' = (1-g) h + g R(a), a = W_rec h + W_in u + b; for the current form
/// h' = R(a'), a' = (1-g) a + g (W_rec h + W_in u + b); for a feed-forward network h_l = R(a_l), layer by layer. In double; lanes are trials.
/// </summary>
internal sealed class SilentPath
{
    /// <summary>Trials of a path at most: the lanes of a block.</summary>
    public const int Width = 16;

    private readonly Network _network;
    private readonly Parameters _parameters;
    private readonly double[] _inputs, _state, _pre, _value;
    private readonly double[] _step;
    private readonly ImmutableArray<LeakyLayer> _layers;
    private readonly int _inputCount;
    private readonly int[] _steps;

    /// <summary>Fills the trials.</summary>
    /// <param name="subject">A network that <see cref="Refusal"/> does not refuse.</param>
    /// <param name="range">Which trials, at most <see cref="Width"/>.</param>
    /// <param name="stream">The part of the task: test trials, or those of training.</param>
    public SilentPath(TrainedNetwork subject, TrialRange range, NoiseStream stream = NoiseStream.Test)
    {
        (_network, _parameters, _inputCount) = (subject.Network, subject.Network.Effective(subject.Parameters), subject.Task.InputCount);
        _layers = _network.LeakyLayers(_parameters.Layout);
        OutputCount = subject.Task.OutputCount;
        var trials = subject.Task.Make(subject.Seed, stream, range);
        (Trials, _steps) = ([.. trials.Select(static trial => trial.Trial)], [.. trials.Select(static trial => trial.Steps)]);
        Steps = _steps.Max();
        _inputs = new double[Steps * _inputCount * Width];
        for (var k = 0; k < _inputs.Length; k++)
            _inputs[k] = Trials[Math.Min(k % Width, range.Count - 1)].Inputs[k / Width / _inputCount, k / Width % _inputCount];
        (_state, _pre, _value) = (new double[Math.Max(_network.Units, _network.StateRows) * Width], new double[Rows * Width], new double[Rows * Width]);
        _step = _network.StepSizes(_parameters, subject.Dt);
        Outputs = new double[Steps * OutputCount * Width];
    }

    /// <summary>The trials.</summary>
    public ImmutableArray<Trial> Trials { get; }

    /// <summary>Steps of the longest.</summary>
    public int Steps { get; }

    /// <summary>Hidden layers; 1 for a recurrent network.</summary>
    public int Layers => _layers.Length;

    /// <summary>Units in all layers.</summary>
    public int Rows => Layers * _network.Units;

    /// <summary>O.</summary>
    public int OutputCount { get; }

    /// <summary>Readouts z of the last run. [T][O][Width]</summary>
    public double[] Outputs { get; }

    /// <summary>Gets the pre-activations [rows][Width], or the states [N][Width], of a step.</summary>
    public delegate void Visitor(int step, ReadOnlySpan<double> values);

    /// <summary>Gets those of one trial at a step, and zeros up to a multiple of 16.</summary>
    public delegate void TrialVisitor(int step, int lane, ReadOnlySpan<double> values);

    /// <summary>A visitor that shows some steps of each trial, one trial at a time.</summary>
    /// <param name="steps">The steps of each.</param>
    /// <param name="visit">Sees them.</param>
    public static Visitor At(IReadOnlyList<ImmutableArray<int>> steps, TrialVisitor visit) => (t, values) =>
    {
        var (rows, trial) = (values.Length / Width, new double[DenseProduct.Padded(values.Length / Width)]);
        for (var lane = 0; lane < steps.Count; lane++)
        {
            if (!steps[lane].Contains(t))
                continue;
            for (var i = 0; i < rows; i++)
                trial[i] = values[(i * Width) + lane];
            visit(t, lane, trial);
        }
    };

    /// <summary>Why a network's units cannot be looked at so; null where they can.</summary>
    public static string? Refusal(Setup setup) => setup switch
    {
        { Network.OffersPredictions: false } => $"{setup.Network.Kind} has no units h = f(a) to look at; allowed is {setup.Network.Allowed(static network => network.OffersPredictions)}",
        _ when setup.Network.LeakyLayers()[0].Activations.AreAveraged => "smoothing: a repaired network has no noise to explain; allowed is none",
        { Scheme: not EulerMaruyama } => $"scheme {Catalogue.KindOf(setup.Scheme.GetType())}: allowed is euler-maruyama",
        _ => RefusalOfNoise(setup),
    };

    /// <summary>Why the noise of a network has no level that its units could be averaged over; null where it has.</summary>
    public static string? RefusalOfNoise(Setup setup) => setup switch
    {
        { Noise.Length: > 1 } => $"noise: {setup.Noise.Length} sources; allowed is one additive source, or none",
        { Noise: [{ Kind: not NoiseKind.Additive } source] } => $"noise.kind: {Catalogue.NameOf(source.Kind)}; allowed is additive",
        { Noise: [{ Sigma.Length: > 1, Placement: not (Placement.Inside or Placement.Outside or Placement.State) } source] } =>
            $"{source.Sigma.Length} noise levels with placement {Catalogue.NameOf(source.Placement)}, of which the units have none of their own; allowed is one level",
        { Noise: [{ Distribution: not NoiseDistribution.Gaussian } or { CorrelationTime: > 0 }] } => "its predictions are for white Gaussian noise; allowed is distribution: gaussian with correlation-time: 0",
        _ => setup.Noise is [{ Scale: not NoiseScale.PerStep }] && setup.Network.TimeConstants.Distinct().Count() > 1 && setup.Network.LeakyLayers() is not [{ LeaksFirst: true }]
            ? "units with different tau under noise of a scale other than per-step; allowed is one tau"
            : null,
    };

    /// <summary>Steps of one trial; what follows up to <see cref="Steps"/> is run, and means nothing.</summary>
    public int StepsOf(int lane) => _steps[lane];

    /// <summary>z of one trial at one step.</summary>
    public double Output(int step, int output, int lane) => Outputs[(((step * OutputCount) + output) * Width) + lane];

    /// <summary>Runs the trials.</summary>
    /// <param name="response">What units answer.</param>
    /// <param name="visit">Called at every step, before the units answer; null for nobody.</param>
    /// <param name="visitState">Called at every step with the hidden state after it. [N][Width]</param>
    public void Run(UnitResponse response, Visitor? visit = null, Visitor? visitState = null)
    {
        var start = _layers[0].LeaksFirst ? _pre : _state;
        if (_layers[0].InitialState is { } initial)
            Numerics.Rows.Broadcast<double>(_parameters[initial], start, Width);
        else
            Array.Clear(start);
        if (_layers[0].LeaksFirst)
            response.Evaluate(_pre, _state.AsSpan(0, _pre.Length), 0, Width);
        for (var t = 0; t < Steps; t++)
        {
            Step(_inputs.AsSpan(t * _inputCount * Width, _inputCount * Width), response, t, visit);
            var output = Outputs.AsSpan(t * OutputCount * Width, OutputCount * Width);
            Numerics.Rows.Broadcast<double>(_parameters.ReadoutBias, output, Width);
            Product.Add<double>(_parameters.ReadoutWeights, _state.AsSpan(0, _network.Units * Width), output, OutputCount, _network.Units, Width);
            visitState?.Invoke(t, _state.AsSpan(0, _network.Units * Width));
        }
    }

    private void Step(ReadOnlySpan<double> input, UnitResponse response, int t, Visitor? visit)
    {
        if (_layers[0].LeaksFirst)
        {
            StepCurrent(input, response, t, visit);
            return;
        }

        var size = _network.Units * Width;
        for (var k = 0; k < _layers.Length; k++)
        {
            var layer = _layers[k];
            var pre = _pre.AsSpan(k * size, size);
            Numerics.Rows.Broadcast<double>(_parameters[layer.Bias], pre, Width);
            if (layer.Recurrent is { } recurrent)
                Product.Add<double>(_parameters[recurrent], _state, pre, _network.Units, _network.Units, Width);
            var before = k == 0 ? input : _value.AsSpan((k - 1) * size, size);
            Product.Add<double>(_parameters[layer.Input], before, pre, _network.Units, before.Length / Width, Width);
            if (k == _layers.Length - 1)
                visit?.Invoke(t, _pre);
            response.Evaluate(pre, _value.AsSpan(k * size, size), k * _network.Units, Width);
        }

        var value = _value.AsSpan(_value.Length - size);
        if (_layers[0].Recurrent is null)
        {
            value.CopyTo(_state);
            return;
        }

        for (var k = 0; k < size; k++)
            _state[k] += _step[k / Width] * (value[k] - _state[k]);
    }

    private void StepCurrent(ReadOnlySpan<double> input, UnitResponse response, int t, Visitor? visit)
    {
        var layer = _layers[0];
        Numerics.Rows.Broadcast<double>(_parameters[layer.Bias], _value, Width);
        Product.Add<double>(_parameters[layer.Recurrent!], _state, _value, _network.Units, _network.Units, Width);
        Product.Add<double>(_parameters[layer.Input], input, _value, _network.Units, _inputCount, Width);
        for (var k = 0; k < _pre.Length; k++)
            _pre[k] += _step[k / Width] * (_value[k] - _pre[k]);
        visit?.Invoke(t, _pre);
        response.Evaluate(_pre, _state.AsSpan(0, _pre.Length), 0, Width);
    }
}
