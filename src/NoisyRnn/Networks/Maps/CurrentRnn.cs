using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Numerics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// The continuous-time RNN in its current form, tau dx/dt = -x + W_rec r + W_in u + b, r = f(x), in Euler steps of g = dt/tau:
/// x' = (1-g) x + g (W_rec r + W_in (u + s xi_input) + b + s xi_inside), r' = f(x') + s xi_outside; what is read out is r (spec 1,
/// section 1: Cueva and Wei 2018, PsychRNN, spikeRNN). Noise on the current enters the next f and stays for a time of tau: it is noise
/// inside with memory. State [r; x].
/// </summary>
public sealed record CurrentRnn : MapNetwork, IValidated
{
    /// <summary>L, the number of layers.</summary>
    [Description("number of layers, each of N units: the first reads the input, each other one the rates of the layer below after the same step, the readout the last; of several no form of a differential equation is left")]
    [Range(1, 16)]
    [Unlisted]
    public int Layers { get; init; } = 1;

    /// <summary>f.</summary>
    [Description("activation function f")]
    public Activation Activation { get; init; } = new Relu();

    /// <summary>Standard deviation of the noise on the current that each unit's f is averaged over: a repaired network; empty for none.</summary>
    [Description("standard deviation of noise on the current that each unit's activation is averaged over, one a unit: a repaired network; empty for none")]
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

    /// <summary>How b starts.</summary>
    [Description("how the biases b start")]
    public Initializer BiasInitializer { get; init; } = new NormalInitializer { Std = 0.1 };

    /// <summary>How the initial current x[0] starts; training does not change it.</summary>
    [Description("how the initial current x[0] starts; training does not change it")]
    public Initializer StateInitializer { get; init; } = new ZeroInitializer();

    /// <inheritdoc/>
    public override string Label => Activation is GaussianSmoothed smoothed
        ? $"current {smoothed.Of.Label} smoothed at {smoothed.Sigma}"
        : $"current {Activation.Label}";

    /// <inheritdoc/>
    public override ImmutableArray<double> TimeConstants => Layers == 1 || Tau.Length == 1 ? Tau : [.. Enumerable.Repeat(Tau, Layers).SelectMany(static tau => tau)];

    internal override bool IsTimed => true;

    internal override bool LearnsNoise => true;

