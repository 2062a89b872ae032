using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using Xunit;

namespace NoisyRnn.Tests.Networks;

public class LipschitzTests
{
    [Fact]
    public void At_128_units_on_pixels_it_has_34442_trainable_parameters()
    {
        var layout = new Lipschitz { Units = 128 }.Layout(inputs: 1, outputs: 10);
        Assert.Equal(34_442, layout.Slices.Where(static slice => slice.Trainable).Sum(static slice => slice.Length));
    }

    [Fact]
    public void Matrices_are_symmetric_skew_of_their_parameters()
    {
        var network = new Lipschitz { Units = 4, Beta = 0.3, GammaA = 0.2, GammaW = 0.1, Alpha = 2 };
        var parameters = network.Initialize(1, 2, 0.1, 1);
        var effective = network.Effective(parameters);
        for (var i = 0; i < 4; i++)
        {
            for (var j = 0; j < 4; j++)
            {
                var (b, bt) = (parameters["B"][(i * 4) + j], parameters["B"][(j * 4) + i]);
                var (c, ct) = (parameters["C"][(i * 4) + j], parameters["C"][(j * 4) + i]);
                Assert.Equal(2 * ((0.3 * (b - bt)) + (0.7 * (b + bt)) - (i == j ? 0.2 : 0)), effective["B"][(i * 4) + j], 1e-15);
                Assert.Equal((0.3 * (c - ct)) + (0.7 * (c + ct)) - (i == j ? 0.1 : 0), effective["C"][(i * 4) + j], 1e-15);
            }
        }
    }

    [Fact]
    public void It_starts_as_the_released_program_does()
    {
        var parameters = new Lipschitz { Units = 64 }.Initialize(4, 10, 0.03, 1);
        Assert.All(parameters["step"].ToArray(), static d => Assert.Equal(0.03, d));
        var b = parameters["B"].ToArray();
        // 4096 entries of N(0, (0.1/64)^2): the variance is known to a relative sqrt(2/4096).
        Assert.Equal(1, b.Average(static x => x * x) / Math.Pow(0.1 / 64, 2), 4 * Math.Sqrt(2.0 / b.Length));
        Assert.All(parameters["W_in"].ToArray(), static w => Assert.InRange(w, -0.5, 0.5));
        Assert.All(parameters["b_rec"].ToArray(), static w => Assert.InRange(w, -0.5, 0.5));
        Assert.All(parameters["W_out"].ToArray(), static w => Assert.InRange(w, -0.125, 0.125));
        Assert.Contains(parameters["b_out"].ToArray(), static w => w != 0);
    }

    [Fact]
    public void Each_layer_has_arrays_of_its_own_and_the_other_schemes_take_one()
    {
        var network = new Lipschitz { Units = 4, Layers = 2 };
        var layout = network.Layout(3, 1);
        Assert.Equal("B C W_in b_rec step B_2 C_2 W_in_2 b_rec_2 step_2 W_out b_out", string.Join(' ', layout.Slices.Select(static slice => slice.Name)));
        Assert.Equal((4, 4), (layout["W_in_2"].Rows, layout["W_in_2"].Columns));
        var parameters = network.Initialize(3, 1, 0.2, 1);
        parameters["step_2"][1] = 0.5;
        Assert.Equal([0.2, 0.2, 0.2, 0.2, 0.2, 0.5, 0.2, 0.2], network.StepSizes(network.Effective(parameters), 0.2));
        Assert.Equal("scheme: milstein is not for lipschitz of 2 layers, whose layers read one another within a step; allowed is euler-maruyama, or layers: 1", new Milstein().Refusal(network, []));
        Assert.Null(new EulerMaruyama().Refusal(network, []));
    }
}
