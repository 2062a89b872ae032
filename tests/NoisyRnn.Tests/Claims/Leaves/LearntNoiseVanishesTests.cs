using NoisyRnn.Claims;
using NoisyRnn.Training;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Claims;

/// <summary>A noise level that training may choose goes to 0.</summary>
public sealed class LearntNoiseVanishesTests
{
    private static readonly LearntNoiseVanishes Claim = new();

    [Theory]
    [InlineData(.01, .005, Outcome.Holds)]
    [InlineData(.2, .01, Outcome.Undecided)]
    [InlineData(.9, .1, Outcome.DoesNotHold)]
    [InlineData(.11, .05, Outcome.Undecided)]
    public void By_the_interval_of_the_level_at_the_end(double factor, double spread, Outcome outcome)
    {
        var table = Learnt("inside", factor, spread).Decide(Claim);
        Assert.Equal([outcome, outcome], table.Verdicts.Select(static verdict => verdict.Outcome));
        Assert.Equal(factor, table.Verdicts[0].Effects[0].Value.Mean, 1e-9);
    }

    [Fact]
    public void Networks_whose_level_is_not_learnt_do_not_speak()
    {
        var runs = Learnt("inside", .01, 0).Concat(Cell("outside", 1, 0, -1));
        Assert.Equal(["relu, inside, s0 = 1", "all"], runs.Decide(Claim).Verdicts.Select(static verdict => verdict.Cell));
        Assert.Equal("no network was trained with a level that is learnt", Assert.Single(Cell("outside", 1, 0, -1).Decide(Claim).Verdicts).Note);
    }

    private static IEnumerable<NetworkRun> Learnt(string placement, double factor, double spread) =>
        Cell(placement, 1, 0, -1).Select((run, k) => run with { Schedule = new LearntNoise(), NoiseFactor = factor + (spread * ((2 * k / 9.0) - 1)) });
}