    internal override double LargestStep => Tau.Min();

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Tau.Length != 1 && Tau.Length != Units)
            yield return ("tau", $"{Tau.Length} time constants for {Units} units; allowed is one, or one a unit");
        if (Smoothing.Length != 0 && Smoothing.Length != Layers * Units)
            yield return ("smoothing", $"{Smoothing.Length} levels for {Units} units{(Layers == 1 ? "" : $" in {Layers} layers")}; allowed is none, or one a unit");
        foreach (var problem in Recurrent.Problems(Units).Concat(Stack.Problems()).Concat(Tau.Length == 1 || Tau.Length == Units ? Trained.Problems(Tau) : []))
            yield return problem;
    }

    /// <inheritdoc/>
    public override ParameterLayout Layout(int inputs, int outputs) => Stack.Layout(
        inputs, (true, true, true, false),
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true), ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    /// <inheritdoc/>
    public override Parameters Effective(Parameters parameters) => Stack.Effective(parameters);

    /// <inheritdoc/>
    public override void PullBack(Parameters parameters, Span<double> gradient) => Stack.PullBack(parameters, gradient);

    /// <inheritdoc/>
    public override int StateRows => Places.StateRows;

    internal override ImmutableArray<int> HiddenRows => Places.HiddenRows;

    /// <inheritdoc/>
    public override NoiseShape NoiseShape(int inputs, int outputs) => Places.Noise(inputs, outputs) with { Excitatory = Recurrent.Dale?.ExcitatoryOf(Units) };

    internal override string Kind => Layers == 1 ? base.Kind : $"{base.Kind} of {Layers} layers";

    /// <inheritdoc/>
    public override Cell<T> Prepare<T>(ParameterLayout layout, double dt) => Layers == 1
        ? new CurrentCell<T>(this, layout, dt)
        : new StackedCell<T>(Units, [.. Enumerable.Range(1, Layers).Select(layer => Layer(layer).Prepare<T>(Stack.Part(layout, layer), dt))]);

    /// <inheritdoc/>
    public override void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        if (Layers > 1)
        {
            var values = parameters.ToArray();
            Places.Map(layout, state, input, inside, outside, next, (layer, part, before, read, within, without, after) =>
                Layer(layer).Map(part, values, dt, before, read, within, without, after));
            return;
        }

        var rates = state[..Units];
        var activations = Activations;
        for (var i = 0; i < Units; i++)
        {
            var drive = parameters[layout["b_rec"].Offset + i] + inside[i] + layout["W_rec"].Row(parameters, i, rates) + layout["W_in"].Row(parameters, i, input);
            var current = state[Units + i];
            next[Units + i] = current + ((TrainsTau ? parameters[layout[TrainedTau.Name].Offset + i] : TReal.Constant(Gain(i, dt))) * (drive - current));
            next[i] = activations[i].Apply(next[Units + i]) + outside[i];
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt)
    {
        var noise = new NoiseLines(sources, dt, Tau, "r");
        var (tau, gain) = Tau.Length == 1 ? ($"{Tau[0]}", TrainsTau ? "dt/tau of the unit" : $"{dt / Tau[0]:G6}") : ($"{Tau.Min()} .. {Tau.Max()} (one a unit)", "dt/tau of the unit");
        if (Layers > 1)
        {
            return
            [
                $"x_l[t+1] = (1-g) x_l[t] + g (W_rec r_l[t] + W_in v_l + b{noise.Term(Placement.Inside)})",
                $"r_l[t+1] = f(x_l[t+1]){noise.Term(Placement.Outside)}, r_l[0] = f(x_l[0])",
                $"v_1 = {noise.Noisy("u[t]", Placement.Input)}, {LayerNames.Reads(Layers, "r").Replace("x_", "v_", StringComparison.Ordinal)}",
                $"z[t]   = W_out r_{Layers}[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
                .. Below(),
            ];
        }

        return
        [
            $"x[t+1] = (1-g) x[t] + g (W_rec r[t] + W_in {noise.Noisy("u[t]", Placement.Input)} + b{noise.Term(Placement.Inside)})",
            $"r[t+1] = f(x[t+1]){noise.Term(Placement.Outside)}, r[0] = f(x[0])",
            $"z[t]   = W_out r[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            .. Below(),
        ];

        IEnumerable<string> Below() =>
        [
            .. Stack.Lines(),
            $"f: {Activation.Formula}{UnitActivations.Words(Smoothing)}",
            $"g = {(gain[0] == 'd' ? "" : "dt/tau = ")}{gain}, dt = {dt}, tau = {tau}{Trained.Words}",
            .. noise.Levels(),
        ];
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Whatever the law of a step's noise, that of the current is nearly Gaussian, a sum over the steps of a time tau: its excess kurtosis is
    /// that of a step times (1 - a^2)/(1 + a^2), a = 1-g, about g.
    /// </remarks>
    public override Network Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => this with { Activation = new GaussianSmoothed { Of = Activation, Sigma = sigma } };

    /// <inheritdoc/>
    public override Network SmoothedByUnit(ImmutableArray<double> sigma) => this with { Smoothing = sigma };

    internal override int SmoothedRevision => 1;

    internal UnitActivations Activations => new(Activation, Smoothing);

    internal override double[] StepSizes(Parameters effective, double dt) => Layers > 1
        ? [.. Enumerable.Range(1, Layers).SelectMany(layer => Layer(layer).StepSizes(effective.Seen(Stack.Part(effective.Layout, layer)), dt))]
        : TrainsTau ? effective[TrainedTau.Name].ToArray() : [.. Enumerable.Range(0, Units).Select(i => Gain(i, dt))];

    internal override ImmutableArray<LeakyLayer> LeakyLayers(ParameterLayout layout) => Layers > 1 ? [] :
        [new(Activations, layout["W_in"], layout["b_rec"]) { Recurrent = layout["W_rec"], Factors = Recurrent.Factors(layout), InitialState = layout["init_state"], LeaksFirst = true }];

    // x' = a x + g s xi: in the long run of variance (g s)^2 / (1 - a^2); of noise that is correlated by c from step to step, times (1 + a c)/(1 - a c).
    internal override double[] ArgumentDeviations(NoiseSource inside, double dt)
    {
        var deviations = base.ArgumentDeviations(inside, dt);
        var correlation = inside.CorrelationTime > 0 ? Elementary.Exp(-dt / inside.CorrelationTime) : 0;
        for (var i = 0; i < deviations.Length; i++)
        {
            var (gain, kept) = (Gain(i % Units, dt), 1 - Gain(i % Units, dt));
            deviations[i] *= gain * Math.Sqrt((1 + (kept * correlation)) / ((1 - (kept * kept)) * (1 - (kept * correlation))));
        }

        return deviations;
    }

    /// <inheritdoc/>
    public override string? Refusal(NoiseSource source) => source.Placement == Placement.State
        ? "noise.placement: state is not for current, whose noise on the current x is inside (g s xi: of a program that adds s xi to x, s/g); allowed are inside, outside, input, readout and feedback"
        : source is { Kind: NoiseKind.Multiplicative, Placement: Placement.Outside } ? null
        : base.Refusal(source);

    /// <summary>g = dt/tau of a unit, where tau is not trained.</summary>
    internal double Gain(int unit, double dt) => dt / Tau[Tau.Length == 1 ? 0 : unit];

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

    private LayerStack Places => new(Units, Layers, 2 * Units);

    /// <summary>A layer as a network by itself.</summary>
    /// <param name="layer">1 .. L.</param>
    internal CurrentRnn Layer(int layer) => Layers == 1 ? this : this with { Layers = 1, Smoothing = Stack.LevelsOf(Smoothing, layer) };

    internal override bool TrainsTau => Trained.IsTrained;

    private protected override void Start(Parameters parameters, double dt, ulong seed) => Stack.Start(parameters, Tau, dt, seed);

    private TrainedTau Trained => new(TrainTau, Recurrent.Populations(Units), Units);

    private protected override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) =>
        LeakyStack.InitializerOf(slice, RecurrentInitializer, InputInitializer, BiasInitializer, StateInitializer, ReadoutInitializer);
}
