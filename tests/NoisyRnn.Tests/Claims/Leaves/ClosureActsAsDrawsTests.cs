using NoisyRnn.Claims;
using NoisyRnn.Training;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

public sealed class ClosureActsAsDrawsTests
{
    private const int Seeds = 10;

    [Theory]
    [InlineData(0, Outcome.Holds, "as good as with draws")]
    [InlineData(-0.5, Outcome.Holds, "as good as with draws")]
    [InlineData(0.3, Outcome.DoesNotHold, "worse than with draws")]
    public void A_loss_that_is_not_a_tenth_above_holds_and_one_that_is_does_not(double ratio, Outcome outcome, string note)
    {
        var verdict = Arms(ratio, Seeds).Decide(new ClosureActsAsDraws()).Of("closure, inside, s0 = 0.5");
        Assert.Equal((outcome, note, Seeds), (verdict.Outcome, verdict.Note, verdict.N));
        Assert.Equal(ratio, verdict.Effects[0].Value.Mean, 1e-9);
    }

    [Fact]
    public void Near_the_limit_it_is_undecided_and_with_few_seeds_a_preview()
    {
        Assert.Equal(Outcome.Undecided, Arms(Math.Log(1.1), Seeds).Decide(new ClosureActsAsDraws()).Of("closure, inside, s0 = 0.5").Outcome);
        Assert.Equal(Outcome.Preview, Arms(0, 3).Decide(new ClosureActsAsDraws()).Of("closure, inside, s0 = 0.5").Outcome);
    }

    [Fact]
    public void One_of_ten_pairs_may_be_left_out_and_three_may_not()
    {
        var table = Arms(0, Seeds).Select(static run => run.Seed == 0 && run.Drawn.Length > 0 ? run.Diverged() : run).Decide(new ClosureActsAsDraws());
        Assert.Equal((Outcome.Holds, 9), (table.Of("closure, inside, s0 = 0.5").Outcome, table.Of("closure, inside, s0 = 0.5").N));
        table = Arms(0, Seeds).Select(static run => run.Seed < 3 && run.Drawn.Length == 0 ? run.Diverged() : run).Decide(new ClosureActsAsDraws());
        Assert.Equal((Outcome.Undecided, "of 10 seeds 7 have both networks"), (table.Of("closure, inside, s0 = 0.5").Outcome, table.Of("closure, inside, s0 = 0.5").Note));
    }

    /// <summary>The drawn network comes to within a tenth of its lowest validation loss at 200, the closure's at 100.</summary>
    [Fact]
    public void Iterations_are_counted_to_the_same_loss()
    {
        var iterations = Arms(0, Seeds).Decide(new ClosureActsAsDraws()).Of("closure, inside, s0 = 0.5").Effects[1];
        Assert.Equal("iterations", iterations.Symbol);
        Assert.Equal(-Math.Log(2), iterations.Value.Mean, 1e-12);
    }

    [Fact]
    public void Without_its_pair_nothing_is_decided()
    {
        var alone = Arms(0, Seeds).Where(static run => run.Drawn.Length > 0).Decide(new ClosureActsAsDraws());
        Assert.Equal((Outcome.Undecided, "no network was trained with draws of the same noise"), (alone.Of("closure, inside, s0 = 0.5").Outcome, alone.Of("closure, inside, s0 = 0.5").Note));
        var none = Arms(0, Seeds).Where(static run => run.Drawn.Length == 0).Decide(new ClosureActsAsDraws());
        Assert.Equal("no network was trained through the closure", Assert.Single(none.Verdicts).Note);
    }

    private static IEnumerable<NetworkRun> Arms(double ratio, int seeds) => Enumerable.Range(0, seeds).SelectMany(seed =>
    {
        var (drawn, closure) = (Run("inside", 0.5, (ulong)seed, 0, 0, "drawn"), Run("inside", 0.5, (ulong)seed, 0, 0, "closure"));
        var spread = 0.01 * ((seed % 5) - 2);
        return new[]
        {
            drawn with { Training = $"drawn {seed}", Curve = new([100, 200, 300], [1, 1, 1], [0.5, 0.21, 0.2]) },
            closure with
            {
                Training = $"closure {seed}", Drawn = $"drawn {seed}", Curve = new([100, 200, 300], [1, 1, 1], [0.215, 0.2, 0.19]),
                Sweep = closure.Sweep! with { TrainingLevelLoss = drawn.Sweep!.TrainingLevelLoss * Math.Exp(ratio + spread) },
            },
        };
    });
}
