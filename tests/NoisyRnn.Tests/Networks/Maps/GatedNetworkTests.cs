using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>LSTM, GRU and coRNN: how they start, and what they say of themselves.</summary>
public class GatedNetworkTests
{
    private const int Inputs = 3, Outputs = 10, Units = 64;

    private static readonly ImmutableArray<NoiseSource> Noise =
    [
        new() { Placement = Placement.Inside, Sigma = [0.1] }, new() { Placement = Placement.Outside, Sigma = [0.2] },
        new() { Placement = Placement.State, Sigma = [0.3] },
    ];

    [Theory]
    [InlineData("lstm", "W_rec [256, 64], W_in [256, 3], b_rec [256, 1], W_out [10, 64], b_out [10, 1]")]
    [InlineData("gru", "W_rec [192, 64], W_in [192, 3], b_rec [192, 1], b_hn [64, 1], W_out [10, 64], b_out [10, 1]")]
    [InlineData("cornn", "W_rec [64, 128], W_in [64, 3], b_rec [64, 1], W_out [10, 64], b_out [10, 1]")]
    public void Arrays_of_all_gates_are_stacked_and_all_are_trained(string kind, string expected)
    {
        var slices = Of(kind).Layout(Inputs, Outputs).Slices;
        Assert.Equal(expected, string.Join(", ", slices.Select(static s => $"{s.Name} [{s.Rows}, {s.Columns}]")));
        Assert.All(slices, static slice => Assert.True(slice.Trainable));
    }

    [Theory]
    [InlineData("lstm", Units)]
    [InlineData("gru", Units)]
    [InlineData("cornn", Inputs + (2 * Units))]
    public void Every_array_starts_uniform_within_one_over_the_root_of_the_fan_in(string kind, int fanIn)
    {
        var parameters = Of(kind).Initialize(Inputs, Outputs, dt: 0.1, seed: 1);
        foreach (var slice in parameters.Layout.Slices)
        {
            var limit = 1 / Math.Sqrt(slice.Name is "W_out" or "b_out" ? Units : fanIn);
            // The largest of n draws of U(0, l) is above l (1 - 9/n) but for e^-9 of the seeds.
            Assert.InRange(parameters[slice].ToArray().Max(Math.Abs), (1 - (9.0 / slice.Length)) * limit, limit);
        }
    }

    [Theory]
    [InlineData("lstm", 4 * Units)]
    [InlineData("gru", 3 * Units)]
    [InlineData("cornn", Units)]
    public void Noise_has_a_row_for_every_gate(string kind, int gates) =>
        Assert.Equal(new NoiseShape(gates, gates, Units, Inputs, Outputs), Of(kind).NoiseShape(Inputs, Outputs));

    [Fact]
    public void Layers_have_arrays_and_noise_of_their_own_and_those_above_the_first_read_the_one_below()
    {
        var network = new Gru { Units = 4, Layers = 2 };
        Assert.Equal(
            "W_rec [12, 4], W_in [12, 3], b_rec [12, 1], b_hn [4, 1], W_rec_2 [12, 4], W_in_2 [12, 4], b_rec_2 [12, 1], b_hn_2 [4, 1], W_out [10, 4], b_out [10, 1]",
            string.Join(", ", network.Layout(Inputs, Outputs).Slices.Select(static s => $"{s.Name} [{s.Rows}, {s.Columns}]")));
        Assert.Equal(new NoiseShape(24, 24, 8, Inputs, Outputs) { Layers = 2, StateLayers = 2 }, network.NoiseShape(Inputs, Outputs));
        Assert.Equal(16, new Lstm { Units = 4, Layers = 2 }.StateRows);
        Assert.Equal(
            [
                "h_l[t+1] = (1-z) n + z h_l[t], h_l[0] = 0",
                "x_1 = (u[t] + s1 xi1[t]), x_2 = h_1[t+1]; each layer has W_in, W_rec, b and noise of its own",
                "z[t]   = W_out h_2[t+1] + b_out",
            ],
            network.Equations([new() { Placement = Placement.Input, Sigma = [0.1] }], 1).Skip(2).Take(3));
    }

    [Theory]
    [InlineData("{kind: gru, layers: 0}", "layers")]
    [InlineData("{kind: lstm, layers: 17}", "layers")]
    [InlineData("{kind: gru, units: 2, layers: 2, smoothing: [1, 1, 1, 1, 1, 1]}", "6 levels for 3 gates of 2 units in 2 layers; allowed is none, one for all, or 12, one a row of W_rec")]
    public void Layers_and_levels_that_do_not_fit_are_refused(string yaml, string why) =>
        Assert.Contains(why, Assert.Throws<InputException>(() => Binder.Bind<Network>(YamlTree.ParseValue(yaml, "network"))).Message, StringComparison.Ordinal);

    [Fact]
    public void The_equations_of_an_LSTM_say_where_the_noise_stands() => Assert.Equal(
        [
            "a[t]   = W_rec h[t] + W_in u[t] + b + s1 xi1[t], four rows a unit: i, f, g, o",
            "i, f, o = sigmoid(a[t]) + s2 xi2[t], g = tanh(a[t]) + s2 xi2[t]",
            "c[t+1] = f c[t] + i g",
            "h[t+1] = o tanh(c[t+1]) + s3 xi3[t], h[0] = c[0] = 0",
        ],
        Of("lstm").Equations(Noise, 1).Take(4));

    [Fact]
    public void The_equations_of_a_GRU_say_where_the_noise_stands() => Assert.Equal(
        [
            "r, z   = sigmoid(W_rec h[t] + W_in u[t] + b + s1 xi1[t]) + s2 xi2[t]",
            "n      = tanh(W_in u[t] + b + s1 xi1[t] + r (W_rec h[t] + b_hn)) + s2 xi2[t]",
            "h[t+1] = (1-z) n + z h[t] + s3 xi3[t], h[0] = 0",
        ],
        Of("gru").Equations(Noise, 1).Where(static line => line.Contains("xi", StringComparison.Ordinal)).Take(3));

    [Fact]
    public void The_equations_of_a_coRNN_say_where_the_noise_stands_and_with_what_numbers() => Assert.Equal(
        [
            "a[t]   = W_rec [y[t]; v[t]] + W_in u[t] + b",
            "v[t+1] = v[t] + 0.042 (tanh(a[t] + s1 xi1[t]) + s2 xi2[t] - 2.7 y[t] - 4.7 v[t]), v[0] = 0",
            "y[t+1] = y[t] + 0.042 v[t+1] + s3 xi3[t], y[0] = 0",
        ],
        Of("cornn").Equations(Noise, 0.042).Take(3));

    [Theory]
    [InlineData("lstm")]
    [InlineData("gru")]
    [InlineData("cornn")]
    public void Takes_no_noise_that_belongs_to_a_differential_equation(string kind) =>
        Assert.Contains($"is not for {kind}", Of(kind).Refusal(new NoiseSource { Placement = Placement.State, Kind = NoiseKind.CommonScalar }), StringComparison.Ordinal);

    private static Network Of(string kind) =>
        (Network)Activator.CreateInstance(Catalogue.Leaves(typeof(Network)).Single(leaf => leaf.Name == kind).Type)! with { Units = Units };
}
