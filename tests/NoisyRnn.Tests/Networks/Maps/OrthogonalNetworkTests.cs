using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tests.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Networks;

public class OrthogonalNetworkTests
{
    public static TheoryData<OrthogonalNetwork> Leaves => [new Cayley(), new ExpRnn()];

    [Theory]
    [MemberData(nameof(Leaves))]
    public void The_recurrent_matrix_is_orthogonal_whatever_the_parameters(OrthogonalNetwork leaf)
    {
        var network = leaf with { Units = 33 };
        var parameters = network.Initialize(1, 1, dt: 1, seed: 2);
        PlainMatrices.Gaussian(5, 33 * 33).CopyTo(parameters["K"]);
        var w = network.Effective(parameters)["K"].ToArray();
        var gram = PlainMatrices.Multiply(PlainMatrices.Transpose(w, 33, 33), w, 33);
        // Of K's 2-norm, 16 or so, and n^1.5 u: see the tests of the two transforms.
        Assert.True(PlainMatrices.Frobenius(PlainMatrices.Subtract(PlainMatrices.Identity(33), gram)) < 1e-12);
    }

    [Theory]
    [MemberData(nameof(Leaves))]
    public void Only_what_stands_above_the_diagonal_is_a_parameter(OrthogonalNetwork leaf)
    {
        var network = leaf with { Units = 6 };
        var parameters = network.Initialize(1, 1, dt: 1, seed: 2);
        var before = network.Effective(parameters).Values;
        for (var i = 0; i < 6; i++)
        {
            for (var j = 0; j <= i; j++)
                parameters["K"][(i * 6) + j] += 7;
        }

        Assert.Equal(before, (double[])[.. network.Effective(parameters)["K"], .. parameters.Values[36..]]);
        var gradient = PlainMatrices.Gaussian(3, parameters.Layout.Length);
        var rest = gradient[36..];
        network.PullBack(parameters, gradient);
        Assert.Equal(rest, gradient[36..]);
        for (var k = 0; k < 36; k++)
            Assert.Equal(k % 6 <= k / 6, gradient[k] == 0);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    public void At_the_start_the_cayley_network_turns_each_plane_by_up_to_a_quarter(int units)
    {
        var network = new Cayley { Units = units };
        var angles = new List<double>();
        for (var seed = 1ul; seed <= 50; seed++)
        {
            var w = network.Effective(network.Initialize(1, 1, dt: 1, seed))["K"].ToArray();
            for (var i = 0; i + 1 < units; i += 2)
            {
                var (cosine, sine) = (w[(i * units) + i], w[((i + 1) * units) + i]);
                angles.Add(Math.Atan2(Math.Abs(sine), cosine));
                (w[(i * units) + i], w[((i + 1) * units) + i], w[(i * units) + i + 1], w[((i + 1) * units) + i + 1]) = (0, 0, 0, 0);
            }

            if (units % 2 == 1)
                w[^1] -= 1;
            Assert.All(w, static x => Assert.Equal(0, x));
        }

        Assert.All(angles, static u => Assert.InRange(u, 0, Math.PI / 2));
        // U[0, pi/2]: mean pi/4, standard deviation pi/(2 sqrt 12), over 200 angles; four standard errors.
        Assert.Equal(Math.PI / 4, angles.Average(), 4 * Math.PI / (2 * Math.Sqrt(12)) / Math.Sqrt(200));
        Assert.Equal(200, angles.Count);
    }

    [Theory]
    [MemberData(nameof(Leaves))]
    public void Without_input_and_bias_the_state_keeps_its_length(OrthogonalNetwork leaf)
    {
        // modrelu is the identity at b = 0, so h goes round a sphere; 1000 steps of n^1.5 u each.
        var network = leaf with { Units = 12 };
        var parameters = network.Initialize(1, 1, dt: 1, seed: 4);
        PlainMatrices.Gaussian(5, 144).CopyTo(parameters["K"]);
        Real[] values = [.. network.Effective(parameters).Values.Select(static v => new Real(v))];
        var (h, next) = (PlainMatrices.Gaussian(6, 12).Select(static v => new Real(v)).ToArray(), new Real[12]);
        var length = PlainMatrices.Frobenius([.. h.Select(static v => v.Value)]);
        for (var t = 0; t < 1000; t++)
        {
            network.Map<Real>(parameters.Layout, values, 1, h, [new Real(0)], new Real[12], new Real[12], next);
            (h, next) = (next, h);
        }

        Assert.Equal(length, PlainMatrices.Frobenius([.. h.Select(static v => v.Value)]), 1000 * Math.Pow(12, 1.5) * PlainMatrices.RoundOff * length);
    }

    [Theory]
    [MemberData(nameof(Leaves))]
    public void In_float_it_goes_where_it_goes_in_double(OrthogonalNetwork leaf)
    {
        var network = leaf with { Units = 20 };
        var parameters = network.Initialize(1, 1, dt: 1, seed: 4);
        parameters["b_rec"].Fill(-0.01);
        var (narrow, wide) = (States<float>(network, parameters), States<double>(network, parameters));
        // 30 steps of 20 float roundings of values of at most 5 or so, 6e-8 each; none is amplified.
        for (var k = 0; k < wide.Length; k++)
            Assert.Equal(wide[k], narrow[k], 30 * 20 * 5 * 6e-8);
        Assert.Contains(wide, static h => h == 0);
        Assert.Contains(wide, static h => h > 0.5);
        Assert.Contains(wide, static h => h < -0.5);
    }

    [Fact]
    public void Its_equations_say_how_the_matrix_is_made_and_where_the_noise_stands()
    {
        ImmutableArray<NoiseSource> noise =
        [
            new() { Placement = Placement.Inside, Sigma = [0.1] }, new() { Placement = Placement.Outside, Sigma = [0.2] },
            new() { Placement = Placement.State, Sigma = [0.3] }, new() { Placement = Placement.Input, Sigma = [0.4] },
        ];
        Assert.Equal(
            [
                "v[t]   = W h[t] + W_in (u[t] + s4 xi4[t])",
                "h[t+1] = modrelu(v[t] + s1 xi1[t]) + s2 xi2[t] + s3 xi3[t], h[0] = 0",
                "z[t]   = W_out h[t+1] + b_out",
                "modrelu(v) = sign(v) max(0, |v| + b)",
                "W = (I + K)^-1 (I - K), K = P - P^T, P strictly upper triangular",
            ],
            new Cayley().Equations(noise, 1).Take(5));
        Assert.Contains("W = exp(K), K = P - P^T, P strictly upper triangular", new ExpRnn().Equations([], 1));
    }

    private static double[] States<T>(Network network, Parameters parameters)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        const int Steps = 30, Width = 16;
        var rollout = new Rollout<T>(network, parameters.Layout, 1, network.Draw<T>([], 1, NoiseStream.Dynamics, 1, 1, 1));
        rollout.Refresh(parameters);
        var block = new Block<T>(rollout.Cell, parameters.Layout, Steps, 1, 1, Width, backward: false);
        for (var k = 0; k < block.Inputs.Length; k++)
            block.Inputs[k] = T.CreateTruncating(k % 7 == 0 ? 0.5 : 0);
        rollout.Forward(block);
        return [.. block.States.Select(static h => double.CreateTruncating(h))];
    }
}
