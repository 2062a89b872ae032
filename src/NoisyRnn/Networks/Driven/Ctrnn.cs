using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// The continuous-time RNN, tau dh/dt = -h + f(W_rec h + W_in u + b), in Euler steps of g = dt/tau:
/// h' = (1-g) h + g (f(a + s xi_inside) + s xi_outside) + s xi_state, a = W_rec h + W_in (u + s xi_input) + b (spec 1, section 1).
/// </summary>
public sealed record Ctrnn : DrivenNetwork, IValidated
{
    /// <summary>L, the number of layers.</summary>
    [Description("number of layers, each of N units: the first reads the input, each other one the hidden state of the layer below after the same step, the readout the last; of several no form of a differential equation is left")]
    [Range(1, 16)]
    [Unlisted]
    public int Layers { get; init; } = 1;

    /// <summary>f.</summary>
    [Description("activation function f")]
    public Activation Activation { get; init; } = new Relu();

    /// <summary>Standard deviation of the noise that each unit's f is averaged over: a repaired network; empty for none.</summary>
    [Description("standard deviation, per step, of noise inside that each unit's activation is averaged over, one a unit: a repaired network; empty for none")]
    [Range(0, double.MaxValue)]
    public ImmutableArray<double> Smoothing { get; init; } = [];

