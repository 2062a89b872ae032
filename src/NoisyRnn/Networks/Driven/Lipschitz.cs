using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
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
    public override ParameterLayout Layout(int inputs, int outputs) => ParameterLayout.Of(
        ("B", Units, Units, true, true),
        ("C", Units, Units, true, true),
        ("W_in", Units, inputs, true, true),
        ("b_rec", Units, 1, true, false),
        ("step", Units, 1, TrainStep, false),
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    /// <inheritdoc/>
    public override Parameters Effective(Parameters parameters)
    {
        var effective = parameters.Copy();
        LinearPart.Build(effective["B"], Units);
        RecurrentPart.Build(effective["C"], Units);
        return effective;
    }

    /// <inheritdoc/>
    public override void PullBack(Parameters parameters, Span<double> gradient)
    {
        var (b, c) = (parameters.Layout["B"], parameters.Layout["C"]);
        LinearPart.PullBack(gradient.Slice(b.Offset, b.Length), Units);
        RecurrentPart.PullBack(gradient.Slice(c.Offset, c.Length), Units);
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt)
    {
        var noise = new NoiseLines(sources, dt, TimeConstants);
        return
        [
            $"a[t]   = W h[t] + W_in {noise.Noisy("u[t]", Placement.Input)} + b",
            $"F[t]   = {(Alpha == 1 ? "" : $"{Alpha} ")}A h[t] + {noise.Outside(noise.Noisy("a[t]", Placement.Inside, "tanh"))}",
            $"h[t+1] = h[t] + d{noise.StepFactor} F[t]{noise.Term(Placement.State)}, h[0] = 0",
            $"z[t]   = W_out h[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            $"A = beta (B - B^T) + (1-beta) (B + B^T) - {GammaA} I, W from C with {GammaW} I, beta = {Beta}",
            $"d = {dt}{(TrainStep ? " at the start, trained for each unit" : "")}",
            .. noise.Levels(),
        ];
    }

    /// <inheritdoc/>
    public override Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => null;

    internal override ImmutableArray<DriftLayer> Form(ParameterLayout layout) =>
        [new(new(new Tanh(), []), layout["W_in"], layout["b_rec"]) { Recurrent = layout["C"], Linear = layout["B"] }];

    internal override ParameterSlice StepSlice(ParameterLayout layout) => layout["step"];

    private protected override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) => slice.Name switch
    {
        "B" or "C" => new NormalInitializer { Std = MatrixStd ?? 0.1 / Units },
        "W_in" => new UniformFanInInitializer(),
        "b_rec" => new UniformFanInInitializer { Gain = 1 / Math.Sqrt(layout["W_in"].Columns) },
        "step" => new ConstantInitializer { Value = dt },
        "W_out" => ReadoutInitializer,
        "b_out" when ReadoutBias => new UniformFanInInitializer { Gain = 1 / Math.Sqrt(Units) },
        _ => new ZeroInitializer(),
    };

    private SymmetricSkew LinearPart => new(Beta, GammaA, Alpha);

    private SymmetricSkew RecurrentPart => new(Beta, GammaW);
}
