using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>What every loss of the catalogue says of itself agrees with the loss that trains.</summary>
public sealed class LossTests
{
    /// <summary>Errors say which losses are allowed: whichever of the catalogue have what is asked for.</summary>
    [Fact]
    public void Losses_with_what_is_asked_for_are_named_from_the_catalogue()
    {
        Assert.Equal("mse", Catalogue.NamesOf<Loss>(static loss => loss.HasBias));
        Assert.Equal("cross-entropy", Catalogue.NamesOf<Loss>(static loss => loss.HasAccuracy));
        Assert.Equal("mse or cross-entropy", Catalogue.NamesOf<Loss>(static _ => true));
        Assert.Equal("the loss cross-entropy has no bias^2 and variance; allowed is mse", new CrossEntropy().RefusalWithoutBias);
        Assert.Null(new MeanSquaredError().RefusalWithoutBias);
    }

    private const int Width = 16;
    private static readonly double[] Readout = [0.3, -0.8, 1.1], Target = [0.2, 0.5, 0.3], Mask = [1.5, 0.5, 2];

    public static TheoryData<string> Losses() => [.. Catalogue.Leaves(typeof(Loss)).Select(static leaf => leaf.Name), "mse of a sigmoid"];

    public static Loss Named(string name) => name == "mse of a sigmoid"
        ? new MeanSquaredError { Readout = NoisyRnn.Networks.Readout.Sigmoid }
        : (Loss)Activator.CreateInstance(Catalogue.Leaves(typeof(Loss)).Single(leaf => leaf.Name == name).Type)!;

    [Theory]
    [MemberData(nameof(Losses))]
    public void Its_accumulator_collects_the_loss_that_trains(string name)
    {
        var loss = Named(name);
        var accumulator = loss.NewAccumulator();
        accumulator.AddStep(Response(loss, Readout), Target, Mask);
        var expected = Trained(loss, Readout, Mask) / (loss.IsSeparable ? Mask.Sum() : Mask[0]);
        Assert.Equal(expected, accumulator.ToPoint(0, 0).Loss, 1e-14);
        Assert.Equal(loss.IsSeparable ? 3 : 1, accumulator.Conditions);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void A_bias_is_there_where_it_says_so_and_with_the_variance_makes_the_loss(string name)
    {
        var loss = Named(name);
        var accumulator = loss.NewAccumulator();
        // Two draws of each of the outputs, output after output.
        accumulator.AddStep([0.1, 0.4, 0.7, 0.2, 0.9, 0.5], Target, Mask);
        var point = accumulator.ToPoint(1, 0.1);
        Assert.Equal(loss.HasBias, point.BiasSquared is not null);
        Assert.Equal(loss.HasBias, point.EvenMeanLoss is not null);
        Assert.Equal(loss.HasAccuracy, point.Accuracy is not null);
        if (loss.HasBias)
            Assert.Equal(point.Loss, point.BiasSquared!.Value + point.Variance!.Value, 1e-14);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Only_a_separable_loss_reads_the_masks_of_all_outputs(string name)
    {
        var loss = Named(name);
        var differs = Trained(loss, Readout, Mask) != Trained(loss, Readout, [Mask[0], 7, 9]);
        Assert.Equal(loss.IsSeparable, differs);
    }

    [Theory]
    [MemberData(nameof(Losses))]
    public void Of_classes_a_probability_is_shown_of_all_else_the_output(string name)
    {
        var loss = Named(name);
        var shown = Enumerable.Range(0, Readout.Length).Select(o => loss.Shown(Readout, o)).ToArray();
        if (loss.HasAccuracy)
            Assert.Equal(Readout.Select(static z => Math.Exp(z) / Readout.Sum(Math.Exp)), shown, static (x, y) => Math.Abs(x - y) < 1e-15);
        else
            Assert.Equal(Readout, shown);
    }

    [Theory]
    [InlineData("mse", true, 1.0, 2.0)]
    [InlineData("mse", true, -1.0)]
    [InlineData("cross-entropy", true, 0.25, 0.75)]
    [InlineData("cross-entropy", false, 1.0)]
    [InlineData("cross-entropy", false, 0.5, 0.6)]
    [InlineData("cross-entropy", false, -0.5, 1.5)]
    public void Targets_of_classes_are_distributions(string name, bool accepted, params double[] target) =>
        Assert.Equal(accepted, Named(name).Accepts(target));

    /// <summary>The unnormalised loss of a block of one step, all of whose trials are alike.</summary>
    internal static double Trained(Loss loss, double[] z, double[] mask, double[]? target = null)
    {
        var network = new Elman { Units = 1 };
        var layout = network.Layout(1, z.Length);
        var block = new Block<double>(network.Prepare<double>(layout, 1), layout, 1, 1, z.Length, Width, backward: false);
        Spread(z).CopyTo(block.Outputs, 0);
        var losses = new double[Width];
        loss.Evaluate(block, Spread(target ?? Target), Spread(mask), 1, losses);
        return losses[0];
    }

    private static double[] Response(Loss loss, double[] z)
    {
        var lanes = Spread(z);
        loss.Respond<double>(lanes);
        return [.. Enumerable.Range(0, z.Length).Select(o => lanes[o * Width])];
    }

    private static double[] Spread(double[] values) => [.. values.SelectMany(static value => Enumerable.Repeat(value, Width))];
}
