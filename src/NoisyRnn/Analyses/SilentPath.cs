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
/// by f: averaged over noise, and only some of them. For a CTRNN h' = (1-g) h + g R(a), a = W_rec h + W_in u + b; for a
/// feed-forward network h_l = R(a_l), layer by layer. In double; lanes are trials.
/// </summary>
internal sealed class SilentPath
{
    /// <summary>Trials of a path at most: the lanes of a block.</summary>
    public const int Width = 16;

    private readonly Network _network;
    private readonly Parameters _parameters;
    private readonly double[] _inputs, _state, _pre, _value;
    private readonly double[] _step;
    private readonly int _inputCount;
    private readonly int[] _steps;

    /// <summary>Fills the trials.</summary>
    /// <param name="subject">A network that <see cref="Refusal"/> does not refuse.</param>
    /// <param name="first">Number of the first trial.</param>
    /// <param name="count">How many, at most <see cref="Width"/>.</param>
    /// <param name="stream">The part of the task: test trials, or those of training.</param>
    public SilentPath(TrainedNetwork subject, int first, int count, NoiseStream stream = NoiseStream.Test)
    {
        (_network, _parameters, _inputCount) = (subject.Network, subject.Parameters, subject.Task.InputCount);
        Layers = subject.Network is FeedForward deep ? deep.Layers : 1;
        OutputCount = subject.Task.OutputCount;
        _steps = new int[count];
        var trials = ImmutableArray.CreateBuilder<Trial>(count);
        for (var p = 0; p < count; p++)
        {
            var key = new TrialKey(subject.Seed, stream, (ulong)(first + p));
            var trial = new Trial(subject.Task.StepCount, _inputCount, OutputCount);
            subject.Task.Fill(key, trial);
            _steps[p] = subject.Task.StepsOf(key);
            trials.Add(trial);
        }

        (Trials, Steps) = (trials.ToImmutable(), _steps.Max());
        _inputs = new double[Steps * _inputCount * Width];
        for (var k = 0; k < _inputs.Length; k++)
            _inputs[k] = Trials[Math.Min(k % Width, count - 1)].Inputs[k / Width / _inputCount, k / Width % _inputCount];
        (_state, _pre, _value) = (new double[Math.Max(_network.Units, _network.StateRows) * Width], new double[Rows * Width], new double[Rows * Width]);
        _step = [.. Enumerable.Range(0, _network.Units).Select(i => subject.Dt / _network.TimeConstants[_network.TimeConstants.Length == 1 ? 0 : i])];
        Outputs = new double[Steps * OutputCount * Width];
    }

    /// <summary>The trials.</summary>
    public ImmutableArray<Trial> Trials { get; }

    /// <summary>Steps of the longest.</summary>
    public int Steps { get; }

    /// <summary>Hidden layers; 1 for a recurrent network.</summary>
    public int Layers { get; }

    /// <summary>Units in all layers.</summary>
    public int Rows => Layers * _network.Units;

    /// <summary>O.</summary>
    public int OutputCount { get; }

    /// <summary>Readouts z of the last run. [T][O][Width]</summary>
    public double[] Outputs { get; }

    /// <summary>Gets the pre-activations [rows][Width], or the states [N][Width], of a step.</summary>
    public delegate void Visitor(int step, ReadOnlySpan<double> values);

    /// <summary>Why a network's units cannot be looked at so; null where they can.</summary>
    public static string? Refusal(Setup setup) => setup switch
    {
        { Network: not (Ctrnn or FeedForward) } => $"{Catalogue.KindOf(setup.Network.GetType())} has no units h = f(a) to look at; allowed is ctrnn or feedforward",
        { Network: Ctrnn { Smoothing.Length: > 0 } or FeedForward { Smoothing.Length: > 0 } } => "smoothing: a repaired network has no noise to explain; allowed is none",
        { Scheme: not (null or EulerMaruyama) } => $"scheme {Catalogue.KindOf(setup.Scheme.GetType())}: allowed is euler-maruyama",
        { Noise: not ([] or [{ Kind: NoiseKind.Additive, Sigma.Length: 1 }]) } => "allowed is one additive noise source with one level, or none",
        { Noise: [{ Distribution: not NoiseDistribution.Gaussian } or { CorrelationTime: > 0 }] } => "its predictions are for white Gaussian noise; allowed is distribution: gaussian with correlation-time: 0",
        _ => setup.Noise is [{ Scale: not NoiseScale.PerStep }] && setup.Network.TimeConstants.Distinct().Count() > 1
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
        if (_network is Ctrnn)
            Numerics.Rows.Broadcast<double>(_parameters["init_state"], _state, Width);
        for (var t = 0; t < Steps; t++)
        {
            var input = _inputs.AsSpan(t * _inputCount * Width, _inputCount * Width);
            if (_network is Ctrnn)
                StepRecurrent(input, response, t, visit);
            else
                StepLayers(input, response, t, visit);
            var output = Outputs.AsSpan(t * OutputCount * Width, OutputCount * Width);
            Numerics.Rows.Broadcast<double>(_parameters["b_out"], output, Width);
            Product.Add<double>(_parameters["W_out"], _state.AsSpan(0, _network.Units * Width), output, OutputCount, _network.Units, Width);
            visitState?.Invoke(t, _state.AsSpan(0, _network.Units * Width));
        }
    }

    private void StepRecurrent(ReadOnlySpan<double> input, UnitResponse response, int t, Visitor? visit)
    {
        var n = _network.Units;
        Numerics.Rows.Broadcast<double>(_parameters["b_rec"], _pre, Width);
        Product.Add<double>(_parameters["W_rec"], _state, _pre, n, n, Width);
        Product.Add<double>(_parameters["W_in"], input, _pre, n, _inputCount, Width);
        visit?.Invoke(t, _pre);
        response.Evaluate(_pre, _value, 0, Width);
        for (var k = 0; k < n * Width; k++)
            _state[k] += _step[k / Width] * (_value[k] - _state[k]);
    }

    private void StepLayers(ReadOnlySpan<double> input, UnitResponse response, int t, Visitor? visit)
    {
        var n = _network.Units;
        for (var layer = 1; layer <= Layers; layer++)
        {
            var (from, rows) = ((layer - 1) * n * Width, n * Width);
            var pre = _pre.AsSpan(from, rows);
            Numerics.Rows.Broadcast<double>(_parameters[$"b_{layer}"], pre, Width);
            var before = layer == 1 ? input : _value.AsSpan(from - rows, rows);
            Product.Add<double>(_parameters[FeedForward.WeightName(layer)], before, pre, n, before.Length / Width, Width);
            response.Evaluate(pre, _value.AsSpan(from, rows), (layer - 1) * n, Width);
        }

        visit?.Invoke(t, _pre);
        _value.AsSpan((Layers - 1) * n * Width, n * Width).CopyTo(_state);
    }
}
