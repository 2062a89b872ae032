using System.Collections.Immutable;
using System.ComponentModel;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// The antisymmetric RNN, h' = h + dt tanh(W h + U u + b), W = C - C^T - gamma I (Chang et al. 2019; spec 2, section 1): the
/// Euler step of dh/dt = tanh(...), whose eigenvalues lie near the imaginary axis.
/// </summary>
public sealed record Antisymmetric : DrivenNetwork
{
    /// <summary>A readout that starts at U(+-1/sqrt(N)).</summary>
    public Antisymmetric() => ReadoutInitializer = new UniformFanInInitializer();

    /// <summary>L, the number of layers.</summary>
    [Description("number of layers, each of N units: the first reads the input, each other one the hidden state of the layer below after the same step, the readout the last; of several no form of a differential equation is left")]
    [System.ComponentModel.DataAnnotations.Range(1, 16)]
    [Unlisted]
    public int Layers { get; init; } = 1;

    /// <summary>gamma, the diffusion of the original work.</summary>
    [Description("gamma of W = C - C^T - gamma I: its eigenvalues' shift to the left")]
    public double Gamma { get; init; } = 1e-4;

    /// <summary>Standard deviation of the entries of C at the start; null for 0.1/N.</summary>
    [Description("standard deviation of the entries of C at the start; empty for 0.1/N")]
    [System.ComponentModel.DataAnnotations.Range(0, double.MaxValue)]
    public double? MatrixStd { get; init; }

    /// <inheritdoc/>
    public override string Label => "antisymmetric";

    /// <inheritdoc/>
    public override ImmutableArray<double> TimeConstants => [1.0];

    /// <inheritdoc/>
    public override ParameterLayout Layout(int inputs, int outputs) => Places.Layout(
        inputs,
        read => [("C", Units, Units, true, true), ("W_in", Units, read, true, true), ("b_rec", Units, 1, true, false)],
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    internal override int Depth => Layers;

    internal override Antisymmetric Layer(int layer) => this with { Layers = 1 };

    /// <inheritdoc/>
    public override Parameters Effective(Parameters parameters)
    {
        var effective = parameters.Copy();
        foreach (var part in Places.Parts(effective.Layout))
            Part.Build(effective[part["C"]], Units);
        return effective;
    }

    /// <inheritdoc/>
    public override void PullBack(Parameters parameters, Span<double> gradient)
    {
        foreach (var part in Places.Parts(parameters.Layout))
        {
            var slice = part["C"];
            Part.PullBack(gradient.Slice(slice.Offset, slice.Length), Units);
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
            $"F{l}[t]   = {noise.Outside(noise.Noisy($"a{l}[t]", Placement.Inside, "tanh"))}",
            $"h{l}[t+1] = h{l}[t] + {dt}{noise.StepFactor} F{l}[t]{noise.Term(Placement.State)}, h{l}[0] = 0",
            .. Layers == 1 ? [] : (string[])[$"x_1 = {input}, {LayerNames.Reads(Layers, "h", LayerStack.OwnArrays)}"],
            $"z[t]   = W_out h{(Layers == 1 ? "" : $"_{Layers}")}[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            $"W = C - C^T - {Gamma} I",
            .. noise.Levels(),
        ];
    }

    /// <inheritdoc/>
    public override Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => null;

    internal override ImmutableArray<DriftLayer> Form(ParameterLayout layout) => Layers > 1 ? [] :
        [new(new(new Tanh(), []), layout["W_in"], layout["b_rec"]) { Recurrent = layout["C"] }];

    private protected override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) => LayerNames.PlaceOf(slice.Name).Name switch
    {
        "C" => new NormalInitializer { Std = MatrixStd ?? 0.1 / Units },
        "W_in" => new UniformFanInInitializer(),
        "b_rec" => new UniformFanInInitializer { Gain = 1 / Math.Sqrt(layout[LayerNames.In("W_in", LayerNames.PlaceOf(slice.Name).Layer)].Columns) },
        "W_out" => ReadoutInitializer,
        "b_out" when ReadoutBias => new UniformFanInInitializer { Gain = 1 / Math.Sqrt(Units) },
        _ => new ZeroInitializer(),
    };

    private SymmetricSkew Part => new(Beta: 1, Gamma);
}
