using System.Collections.Immutable;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Tests.Networks;

/// <summary>
/// A network that the catalogue does not have, h' = h + dt (-h + tanh(W h + U u + b)) with W = C + C^T: all that one with the
/// layer form has to write.
/// </summary>
internal sealed record SymmetricNetwork : DrivenNetwork
{
    public override string Label => "symmetric";

    public override ImmutableArray<double> TimeConstants => [1.0];

    public override ParameterLayout Layout(int inputs, int outputs) => ParameterLayout.Of(
        ("C", Units, Units, true, true),
        ("W_in", Units, inputs, true, true),
        ("b_rec", Units, 1, true, false),
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    public override Parameters Effective(Parameters parameters)
    {
        var effective = parameters.Copy();
        AddTranspose(effective["C"]);
        return effective;
    }

    public override void PullBack(Parameters parameters, Span<double> gradient)
    {
        var slice = parameters.Layout["C"];
        AddTranspose(gradient.Slice(slice.Offset, slice.Length));
    }

    public override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt) =>
        [$"h[t+1] = h[t] + {dt} (-h[t] + tanh(W h[t] + W_in u[t] + b)), W = C + C^T"];

    public override Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => null;

    internal override ImmutableArray<DriftLayer> Form(ParameterLayout layout) =>
        [new(new(new Tanh(), []), layout["W_in"], layout["b_rec"]) { Recurrent = layout["C"], Leaks = true }];

    private protected override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) => slice.Name switch
    {
        "C" => new NormalInitializer { Std = 0.3 / Math.Sqrt(Units) },
        "W_out" => ReadoutInitializer,
        "W_in" => new UniformFanInInitializer(),
        _ => new ZeroInitializer(),
    };

    private void AddTranspose(Span<double> matrix)
    {
        for (var i = 0; i < Units; i++)
        {
            for (var j = 0; j <= i; j++)
                matrix[(i * Units) + j] = matrix[(j * Units) + i] = matrix[(i * Units) + j] + matrix[(j * Units) + i];
        }
    }
}
