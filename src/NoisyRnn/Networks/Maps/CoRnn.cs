using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Noise;

namespace NoisyRnn.Networks;

/// <summary>
/// The coupled oscillatory RNN, z' = z + dt (tanh(W [y; z] + U u + b) - gamma y - epsilon z), y' = y + dt z' (Rusch and Mishra
/// 2021; spec 2, section 1). State [y; z]; the hidden state that is read out is y. W_rec [N,2N]: columns of y, then of z.
/// </summary>
public sealed record CoRnn : MapNetwork
{
    /// <summary>A readout that starts at U(+-1/sqrt(N)).</summary>
    public CoRnn() => ReadoutInitializer = new UniformFanInInitializer();

    /// <summary>gamma: the oscillators' squared frequency.</summary>
    [Description("gamma, the oscillators' squared frequency")]
    [Range(0, double.MaxValue)]
    public double Gamma { get; init; } = 2.7;

    /// <summary>epsilon: their damping.</summary>
    [Description("epsilon, the oscillators' damping")]
    [Range(0, double.MaxValue)]
    public double Epsilon { get; init; } = 4.7;

    /// <inheritdoc/>
    public override string Label => "cornn";

    /// <inheritdoc/>
    public override ImmutableArray<double> TimeConstants => [1.0];

    internal override bool IsTimed => true;

    internal override bool TakesFactors => true;

    /// <inheritdoc/>
    public override int StateRows => 2 * Units;

    /// <inheritdoc/>
    public override ParameterLayout Layout(int inputs, int outputs) => ParameterLayout.Of(
        ("W_rec", Units, 2 * Units, true, true),
        ("W_in", Units, inputs, true, true),
        ("b_rec", Units, 1, true, false),
        ("W_out", outputs, Units, TrainReadout && TrainReadoutWeights, true),
        ("b_out", outputs, 1, TrainReadout && ReadoutBias, false));

    /// <inheritdoc/>
    public override Cell<T> Prepare<T>(ParameterLayout layout, double dt) => new CoRnnCell<T>(this, layout, dt);

    /// <inheritdoc/>
    public override void Map<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, double dt, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, ReadOnlySpan<TReal> outside, Span<TReal> next)
    {
        var (step, gamma, epsilon) = (TReal.Constant(dt), TReal.Constant(Gamma), TReal.Constant(Epsilon));
        for (var k = 0; k < Units; k++)
        {
            var a = parameters[layout["b_rec"].Offset + k] + inside[k] + layout["W_rec"].Row(parameters, k, state) + layout["W_in"].Row(parameters, k, input);
            var (y, z) = (state[k], state[Units + k]);
            var velocity = z + (step * (TReal.Tanh(a) + outside[k] - (gamma * y) - (epsilon * z)));
            next[Units + k] = velocity;
            next[k] = y + (step * velocity);
        }
    }

    /// <inheritdoc/>
    public override ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt)
    {
        var noise = new NoiseLines(sources, dt, TimeConstants, "y");
        return
        [
            $"a[t]   = W_rec [y[t]; v[t]] + W_in {noise.Noisy("u[t]", Placement.Input)} + b",
            $"v[t+1] = v[t] + {dt} ({noise.Noisy("a[t]", Placement.Inside, "tanh")}{noise.Term(Placement.Outside)} - {Gamma} y[t] - {Epsilon} v[t]), v[0] = 0",
            $"y[t+1] = y[t] + {dt} v[t+1]{noise.Term(Placement.State)}, y[0] = 0",
            $"z[t]   = W_out y[t+1]{(ReadoutBias ? " + b_out" : "")}{noise.Term(Placement.Readout)}",
            .. noise.Levels(),
        ];
    }

    /// <inheritdoc/>
    public override Network? Smoothed(double sigma, NoiseDistribution law = NoiseDistribution.Gaussian) => null;

    private protected override Initializer InitializerOf(ParameterSlice slice, ParameterLayout layout, double dt)
    {
        // One linear layer of [u; y; z], as in the original program: the fan-in is that of all three.
        var fanIn = layout["W_in"].Columns + (2 * Units);
        return slice.Name switch
        {
            "W_out" => ReadoutInitializer,
            "b_out" => ReadoutBias ? new UniformFanInInitializer { Gain = 1 / Math.Sqrt(Units) } : new ZeroInitializer(),
            _ => new UniformFanInInitializer { Gain = Math.Sqrt(slice.Columns) / Math.Sqrt(fanIn) },
        };
    }
}
