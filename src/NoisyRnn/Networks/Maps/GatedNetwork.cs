using System.Collections.Immutable;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Networks;

/// <summary>What networks with gates share: how they start, and where noise enters.</summary>
public abstract record GatedNetwork : MapNetwork
{
    /// <summary>A readout that starts at U(+-1/sqrt(N)), as PyTorch's does.</summary>
    protected GatedNetwork() => ReadoutInitializer = new UniformFanInInitializer();

    /// <inheritdoc/>
    public override ImmutableArray<double> TimeConstants => [1.0];

    /// <inheritdoc/>
    public override Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => null;

    /// <summary>Number of gates: pre-activations a unit.</summary>
    private protected abstract int Gates { get; }

    /// <inheritdoc/>
    public override NoiseShape NoiseShape(int inputs, int outputs) => new(Gates * Units, Gates * Units, Units, inputs, outputs);

    // PyTorch starts all of a gated network's arrays at U(+-1/sqrt(N)), the input's too.
    private protected override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt) => slice.Name switch
    {
        "W_out" => ReadoutInitializer,
        "b_out" when !ReadoutBias => new ZeroInitializer(),
        _ => new UniformFanInInitializer { Gain = Math.Sqrt(slice.Columns) / Math.Sqrt(Units) },
    };

    /// <summary>The logistic function.</summary>
    private protected static TReal Logistic<TReal>(TReal a)
        where TReal : struct, IReal<TReal> => new Sigmoid().Apply(a);
}
