using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Numerics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>
/// An architecture: which parameters there are, how they start, and the step. Every network has a linear readout
/// z = W_out h + b_out of the hidden state after the step, the first N rows of its state.
/// A <see cref="DrivenNetwork"/> discretises a differential equation; a <see cref="MapNetwork"/> is a step by itself.
/// </summary>
[Leaf("ctrnn", typeof(Ctrnn))]
[Leaf("current", typeof(CurrentRnn))]
[Leaf("lipschitz", typeof(Lipschitz))]
[Leaf("antisymmetric", typeof(Antisymmetric))]
[Leaf("cornn", typeof(CoRnn))]
[Leaf("lstm", typeof(Lstm))]
[Leaf("gru", typeof(Gru))]
[Leaf("elman", typeof(Elman))]
[Leaf("feedforward", typeof(FeedForward))]
[Leaf("cayley", typeof(Cayley))]
[Leaf("exprnn", typeof(ExpRnn))]
public abstract record Network
{
    /// <summary>N, the number of units.</summary>
    [Description("number of units N")]
    [Range(1, 65536)]
    public int Units { get; init; } = 32;

    /// <summary>How the readout W_out starts.</summary>
    [Description("how the readout weights W_out start")]
    public Initializer ReadoutInitializer { get; init; } = new GaussianInitializer();

    /// <summary>Whether training changes W_out and b_out.</summary>
    [Description("whether training changes the readout W_out, b_out")]
    public bool TrainReadout { get; init; } = true;

    /// <summary>Whether training changes W_out; where not, its gain is fixed.</summary>
    [Description("whether training changes the readout weights W_out, where it changes the readout at all")]
    public bool TrainReadoutWeights { get; init; } = true;

    /// <summary>Whether there is a readout bias b_out (it starts at 0).</summary>
    [Description("whether the readout has a bias b_out")]
    public bool ReadoutBias { get; init; } = true;

    /// <summary>Raised whenever the bits of such networks change in training, and of no others.</summary>
    internal virtual int Revision => 0;

    /// <summary>Its name in tables and legends where no arm gives one: "relu", "lstm".</summary>
    public abstract string Label { get; }

    /// <summary>What it is, in messages: "elman", "elman of 2 layers".</summary>
    internal virtual string Kind => Catalogue.KindOf(GetType());

    /// <summary>The networks that are of some kind, for errors: "ctrnn or feedforward"; beside a stack, that one layer alone may be.</summary>
    /// <param name="isOne">Whether a network, with its defaults, is one.</param>
    internal string Allowed(Func<Network, bool> isOne) => Catalogue.NamesOf(isOne) + (IsRecurrent && HiddenRows.Length > 1 ? ", recurrent ones with layers: 1" : "");

    /// <summary>The arrays and their order.</summary>
    /// <param name="inputs">I, input channels.</param>
    /// <param name="outputs">O, output channels.</param>
    public abstract ParameterLayout Layout(int inputs, int outputs);

    /// <summary>Rows of the state: N, or more where the network remembers more than its hidden state.</summary>
    public virtual int StateRows => Units;

    /// <summary>Where in the state each layer's hidden state begins, N rows each; the readout reads the first of them.</summary>
    internal virtual ImmutableArray<int> HiddenRows => [0];