    /// <summary>tau, one number or one a unit.</summary>
    [Description("time constant tau, in the unit of dt; one number, or one a unit")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public ImmutableArray<double> Tau { get; init; } = [1.0];

    /// <summary>Whether training changes tau, which is then the one at the start.</summary>
    [Description("whether training changes tau, which stays above dt: one for all units (shared), one a population (by-population, with recurrent.dale), or per-unit; tau is then the one at the start, which levels of noise are converted by")]
    [Unlisted]
    public TauTraining TrainTau { get; init; }

    /// <summary>How W_rec starts.</summary>
    [Description("how the recurrent weights W_rec start")]
    public Initializer RecurrentInitializer { get; init; } = new GaussianInitializer { Radius = 0.8 };

    /// <summary>Whether training changes W_rec: with weights of 0 that stay so, units are apart.</summary>
    [Description("whether training changes the recurrent weights W_rec")]
    public bool TrainRecurrent { get; init; } = true;

    /// <summary>What the recurrent weights may be.</summary>
    [Description("what the recurrent weights may be: Dale's law, which connections there are, which weights are fixed")]
    [Unlisted]
    public RecurrentStructure Recurrent { get; init; } = new();

    /// <summary>What the weights of the input may be.</summary>
    [Description("what the weights may be by which the (first layer of the) network reads the input: their sign, which units read, which connections there are, which weights are fixed")]
    [Unlisted]
    public WeightStructure Input { get; init; } = new();

    /// <summary>What the weights of the readout may be.</summary>
    [Description("what the weights of the readout may be: their sign, which units are read, which connections there are, which weights are fixed")]
    [Unlisted]
    public WeightStructure Readout { get; init; } = new();

    /// <summary>How W_in starts.</summary>
    [Description("how the input weights W_in start")]
    public Initializer InputInitializer { get; init; } = new NormalInitializer { Std = 1 };

    /// <summary>Whether training changes W_in.</summary>
    [Description("whether training changes the input weights W_in")]
    public bool TrainInput { get; init; } = true;

    /// <summary>How b starts.</summary>
    [Description("how the biases b start")]
    public Initializer BiasInitializer { get; init; } = new NormalInitializer { Std = 0.1 };

    /// <summary>Whether training changes the biases.</summary>
    [Description("whether training changes the biases b")]
    public bool TrainBias { get; init; } = true;

    /// <summary>How the initial state starts.</summary>
    [Description("how the initial state h0 starts")]
    public Initializer StateInitializer { get; init; } = new ZeroInitializer();

    /// <summary>Whether training changes the initial state.</summary>
    [Description("whether training changes the initial state h0")]
    public bool TrainInitialState { get; init; }

    /// <inheritdoc/>
    public override string Label => Activation is GaussianSmoothed smoothed
        ? $"{smoothed.Of.Label} smoothed at {smoothed.Sigma}"
        : Activation.Label;

    /// <inheritdoc/>
    public override ImmutableArray<double> TimeConstants => Layers == 1 || Tau.Length == 1 ? Tau : [.. Enumerable.Repeat(Tau, Layers).SelectMany(static tau => tau)];

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Tau.Length != 1 && Tau.Length != Units)
            yield return ("tau", $"{Tau.Length} time constants for {Units} units; allowed is one, or one a unit");
        if (Smoothing.Length != 0 && Smoothing.Length != Layers * Units)
            yield return ("smoothing", $"{Smoothing.Length} levels for {Units} units{(Layers == 1 ? "" : $" in {Layers} layers")}; allowed is none, or one a unit");
        if (Layers > 1 && TrainInitialState)
            yield return ("train-initial-state", $"true of {Layers} layers; allowed is false, or layers: 1");
        foreach (var problem in Recurrent.Problems(Units).Concat(Stack.Problems()).Concat(Tau.Length == 1 || Tau.Length == Units ? Trained.Problems(Tau) : []))
            yield return problem;
    }

    /// <inheritdoc/>
    public override ParameterLayout Layout(int inputs, int outputs) => Stack.Layout(
        inputs, (TrainRecurrent, TrainInput, TrainBias, TrainInitialState),
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true), ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    /// <inheritdoc/>
    public override Parameters Effective(Parameters parameters) => Stack.Effective(parameters);

    /// <inheritdoc/>
    public override void PullBack(Parameters parameters, Span<double> gradient) => Stack.PullBack(parameters, gradient);

    internal override int Depth => Layers;

    /// <inheritdoc/>
    public override NoiseShape NoiseShape(int inputs, int outputs) => base.NoiseShape(inputs, outputs) with { Excitatory = Recurrent.Dale?.ExcitatoryOf(Units) };

    /// <inheritdoc/>
    public override Network Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => this with { Activation = DistributionSmoothed.Mean(Activation, sigma, law) };

    /// <inheritdoc/>
    public override Network SmoothedByUnit(ImmutableArray<double> sigma) => this with { Smoothing = sigma };

    internal UnitActivations Activations => new(Activation, Smoothing);

    /// <inheritdoc/>
    public override void Drift<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> drift)
    {
        var recurrent = parameters.Slice(layout["W_rec"].Offset, Units * Units);
        var weights = parameters.Slice(layout["W_in"].Offset, Units * input.Length);
        var bias = parameters.Slice(layout["b_rec"].Offset, Units);
        var activations = Activations;
        for (var i = 0; i < Units; i++)
        {
            var a = bias[i] + inside[i];
            for (var j = 0; j < Units; j++)
                a += recurrent[(i * Units) + j] * state[j];
            for (var j = 0; j < input.Length; j++)
                a += weights[(i * input.Length) + j] * input[j];
            drift[i] = activations[i].Apply(a) + outside[i] - state[i];
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt) =>
        CtrnnEquations.Lines(this, sources, dt);

    internal override bool LearnsNoise => true;

    internal override ParameterSlice? StepSlice(ParameterLayout layout) => TrainsTau ? layout[TrainedTau.Name] : null;

    internal override Cell<T> PrepareEuler<T>(ParameterLayout layout, double dt) => new CtrnnCell<T>(this, layout, dt);

    internal override ImmutableArray<DriftLayer> Form(ParameterLayout layout) => Layers > 1 ? [] :
        [new(Activations, layout["W_in"], layout["b_rec"]) { Recurrent = layout["W_rec"], Factors = Recurrent.Factors(layout), Leaks = true, InitialState = layout["init_state"] }];

    internal override string? Remark(ulong seed) => Recurrent.Remark(Units, Layers, seed);

    internal override Network Load(string folder)
    {
        var read = Stack.Load(folder);
        return this with { Recurrent = read.Structure, Input = read.Input, Readout = read.Readout };
    }

    internal override bool HasPlainReadout => Readout.IsPlain;

    internal override string? Misfit(int inputs, int outputs) => Stack.Misfit(inputs, outputs);

    internal override ImmutableArray<UnitGroup> Populations => Stack.Populations;

    /// <summary>The arrays of all layers.</summary>
    internal LeakyStack Stack => new(Units, Layers, Recurrent, Trained, Input, Readout);

    internal override Ctrnn Layer(int layer) => Layers == 1 ? this : this with { Layers = 1, Smoothing = Stack.LevelsOf(Smoothing, layer) };

    internal override bool TrainsTau => Trained.IsTrained;

    private protected override void Start(Parameters parameters, double dt, ulong seed) => Stack.Start(parameters, Tau, dt, seed);

    internal string TauWords => Trained.Words;

    private TrainedTau Trained => new(TrainTau, Recurrent.Populations(Units), Units);

    private protected override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) =>
        LeakyStack.InitializerOf(slice, RecurrentInitializer, InputInitializer, BiasInitializer, StateInitializer, ReadoutInitializer);
}
