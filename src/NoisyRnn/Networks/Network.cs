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
/// z = W_out h + b_out of the state after the step.
/// </summary>
[Leaf("ctrnn", typeof(Ctrnn))]
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

    /// <summary>Whether there is a readout bias b_out (it starts at 0).</summary>
    [Description("whether the readout has a bias b_out")]
    public bool ReadoutBias { get; init; } = true;

    /// <summary>What distinguishes it in tables and legends: its activation's name.</summary>
    public abstract string Label { get; }

    /// <summary>The arrays and their order.</summary>
    /// <param name="inputs">I, input channels.</param>
    /// <param name="outputs">O, output channels.</param>
    public abstract ParameterLayout Layout(int inputs, int outputs);

    /// <summary>The initialiser of an array.</summary>
    private protected abstract Initializer InitializerOf(ParameterSlice slice);

    /// <summary>Makes the network ready to run.</summary>
    /// <param name="layout">From <see cref="Layout"/>.</param>
    /// <param name="dt">Time step, in the unit of tau.</param>
    /// <typeparam name="T">float or double.</typeparam>
    public abstract Cell<T> Prepare<T>(ParameterLayout layout, double dt)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    /// <summary>
    /// The drift dh/dt once more, as a plain function: one Euler step is h + dt drift. The reference for the kernels and
    /// the source of Jacobians.
    /// </summary>
    /// <param name="layout">From <see cref="Layout"/>.</param>
    /// <param name="parameters">All parameters, flat.</param>
    /// <param name="state">h [N].</param>
    /// <param name="input">u [I].</param>
    /// <param name="inside">Noise on the pre-activation [N].</param>
    /// <param name="drift">Receives dh/dt [N].</param>
    public abstract void Drift<TReal>(
        ParameterLayout layout, ReadOnlySpan<TReal> parameters, ReadOnlySpan<TReal> state, ReadOnlySpan<TReal> input,
        ReadOnlySpan<TReal> inside, Span<TReal> drift)
        where TReal : struct, IReal<TReal>;

    /// <summary>The time constants: one entry, or one a unit. In the unit of dt.</summary>
    public abstract ImmutableArray<double> TimeConstants { get; }

    /// <summary>The executed step in plain text, one line each, with numbers put in.</summary>
    /// <param name="sources">The noise.</param>
    /// <param name="dt">Time step.</param>
    public abstract ImmutableArray<string> Equations(ImmutableArray<NoiseSource> sources, double dt);

    /// <summary>
    /// The same network with its activation averaged over noise of this standard deviation inside it: the repair. Null
    /// where it has no such form.
    /// </summary>
    public abstract Network? Smoothed(double sigma);

    /// <summary>Initial parameters: a function of the seed and the array's place alone, the same in every arm.</summary>
    public Parameters Initialize(int inputs, int outputs, ulong seed)
    {
        var parameters = new Parameters(Layout(inputs, outputs));
        for (var k = 0; k < parameters.Layout.Slices.Length; k++)
        {
            var slice = parameters.Layout.Slices[k];
            var random = new RandomStream(new NoiseKey(seed, NoiseStream.Parameters, (byte)k), 0);
            InitializerOf(slice).Fill(random, parameters[slice], slice.Rows, slice.Columns);
        }

        return parameters;
    }
}