    /// <summary>The initialiser of an array.</summary>
    /// <param name="slice">The array.</param>
    /// <param name="layout">All arrays: for the fan-in of biases.</param>
    /// <param name="dt">Time step, where a parameter starts at it.</param>
    private protected abstract Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt);

    /// <summary>Whether a scheme makes its step, of a drift that it gives (<see cref="DrivenNetwork"/>); else the step is a map of its own.</summary>
    internal virtual bool IsDriven => false;

    /// <summary>Why no scheme but Euler's makes the step of a network that is not driven, and what is allowed.</summary>
    internal virtual string TakesNoScheme => "which discretises no differential equation; allowed is euler-maruyama (the network's own step)";

    /// <summary>Whether a step takes the time dt, as that of a differential equation does; else time is counted in steps.</summary>
    internal virtual bool IsTimed => false;

    /// <summary>The largest dt: the smallest tau, of networks that leak by dt/tau in a step; infinite for all others.</summary>
    internal virtual double LargestStep => double.PositiveInfinity;

    /// <summary>Whether its step, of Euler-Maruyama where a scheme makes it, tells the gradient of the level of additive noise.</summary>
    internal virtual bool LearnsNoise => false;

    /// <summary>Whether training changes its time constants; <see cref="TimeConstants"/> are then those at the start.</summary>
    internal virtual bool TrainsTau => false;

    /// <summary>The array of trainable steps, one a unit; null where the step is dt/tau, or a map's own.</summary>
    internal virtual ParameterSlice? StepSlice(ParameterLayout layout) => null;

    /// <summary>Whether a step depends on those before it.</summary>
    internal virtual bool IsRecurrent => true;

    /// <summary>Why it lacks what only a recurrence has; null where it has one.</summary>
    /// <param name="what">"fixed points", "Lyapunov exponents", ...</param>
    internal string? LacksWithoutRecurrence(string what) => IsRecurrent ? null : $"a feed-forward network has no recurrence, and so no {what}";

    /// <summary>
    /// The layers of its step, the first reading the input; empty where it has no such form. What can be said of any network with
    /// the form is said from this alone. A recurrent network has one, which has a W.
    /// </summary>
    /// <param name="layout">From <see cref="Layout"/>.</param>
    internal virtual ImmutableArray<DriftLayer> Form(ParameterLayout layout) => [];

    /// <summary>The same of any number of inputs and outputs: what layers there are, not where their arrays stand.</summary>
    internal ImmutableArray<DriftLayer> Form() => Form(Layout(1, 1));

    /// <summary>Whether the form is linear, f being the identity: noise inside it is then noise outside.</summary>
    internal bool IsLinear => Form() is { IsEmpty: false } layers && layers.All(static layer => layer.Activations.Function is Identity);

    /// <summary>The names of its matrices of weights.</summary>
    internal ImmutableArray<string> Matrices => [.. Layout(1, 1).Slices.Where(static array => array.IsWeight).Select(static array => array.Name)];

    /// <summary>d of the form, one a unit: 1 where a step is no Euler step.</summary>
    /// <param name="effective">The effective parameters.</param>
    /// <param name="dt">Time step.</param>
    internal virtual double[] StepSizes(Parameters effective, double dt) => [.. Enumerable.Repeat(1.0, Units)];

    /// <summary>
    /// Its layers as the predictions of spec 1, section 3, see them: silent paths with averaged units and the Gaussian closure. Those of the
    /// form, where all leak towards f(a) and do nothing else; empty where there are none, or where a network that has them says no, and why.
    /// </summary>
    /// <param name="layout">From <see cref="Layout"/>.</param>
    internal virtual ImmutableArray<LeakyLayer> LeakyLayers(ParameterLayout layout) =>
        Form(layout) is var layers && layers.All(static layer => layer is { Leaks: true, Linear: null })
            ? [.. layers.Select(static layer => new LeakyLayer(layer.Activations, layer.Input, layer.Bias) { Recurrent = layer.Recurrent, Factors = layer.Factors, InitialState = layer.InitialState })]
            : [];

    /// <summary>The same of any number of inputs and outputs: what layers there are, not where their arrays stand.</summary>
    internal ImmutableArray<LeakyLayer> LeakyLayers() => LeakyLayers(Layout(1, 1));

    /// <summary>Whether those predictions are offered for it.</summary>
    internal bool OffersPredictions => !LeakyLayers().IsEmpty;

    /// <summary>
    /// The standard deviation that noise inside has on the argument of each activation, of units that nothing connects: that of a step, or,
    /// where the argument remembers, of all steps together.
    /// </summary>
    /// <param name="inside">Noise inside.</param>
    /// <param name="dt">Time step.</param>
    internal virtual double[] ArgumentDeviations(NoiseSource inside, double dt) => inside.PerStepDeviation(NoiseShape(1, 1), dt, TimeConstants);

    /// <summary>What the initial network of a seed has that its options do not show and hardly anyone means; null for nothing.</summary>
    /// <param name="seed">The run's seed.</param>
    internal virtual string? Remark(ulong seed) => null;

    /// <summary>Rows of the noise at each placement.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="outputs">O.</param>
    public virtual NoiseShape NoiseShape(int inputs, int outputs) => new(Units, Units, Units, inputs, outputs);

    /// <summary>
    /// The parameters as the step uses them: where a matrix is made from a parameter (A from B, W = exp(K), ...), the matrix
    /// stands in the parameter's place. Kernels and plain functions read these.
    /// </summary>
    public virtual Parameters Effective(Parameters parameters) => parameters;

    /// <summary>Turns the gradient with respect to the effective parameters into that with respect to the parameters, in place.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="gradient">Gradient of all arrays, flat.</param>
    public virtual void PullBack(Parameters parameters, Span<double> gradient)
    {
    }

    /// <summary>
    /// The step once more, as a plain function without noise on the state: the reference for the kernels and the source of
    /// Jacobians. For a driven network, one Euler step.
    /// </summary>
    /// <param name="layout">From <see cref="Layout"/>.</param>
    /// <param name="parameters">All parameters, effective, flat.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="state">State before the step [state rows].</param>
    /// <param name="input">u [I].</param>
    /// <param name="inside">Noise on the pre-activations.</param>
    /// <param name="outside">Noise on the values of the activations.</param>
    /// <param name="next">Receives the state after the step [state rows].</param>
    public abstract void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
        where TReal : struct, IReal<TReal>;

    /// <summary>The time constants: one entry, or one a unit. In the unit of dt.</summary>
    public abstract ImmutableArray<double> TimeConstants { get; }

    /// <summary>The executed step in plain text, one line each, with numbers put in.</summary>
    /// <param name="sources">The noise.</param>
    /// <param name="dt">Time step.</param>
    public abstract ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt);

    /// <summary>
    /// The same network with its activation averaged over noise of this standard deviation on its argument: the repair. Null
    /// where it has no such form.
    /// </summary>
    /// <param name="sigma">s.</param>
    /// <param name="law">The law of the noise.</param>
    public abstract Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian);

    /// <summary>Raised whenever <see cref="Smoothed"/> of such networks changes, or comes to be.</summary>
    internal virtual int SmoothedRevision => 0;

    /// <summary>The same, of Gaussian noise, with a level of its own for each unit. Null where it has no such form.</summary>
    /// <param name="sigma">Standard deviations, one a row of the noise inside.</param>
    public virtual Network? SmoothedByUnit(ImmutableArray<double> sigma) => null;

    /// <summary>Whether its kernels multiply what stands inside and outside its activations by noise.</summary>
    internal virtual bool TakesFactors => false;

    /// <summary>Why a noise source is not for this network; null where it is.</summary>
    public virtual string? Refusal(NoiseSource source) => source.IsAdded() ? null
        : source.IsOnActivation() ? RefusalOfFactor(source)
        : $"noise.kind: {Catalogue.NameOf(source.Kind)} is not for {Catalogue.KindOf(GetType())}, which discretises no differential equation; allowed is additive or unit-uniform";

    /// <summary>Why a noise source, with its scale, is not for this network; null where it is.</summary>
    internal string? RefusalOf(NoiseSource source) => !IsTimed && source.Scale != NoiseScale.PerStep
        ? $"noise.scale: {Catalogue.NameOf(source.Scale)} is not for {Kind}, whose step has no dt; allowed is per-step" : Refusal(source);

    /// <summary>The same of noise that multiplies inside or outside.</summary>
    private protected string? RefusalOfFactor(NoiseSource source) => !source.IsOnActivation() || TakesFactors ? null
        : $"noise.kind: multiplicative {Catalogue.NameOf(source.Placement)} is not for {Catalogue.KindOf(GetType())}; allowed is {Catalogue.NamesOf<Network>(static network => network.TakesFactors)}, or additive noise";

    /// <summary>The noise of a list of sources, drawn for this network.</summary>
    /// <param name="sources">The list.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">Training (Dynamics), validation or testing (Analysis).</param>
    /// <param name="inputs">I.</param>
    /// <param name="outputs">O.</param>
    /// <param name="dt">Time step.</param>
    public Increments<T> Draw<T>(ImmutableArray<NoiseSource> sources, ulong seed, NoiseStream stream, int inputs, int outputs, double dt)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        new SourceIncrements<T>(sources, seed, stream, NoiseShape(inputs, outputs), dt, TimeConstants);

    /// <summary>The same network with what its files hold in their place.</summary>
    /// <param name="folder">Where relative paths start from.</param>
    /// <exception cref="InputException">A file is not there, or not what it must be.</exception>
    internal virtual Network Load(string folder) => this;

    /// <summary>Whether W_out may be any matrix.</summary>
    internal virtual bool HasPlainReadout => true;

    /// <summary>Why it is not for so many channels, "network.KEY: why"; null where it is.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="outputs">O.</param>
    internal virtual string? Misfit(int inputs, int outputs) => null;

    /// <summary>Units by population, in their order.</summary>
    internal virtual ImmutableArray<UnitGroup> Populations => [new("all", 0, Units)];

    /// <summary>What a network makes of its initialisers' draws.</summary>
    /// <param name="parameters">The draws; receives the initial parameters.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="seed">The run's seed.</param>
    private protected virtual void Start(Parameters parameters, double dt, ulong seed)
    {
    }

    /// <summary>Initial parameters: a function of the seed and the array's place alone, the same in every arm.</summary>
    /// <param name="inputs">I.</param>
    /// <param name="outputs">O.</param>
    /// <param name="dt">Time step: where a trainable step starts.</param>
    /// <param name="seed">The run's seed.</param>
    public Parameters Initialize(int inputs, int outputs, double dt, ulong seed)
    {
        var parameters = new Parameters(Layout(inputs, outputs));
        for (var k = 0; k < parameters.Layout.Slices.Length; k++)
        {
            var slice = parameters.Layout.Slices[k];
            var random = new RandomStream(NoiseKey.OfItem(seed, NoiseStream.Parameters, k), 0);
            InitializerOf(slice, parameters.Layout, dt).Fill(random, parameters[slice], slice.Rows, slice.Columns);
        }

        Start(parameters, dt, seed);
        return parameters;
    }
}
