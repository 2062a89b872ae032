using System.Collections.Immutable;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Networks;

public class ElmanTests
{
    [Fact]
    public void Every_array_starts_uniform_within_one_over_the_root_of_the_units()
    {
        const int Units = 64;
        var parameters = new Elman { Units = Units }.Initialize(3, 10, dt: 1, seed: 1);
        foreach (var slice in parameters.Layout.Slices)
        {
            var largest = parameters[slice].ToArray().Max(Math.Abs);
            // The largest of n draws of U(0, l) is above l (1 - 9/n) but for e^-9 of the seeds.
            Assert.InRange(largest, (1 - (9.0 / slice.Length)) / Math.Sqrt(Units), 1 / Math.Sqrt(Units));
        }
    }

    [Fact]
    public void Without_a_readout_bias_it_is_zero_and_not_trained()
    {
        var parameters = new Elman { ReadoutBias = false }.Initialize(1, 4, dt: 1, seed: 1);
        Assert.All(parameters["b_out"].ToArray(), static b => Assert.Equal(0, b));
        Assert.False(parameters.Layout["b_out"].Trainable);
    }

    [Fact]
    public void Is_named_after_its_activation_where_that_is_not_the_usual_one()
    {
        Assert.Equal("elman", new Elman().Label);
        Assert.Equal("elman, relu", new Elman { Activation = new Relu() }.Label);
        Assert.Equal("elman, tanh smoothed at 0.5", new Elman().Smoothed(0.5).Label);
    }

    [Fact]
    public void Its_equations_say_where_the_noise_stands()
    {
        ImmutableArray<NoiseSource> noise =
        [
            new() { Placement = Placement.Inside, Sigma = [0.1] }, new() { Placement = Placement.Outside, Sigma = [0.2] },
            new() { Placement = Placement.Readout, Sigma = [0.3] },
        ];
        Assert.Equal(
            [
                "a[t]   = W_rec h[t] + W_in u[t] + b",
                "h[t+1] = f(a[t] + s1 xi1[t]) + s2 xi2[t], h[0] = 0",
                "z[t]   = W_out h[t+1] + b_out + s3 xi3[t]",
                "f: tanh(a)",
                "s1 = 0.1, the standard deviation per step; noise inside",
            ],
            new Elman().Equations(noise, 1).Take(5));
    }

    [Theory]
    [InlineData(NoiseKind.Multiplicative)]
    [InlineData(NoiseKind.ReleasedUniform)]
    public void Takes_no_noise_that_belongs_to_a_differential_equation(NoiseKind kind) =>
        Assert.Contains("is not for elman", new Elman().Refusal(new NoiseSource { Placement = Placement.State, Kind = kind }), StringComparison.Ordinal);
}
