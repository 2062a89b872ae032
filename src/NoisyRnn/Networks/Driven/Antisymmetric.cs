using System.Collections.Immutable;
using System.ComponentModel;
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
    public override ParameterLayout Layout(int inputs, int outputs) => ParameterLayout.Of(
        ("C", Units, Units, true, true),
        ("W_in", Units, inputs, true, true),
        ("b_rec", Units, 1, true, false),
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    /// <inheritdoc/>
    public override Parameters Effective(Parameters parameters)
    {
        var effective = parameters.Copy();
        Part.Build(effective["C"], Units);
        return effective;
    }

    /// <inheritdoc/>
    public override void PullBack(Parameters parameters, Span<double> gradient)
    {
        var slice = parameters.Layout["C"];
        Part.PullBack(gradient.Slice(slice.Offset, slice.Length), Units);
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt)
    {
        var noise = new NoiseLines(sources, dt, TimeConstants);
        return
        [
            $"a[t]   = W h[t] + W_in {noise.Noisy("u[t]", Placement.Input)} + b",
            $"F[t]   = {noise.Outside(noise.Noisy("a[t]", Placement.Inside, "tanh"))}",
            $"h[t+1] = h[t] + {dt}{noise.StepFactor} F[t]{noise.Term(Placement.State)}, h[0] = 0",
            $"z[t]   = W_out h[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            $"W = C - C^T - {Gamma} I",
            .. noise.Levels(),
        ];
    }

    /// <inheritdoc/>
    public override Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => null;

    internal override ImmutableArray<DriftLayer> Form(ParameterLayout layout) =>
        [new(new(new Tanh(), []), layout["W_in"], layout["b_rec"]) { Recurrent = layout["C"] }];

    private protected override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) => slice.Name switch
    {
        "C" => new NormalInitializer { Std = MatrixStd ?? 0.1 / Units },
        "W_in" => new UniformFanInInitializer(),
        "b_rec" => new UniformFanInInitializer { Gain = 1 / Math.Sqrt(layout["W_in"].Columns) },
        "W_out" => ReadoutInitializer,
        "b_out" when ReadoutBias => new UniformFanInInitializer { Gain = 1 / Math.Sqrt(Units) },
        _ => new ZeroInitializer(),
    };

    private SymmetricSkew Part => new(Beta: 1, Gamma);
}
