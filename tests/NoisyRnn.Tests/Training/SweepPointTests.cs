using NoisyRnn.Runs;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Training;

/// <summary>A level's figures, of single draws and of outputs averaged over draws.</summary>
public sealed class SweepPointTests
{
    private const double Infinite = double.PositiveInfinity;
    private static readonly SweepPoint Single = new(.5, .15, 2.5, 1, 1.5, EvenLoss: 2, OddLoss: 3);

    [Fact]
    public void Of_the_mean_output_choice_and_gain_rest_on_the_halves_and_the_loss_is_their_mean() => Assert.Equal(
        new SweepPoint(.5, .15, 1.05, 1, 1.5, EvenLoss: 1, OddLoss: 1.1),
        (Single with { EvenMeanLoss = 1, OddMeanLoss = 1.1 }).OfMeanOutput());

    [Fact]
    public void A_diverged_level_stays_diverged() =>
        Assert.True(new SweepPoint(2, .6, Infinite, Infinite, Infinite, Infinite, Infinite).OfMeanOutput() is { Diverged: true, EvenLoss: Infinite, OddLoss: Infinite });

    [Fact]
    public void The_losses_of_the_halves_are_no_part_of_what_is_stored()
    {
        const string Stored = """{"level":0.5,"sigma":0.15,"loss":2.5,"bias-squared":1,"variance":1.5,"even-loss":2,"odd-loss":3,"mean-logits-loss":null,"jensen-gap":null,"accuracy":null}""";
        Assert.Equal(Stored, ResultJson.Write(Single));
        Assert.Equal(Stored, ResultJson.Write(Single with { EvenMeanLoss = 1, OddMeanLoss = 1.1 }));
    }
}
