using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>The shift of each unit, and what all together do to the outputs: to first order the whole difference of the two networks.</summary>
public sealed class UnitShiftsTests
{
    private const double Sigma = .1;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void The_first_order_prediction_adds_the_shifts_of_all_units_for_all_outputs(int layers)
    {
        var (path, shifts, dz) = Seen(layers);
        var sums = new BiasSums();
        shifts.Explain(dz, sums);
        // The shift is about s^2/2 = .005: what is left is of its second power, and its square 1e-5 of that of dz.
        Assert.InRange(sums.FirstOrderResidualSquares / sums.FirstOrderSquares, 0, 1e-4);
        // With both outputs, by their weights, and all trials: the last step counts alone.
        var squares = 0.0;
        for (var o = 0; o < 2; o++)
        {
            for (var lane = 0; lane < path.Trials.Length; lane++)
                squares += (o == 0 ? 1 : 3) * Math.Pow(dz[((((path.Steps - 1) * 2) + o) * SilentPath.Width) + lane], 2);
        }

        Assert.Equal(squares, sums.FirstOrderSquares, 1e-12 * squares);
    }

    [Fact]
    public void Parts_of_the_units_share_the_contribution_of_all()
    {
        var (path, shifts, dz) = Seen(3);
        shifts.Explain(dz, new BiasSums());
        double[] first = [.. Enumerable.Range(0, path.Rows * SilentPath.Width).Select(static k => k / SilentPath.Width < 8 ? 1.0 : 0)];
        BiasSums some = new(), others = new();
        shifts.ShareOf(first, some);
        shifts.ShareOf([.. first.Select(static where => 1 - where)], others);
        Assert.Equal(some.Contribution, some.LargestThirdContribution + others.LargestThirdContribution, 1e-12 * some.Contribution);
        // sum dz times all parts is, to first order, sum dz^2, both by the weights.
        var squares = dz.Skip((path.Steps - 1) * 2 * SilentPath.Width).Select(static (z, k) => k % SilentPath.Width < 5 ? (k < SilentPath.Width ? 1 : 3) * z * z : 0).Sum();
        Assert.Equal(1, some.Contribution / squares, .02);
        Assert.NotEqual(some.Contribution, some.LargestThirdContribution);
    }

    // Silent outputs less those under F_s0, and the shifts on the way of the latter. Recurrent: settled, at g = 1/2 and a radius of .5.
    private static (SilentPath Path, UnitShifts Shifts, double[] Dz) Seen(int layers)
    {
        Network network = layers == 1
            ? new Ctrnn { Units = 8, Activation = new Tanh(), RecurrentInitializer = new GaussianInitializer { Radius = .5 }, BiasInitializer = new NormalInitializer { Std = 1 } }
            : new FeedForward { Units = 8, Layers = layers, Activation = new Tanh(), BiasInitializer = new NormalInitializer { Std = 1 } };
        var task = new HeldInput(layers == 1 ? 100 : 1);
        var subject = new TrainedNetwork(new Setup { Task = task, Network = network, Dt = .5, Noise = [new() { Sigma = [Sigma] }], Seed = 4 }, network.Initialize(1, 2, .5, 4));
        var path = new SilentPath(subject, new(0, 5));
        UnitResponse plain = UnitResponse.Averaged(network, 0), averaged = UnitResponse.Averaged(network, Sigma);
        var shifts = new UnitShifts(path, subject, 1, plain.Activation, averaged.Activation);
        path.Run(averaged, shifts.Visit);
        double[] mean = [.. path.Outputs];
        path.Run(plain);
        return (path, shifts, [.. path.Outputs.Zip(mean, static (silent, under) => silent - under)]);
    }

    // Two outputs, asked for at the last step, the second with three times the weight.
    private sealed record HeldInput(int Length) : TrialTask
    {
        public override int InputCount => 1;

        public override int OutputCount => 2;

        public override int StepCount => Length;

        public override string Summary => "a held input";

        public override void Fill(TrialKey key, Trial trial)
        {
            Trial.Hold(trial.Inputs, 0, [.3 * key.Number]);
            (trial.Mask[Length - 1, 0], trial.Mask[Length - 1, 1]) = (1, 3);
        }
    }
}
