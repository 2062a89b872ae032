using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// What networks with gates share: how they start, where noise enters, and what they are averaged over it. Noise inside stands on the pre-activation of each
/// gate; averaged, each gate is its own mean, E sigmoid(a + s xi) or E tanh(a + s xi). Products of gates whose noises are independent have the product
/// of their means as mean, so that this is the mean of the step but for what a gate feeds into another bend of the same step (<see cref="Gru"/>'s r
/// in n, <see cref="Lstm"/>'s c in h), which is of second order in the variances of the gates.
/// </summary>
public abstract record GatedNetwork : StackedNetwork, IValidated
{
    /// <summary>A readout that starts at U(+-1/sqrt(N)), as PyTorch's does.</summary>
    protected GatedNetwork() => ReadoutInitializer = new UniformFanInInitializer();

    /// <inheritdoc/>
    /// <remarks>Null for laws other than the Gaussian.</remarks>
    public override Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => law == NoiseDistribution.Gaussian ? this with { Smoothing = Under([sigma]) } : null;

    /// <inheritdoc/>
    public override Network SmoothedByUnit(ImmutableArray<double> sigma) => this with { Smoothing = Under(sigma) };

    /// <summary>Standard deviation of the noise that each gate is averaged over: a repaired network; empty for none.</summary>
    [Description("standard deviation of noise inside that each gate's activation is averaged over, one for all, or one a row of W_rec, layer after layer: a repaired network; empty for none")]
    [Range(0, double.MaxValue)]
    public ImmutableArray<double> Smoothing { get; init; } = [];

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (Smoothing.Length > 1 && Smoothing.Length != Layers * Gates * Units)
            yield return ("smoothing", $"{Smoothing.Length} levels for {Gates} gates of {Units} units{(Layers == 1 ? "" : $" in {Layers} layers")}; allowed is none, one for all, or {Layers * Gates * Units}, one a row of W_rec");
    }

    internal override int SmoothedRevision => 1;

    /// <summary>The activation of each unit of some gates of a layer, averaged where they are.</summary>
    /// <param name="activation">Sigmoid or tanh.</param>
    /// <param name="layer">1 .. L.</param>
    /// <param name="first">The first of the gates.</param>
    /// <param name="count">How many.</param>
    internal UnitActivations Averaged(Activation activation, int layer, int first, int count) => Smoothing.Length <= 1
        ? new UnitActivations(activation, []).Averaged(Smoothing.IsEmpty ? [0] : Smoothing.AsSpan())
        : new UnitActivations(activation, Smoothing.Slice((((layer - 1) * Gates) + first) * Units, count * Units));

    // Two averages in a row are one with the variances added.
    private ImmutableArray<double> Under(ImmutableArray<double> sigma) => Smoothing.IsEmpty ? sigma
        : [.. Enumerable.Range(0, Math.Max(sigma.Length, Smoothing.Length)).Select(row => Together(sigma[Math.Min(row, sigma.Length - 1)], Smoothing[Math.Min(row, Smoothing.Length - 1)]))];

    private static double Together(double first, double second) => Math.Sqrt((first * first) + (second * second));

    /// <summary>What is averaged, in a line of the equations; none where nothing is.</summary>
    private protected override IEnumerable<string> Definitions => Smoothing.Length switch
    {
        0 => [],
        1 => [$"sigmoid and tanh of the gates are averaged over noise: E f(a + {Smoothing[0]:G6} xi)"],
        _ => [$"sigmoid and tanh of the gates are averaged over noise of {Smoothing.Min():G6} to {Smoothing.Max():G6}, a level a row"],
    };

    // PyTorch starts all of a gated network's arrays at U(+-1/sqrt(N)), the input's too.
    private protected override Initializer InitializerOf(ParameterSlice slice) => new UniformFanInInitializer { Gain = Math.Sqrt(slice.Columns) / Math.Sqrt(Units) };
}
