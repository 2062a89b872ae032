using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// The Lipschitz RNN, dh/dt = alpha A h + tanh(W h + U u + b), A and W symmetric-skew; with noise on its state, the noisy
/// RNN of "Noisy Recurrent Neural Networks" (Lim et al. 2021; spec 2, section 1).
/// </summary>
public sealed record Lipschitz : DrivenNetwork
{
    /// <summary>A readout that starts like the released program's: U(+-1/sqrt(N)).</summary>
    public Lipschitz() => ReadoutInitializer = new UniformFanInInitializer();

    /// <summary>L, the number of layers.</summary>
    [Description("number of layers, each of N units: the first reads the input, each other one the hidden state of the layer below after the same step, the readout the last; of several no form of a differential equation is left")]
    [Range(1, 16)]
    [Unlisted]
    public int Layers { get; init; } = 1;

    /// <summary>beta of A and W.</summary>
    [Description("beta of A = beta (B - B^T) + (1 - beta) (B + B^T) - gamma-a I, and of W from C likewise: 0 symmetric, 1 skew")]
    [Range(0.0, 1.0)]
    public double Beta { get; init; } = 0.75;

    /// <summary>gamma of A.</summary>
    [Description("gamma of A: its eigenvalues' shift to the left")]
    public double GammaA { get; init; } = 1e-3;

    /// <summary>gamma of W.</summary>
    [Description("gamma of W: its eigenvalues' shift to the left")]
    public double GammaW { get; init; } = 1e-3;

    /// <summary>alpha, the factor of the linear part.</summary>
    [Description("alpha, the factor of the linear part A h")]
    public double Alpha { get; init; } = 1;

    /// <summary>Standard deviation of the entries of B and C at the start; null for 0.1/N.</summary>
    [Description("standard deviation of the entries of B and C at the start; empty for 0.1/N")]
    [Range(0, double.MaxValue)]
    public double? MatrixStd { get; init; }

    /// <summary>Whether each unit's step is trained; it starts at dt.</summary>
    [Description("whether each unit's time step is trained (it starts at dt)")]
    public bool TrainStep { get; init; } = true;

    /// <inheritdoc/>
    public override string Label => "lipschitz";

    /// <inheritdoc/>
    public override ImmutableArray<double> TimeConstants => [1.0];

    /// <inheritdoc/>
    public override ParameterLayout Layout(int inputs, int outputs) => Places.Layout(
        inputs,
        read => [("B", Units, Units, true, true), ("C", Units, Units, true, true), ("W_in", Units, read, true, true), ("b_rec", Units, 1, true, false), ("step", Units, 1, TrainStep, false)],
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    internal override int Depth => Layers;

    internal override Lipschitz Layer(int layer) => this with { Layers = 1 };

    /// <inheritdoc/>
    public override Parameters Effective(Parameters parameters)
    {
        var effective = parameters.Copy();
        foreach (var part in Places.Parts(effective.Layout))
        {
            LinearPart.Build(effective[part["B"]], Units);
            RecurrentPart.Build(effective[part["C"]], Units);
        }

        return effective;
    }

    /// <inheritdoc/>
    public override void PullBack(Parameters parameters, Span<double> gradient)
    {
        foreach (var part in Places.Parts(parameters.Layout))
        {
            var (b, c) = (part["B"], part["C"]);
            LinearPart.PullBack(gradient.Slice(b.Offset, b.Length), Units);
            RecurrentPart.PullBack(gradient.Slice(c.Offset, c.Length), Units);
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt)
    {
        var l = Layers == 1 ? "" : "_l";
        var noise = new NoiseLines(sources, dt, TimeConstants, $"h{l}");
        var input = noise.Noisy("u[t]", Placement.Input);
        return
        [
            $"a{l}[t]   = W h{l}[t] + W_in {(Layers == 1 ? input : "x_l")} + b",
            $"F{l}[t]   = {(Alpha == 1 ? "" : $"{Alpha} ")}A h{l}[t] + {noise.Outside(noise.Noisy($"a{l}[t]", Placement.Inside, "tanh"))}",
            $"h{l}[t+1] = h{l}[t] + d{noise.StepFactor} F{l}[t]{noise.Term(Placement.State)}, h{l}[0] = 0",
            .. Layers == 1 ? [] : (string[])[$"x_1 = {input}, {LayerNames.Reads(Layers, "h", LayerStack.OwnArrays)}"],
            $"z[t]   = W_out h{(Layers == 1 ? "" : $"_{Layers}")}[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            $"A = beta (B - B^T) + (1-beta) (B + B^T) - {GammaA} I, W from C with {GammaW} I, beta = {Beta}",
            $"d = {dt}{(TrainStep ? " at the start, trained for each unit" : "")}",
            .. noise.Levels(),
        ];
    }

    /// <inheritdoc/>
    public override Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => null;

    internal override ImmutableArray<DriftLayer> Form(ParameterLayout layout) => Layers > 1 ? [] :
        [new(new(new Tanh(), []), layout["W_in"], layout["b_rec"]) { Recurrent = layout["C"], Linear = layout["B"] }];

    internal override ParameterSlice StepSlice(ParameterLayout layout) => layout["step"];

    private protected override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) => LayerNames.PlaceOf(slice.Name).Name switch
    {
        "B" or "C" => new NormalInitializer { Std = MatrixStd ?? 0.1 / Units },
        "W_in" => new UniformFanInInitializer(),
        "b_rec" => new UniformFanInInitializer { Gain = 1 / Math.Sqrt(layout[LayerNames.In("W_in", LayerNames.PlaceOf(slice.Name).Layer)].Columns) },
        "step" => new ConstantInitializer { Value = dt },
        "W_out" => ReadoutInitializer,
        "b_out" when ReadoutBias => new UniformFanInInitializer { Gain = 1 / Math.Sqrt(Units) },
        _ => new ZeroInitializer(),
    };

    private SymmetricSkew LinearPart => new(Beta, GammaA, Alpha);

    private SymmetricSkew RecurrentPart => new(Beta, GammaW);
}
