using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using Xunit;

namespace NoisyRnn.Tests.Claims;

/// <summary>N5, the theory: no system outside its bounds, and noise that is certified to stabilise does.</summary>
public sealed class StochasticStabilizationClaimTests
{
    private const string Bounds = "lipschitz, silent, s0 = 0, bounds", Stabilisation = "lipschitz, silent, s0 = 0, stabilisation";
    private static readonly StochasticStabilizationClaim N5 = new();

    [Fact]
    public void It_holds_where_all_systems_keep_their_bounds_and_the_certified_noise_stabilises()
    {
        var table = Runs(5, certified: -1).Decide(N5);
        // Two levels of both kinds, two of units apart, a random system: of each seed.
        Assert.Equal((Outcome.Holds, "0 of 35 systems outside their bounds; 5 systems are tight"), (table.Of(Bounds).Outcome, table.Of(Bounds).Note));
        var line = table.Of(Stabilisation);
        Assert.Equal((Outcome.Holds, "noise stabilises", 5), (line.Outcome, line.Note, line.N));
        Assert.Equal(["Lambda at the certified level", "Lambda without noise"], line.Effects.Select(static effect => effect.Symbol));
        Assert.Equal(Outcome.Holds, table.Of("all").Outcome);
    }

    [Fact]
    public void One_system_of_one_seed_outside_its_bounds_is_enough_against_it()
    {
        var table = Runs(5, certified: -1).Select(static (run, seed) => seed == 2 ? With(run, static result => result with { Systems = [result.Systems[0] with { Upper = result.Systems[0].Exponent - .1 }] }) : run).Decide(N5);
        Assert.Equal((Outcome.DoesNotHold, "1 of 35 systems outside their bounds; 5 systems are tight"), (table.Of(Bounds).Outcome, table.Of(Bounds).Note));
        Assert.Equal(Outcome.DoesNotHold, table.Of("all").Outcome);
    }

    [Fact]
    public void It_does_not_hold_where_certified_noise_does_not_stabilise_and_is_undecided_where_nothing_was_unstable()
    {
        Assert.Equal((Outcome.DoesNotHold, "noise that is certified to stabilise does not"), Short(Runs(5, certified: .3).Decide(N5)));
        Assert.Equal((Outcome.Undecided, "the network may be stable without noise: nothing to stabilise; did not hold by the rules before 2026-11-30"), Short(Runs(5, certified: -1, silent: -.2).Decide(N5)));
        // No level above the threshold: there is nothing to say.
        var none = Runs(5, certified: -1).Select(static run => With(run, static result => result with { Common = [result.Common[0]] })).Decide(N5);
        Assert.Equal((Outcome.Undecided, "no tested level is above the threshold in 5 of 5 networks"), Short(none));

        static (Outcome, string) Short(ClaimTable table) => (table.Of(Stabilisation).Outcome, table.Of(Stabilisation).Note);
    }

    [Fact]
    public void Few_seeds_are_a_preview_and_networks_that_learned_nothing_count()
    {
        var few = Runs(3, certified: -1).Decide(N5);
        Assert.All(few.Verdicts, static verdict => Assert.Equal("preview, n=3", verdict.Preview));
        Assert.Equal("so far 2 of 2 lines for", few.Of("all").Direction);
        Assert.All(few.Verdicts, static verdict => Assert.Equal(Outcome.Preview, verdict.Outcome));
        Assert.Equal(Outcome.Holds, Runs(5, certified: -1).Select(static run => run.Untrained()).Decide(N5).Of("all").Outcome);
        Assert.Equal(Outcome.Undecided, Assert.Single(ConstructedRuns.Cell("silent", 0, 0, 0).Decide(N5).Verdicts).Outcome);
    }

    private static NetworkRun With(NetworkRun run, Func<StochasticStabilizationResult, StochasticStabilizationResult> change) =>
        run with { Results = [change(run.Results.OfType<StochasticStabilizationResult>().Single())] };

    private static IEnumerable<NetworkRun> Runs(int seeds, double certified, double silent = .5) => ConstructedRuns.Cell("silent", 0, 0, 0, "lipschitz", seeds).Select(run => run with
    {
        Results =
        [
            new StochasticStabilizationResult
            {
                Threshold = 1,
                Common = [System(0, silent + (.01 * run.Seed), .8), System(2, certified + (.01 * run.Seed), -.5)],
                Independent = [System(0, silent, .8), System(2, .3, 1)],
                DecoupledRate = .5,
                Decoupled = [System(0, .5, .5), System(2, -1.5, .5)],
                Systems = [System(1, .2, .3) with { IsTight = true }],
                Portraits = [],
            },
        ],
    });

    private static StochasticStabilizationSystem System(double level, double exponent, double upper) => new()
    {
        Units = 2, IsIndependent = false, Level = level, Exponent = exponent, Error = .01, Controlled = Math.Min(exponent, upper), ControlledError = .01, Lower = -9, Upper = upper, SlackBelow = 0, SlackAbove = 0,
    };
}
