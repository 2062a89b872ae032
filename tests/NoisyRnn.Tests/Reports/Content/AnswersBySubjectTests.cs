using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Noise;
using NoisyRnn.Reports;
using NoisyRnn.Tests.Claims;
using NoisyRnn.Training;
using Xunit;
using static NoisyRnn.Tests.Claims.ConstructedRuns;

namespace NoisyRnn.Tests.Reports;

/// <summary>The first sentence of experiments that ask something else than which noise is preferred: each tells of what it is about.</summary>
public sealed class AnswersBySubjectTests
{
    [Fact]
    public void Of_noise_of_other_laws_it_tells_the_ratios_to_the_Gaussian_and_whether_the_law_matters()
    {
        var runs = Cell("inside", 1, 1, 1, seeds: 3).Select(static run => run with
        {
            Results = [new NoiseOverfitResult { TrainingSigma = 1, Conditions = 1, Draws = 1, Laws = [Law(NoiseDistribution.Gaussian, .01, run), Law(NoiseDistribution.Uniform, .01, run), Law(NoiseDistribution.Laplace, .03, run)] }],
        });
        Assert.Equal(
            "Trained with Gaussian noise inside the activation (relu, s0 = 1) and tested with noise of the same level and another law, networks have, times their error under Gaussian noise: 1 [1, 1] (uniform), 3 [3, 3] (laplace)."
            + " By the intervals the law matters: worse under laplace.", Answer(runs));
        var alike = runs.Select(static run => run with { Results = [((NoiseOverfitResult)run.Results[0]) with { Laws = [.. ((NoiseOverfitResult)run.Results[0]).Laws.Take(2)] }] });
        Assert.EndsWith("the level was learnt.", Answer(alike), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_repairs_it_tells_the_first_repair_and_each_other_training_against_it_by_seed()
    {
        var runs = Cell("inside", 1, 1, Math.Log(40), "as ever", seeds: 3).Select(static run => run with
        {
            Results = [new RepairResult { TrainingSigma = 1, NoisyLoss = .01, Forms = [Form(RepairedForm.AsItIs, .4, run), Form("averaged", .002, run)] }],
        }).Concat(Cell("inside", 1, 0, 0, "silent", seeds: 3).Select(static run => run with { Sweep = run.Sweep! with { SilentLoss = .001 * (run.Seed + 1) } }));
        Assert.Equal(
            "Trained with noise inside the activation (as ever, s0 = 1), networks have error 0.01 with that noise, 0.8 without, and 0.004 without once repaired (averaged)."
            + " Trained otherwise, to run without noise from the start, they have, times the repaired ones\u2019 error: 0.5 [0.5, 0.5] (silent).", Answer(runs));
    }

    [Fact]
    public void Of_time_steps_it_tells_what_the_removal_of_noise_outside_costs_at_each_and_from_which_on_it_is_preferred()
    {
        var runs = Cell("outside", 1, 0, -Math.Log(4), "small", seeds: 3).Select(static run => run with { Step = .1 })
            .Concat(Cell("outside", 1, 1, Math.Log(2), "large", seeds: 3).Select(static run => run with { Step = 1 })).ToList();
        Assert.Equal(
            "Trained with noise outside the activation (s0 = 1), networks have without it, times their error with it: 0.25 [0.25, 0.25] at g = dt/tau = 0.1, 2 [2, 2] at g = dt/tau = 1."
            + " So large time steps make noise outside preferred too, from g_c = 1 on.", Answer(runs, new PreferenceAtLargeSteps()));
        Assert.EndsWith("preferred at none of the time steps.", Answer(runs.Take(3), new PreferenceAtLargeSteps()), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_an_experiment_was_made_to_ask_the_verdict_comes_first()
    {
        var runs = Cell("inside", 1, 0, -1).Select(static run => run with { Schedule = new LearntNoise(), NoiseFactor = .01 });
        Assert.StartsWith("\u201cA noise level that is learnt goes to 0\u201d: holds (1 of 1 cells hold, 0 do not). Trained with noise inside", Answer(runs, new LearntNoiseVanishes()), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_levels_of_noise_inside_it_tells_from_which_on_each_arm_prefers_it()
    {
        var runs = Cell("inside", .1, 0, -1, seeds: 3).Concat(Cell("inside", 1, 1, 1, seeds: 3));
        Assert.StartsWith("Of training noise up to s0 = 1, so far: relu prefers the training noise from s0 = 1 on. Trained with noise inside", Answer(runs, new PreferenceInside()), StringComparison.Ordinal);
        Assert.StartsWith("Trained with noise inside", Answer(runs, new PreferenceInside(), new PreferenceOutside()), StringComparison.Ordinal);
    }

    [Fact]
    public void Of_noise_that_stabilises_it_tells_the_rates_without_and_with_and_the_systems_outside_their_bounds()
    {
        StochasticStabilizationSystem[] systems = [System(0, .5, upper: .6), System(2, -1.5, upper: -.2)];
        var runs = Cell("silent", 0, 0, 0, "two-units", seeds: 2).Select(run => run with
        {
            Results = [new StochasticStabilizationResult { Threshold = 1.5, Common = [.. systems], Independent = [], DecoupledRate = 1, Decoupled = [], Systems = [System(1, 9, upper: 0)], Portraits = [] }],
        });
        Assert.Equal(
            "Noise stabilises two-units: its state grows at a rate of 0.5 [0.5, 0.5] without noise and of -1.5 [-1.5, -1.5] under common noise of s = 2, the lowest tested level above the threshold. 2 of 6 systems lie outside their bounds.",
            Answer(runs, new StochasticStabilizationClaim()));
    }

    [Fact]
    public void Of_perturbed_inputs_it_compares_each_arm_with_its_own_twin_and_ranks_no_means()
    {
        var runs = Perturbed("inside", .3, .75, "noisy", twin: "t").Concat(Perturbed("silent", 0, .7, "twin", training: "t")).Concat(Perturbed("silent", 0, .9, "best", training: "b"));
        Assert.Equal(
            "Trained with noise, against the same network trained without: +5 [5, 5] points of accuracy under the perturbation white, up to 0.2, +5 [5, 5] on clean inputs (noisy less twin).", Answer(runs));
        Assert.StartsWith("Accuracy on clean inputs: 90.0 \u00b1 0.0 % (best);", Answer(Perturbed("silent", 0, .9, "best", training: "b")), StringComparison.Ordinal);
    }

    [Fact]
    public void Where_no_network_trained_with_noise_learnt_that_is_the_answer()
    {
        var runs = Cell("inside", 1, 1, 1, seeds: 2).Select(static run => run.Untrained()).Concat(Cell("silent", 0, 0, 0, seeds: 2));
        Assert.Equal("Which noise networks prefer is not known: of the 2 trained with noise none counts (2 did not learn the task).", Answer(runs, new PreferenceInside()));
    }

    private static string Answer(IEnumerable<NetworkRun> runs, params Claim[] claims)
    {
        var judged = runs.Select(ConstructedRuns.Rules.Judge).ToList();
        var table = judged.Decide(claims);
        return ReportAnswer.Of(SyntheticReport.Quick() with { Runs = [.. judged], Cells = table.Cells, Claims = table.Claims, Verdicts = table.Verdicts, LeftOut = table.LeftOut });
    }

    private static NoiseOverfitLaw Law(NoiseDistribution law, double loss, NetworkRun run) =>
        new() { Distribution = law, CorrelationTime = 0, Loss = loss * (run.Seed + 1), BiasSquared = null, Variance = null, Preferred = null };

    private static RepairedForm Form(string name, double loss, NetworkRun run) => new(name, loss * (run.Seed + 1), [], []) { Levels = [] };

    private static StochasticStabilizationSystem System(double level, double exponent, double upper) => new()
    {
        Units = 2, IsIndependent = false, Level = level, Exponent = exponent, Error = 0, Controlled = exponent, ControlledError = 0, Lower = -9, Upper = upper, SlackBelow = 0, SlackAbove = 0,
    };

    private static ImmutableArray<NetworkRun> Perturbed(string placement, double sigma, double accuracy, string name, string training = "", string twin = "") =>
    [
        .. Cell(placement, sigma, 0, 0, name, seeds: 3).Select(run => run with
        {
            Training = training, Twin = twin,
            Results = [new RobustnessResult { CleanAccuracy = accuracy, CleanLoss = 1, Points = [new("white", 0, accuracy, 0, 1, 0, 1, 9), new("white", .2, accuracy, 0, 1, 0, 1, 9)] }],
        }),
    ];
}
