using System.Collections.Immutable;
using NoisyRnn.Claims;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The first sentence of a report, and the cell of which it tells.</summary>
public sealed class ReportAnswerTests
{
    private static readonly ReportContent Quick = SyntheticReport.Quick();

    [Fact]
    public void It_tells_the_losses_of_the_first_arm_with_noise_inside_at_its_largest_level_and_what_noise_outside_does()
    {
        var inside = Quick.Cells.Last(static cell => cell.Arm.PlacementName == "inside") with
        {
            TrainingLevelLoss = Exactly(.015),
            SilentLoss = Exactly(.43),
            RepairedLoss = Exactly(.0018),
            Preferred = Exactly(.98),
            PreferredEnd = default,
            Gain = new(3.3, 3, 3.5),
        };
        var outside = Quick.Cells.Last(static cell => cell.Arm.PlacementName == "outside") with
        {
            TrainingLevelLoss = Exactly(.02),
            SilentLoss = Exactly(.0034),
            Preferred = Exactly(0),
            PreferredEnd = NoisyRnn.Analyses.RangeEnd.AtMost,
            Gain = new(-1.8, -2, -1.5),
        };
        Assert.Equal(
            "Trained with noise inside the activation (relu, s0 = 1), networks have error 0.015 with that noise, 0.43 without it, 0.0018 without it once repaired (the activation averaged over the noise); they do best at 0.98 s0. Trained with it outside: error 0.02 with it, 0.0034 without; best without noise."
            + " Silence raises the error, by its interval, in 1 of 1 condition with noise inside (2 more did not learn) and in 0 of 1 condition with noise outside (2 more did not learn).",
            ReportAnswer.Of(Quick with { Cells = [inside, outside] }));
    }

    [Fact]
    public void Of_noise_with_a_mean_both_silences_are_told_and_only_what_both_lose_is_lost()
    {
        var state = Quick.Runs[0].Arm with { Placement = NoisyRnn.Noise.Placement.State, TrainingSigma = .05 };
        var cell = Quick.Cells[0] with { Arm = state, TrainingLevelLoss = Exactly(.03), SilentLoss = Exactly(.09), RepairedLoss = null, Preferred = Exactly(1.1), PreferredEnd = default, Gain = new(1.1, 1, 1.2) };
        var kept = cell with { Arm = state with { Judged = Judged.MeanMatched }, SilentLoss = Exactly(.026), Preferred = Exactly(.1), Gain = new(-.1, -.2, -.05) };
        var content = Quick with { Cells = [cell, kept], Runs = [Quick.Runs[0] with { Arm = state }] };
        Assert.Equal(
            $"Trained with noise on the state ({state.Name}, s0 = 0.05), networks have error 0.03 with that noise, 0.09 without it, 0.026 with its mean in its place; they do best at 1.1 s0, with the mean kept at 0.1 s0."
            + " Silence, with the mean of the noise kept too where it has one, raises the error, by its interval, in 0 of 1 condition with noise on the state.", ReportAnswer.Of(content));
        Assert.EndsWith("in 1 of 1 condition with noise on the state.", ReportAnswer.Of(content with { Cells = [cell, kept with { Gain = new(.2, .1, .3) }] }), StringComparison.Ordinal);
    }

    [Fact]
    public void The_cell_is_chosen_by_its_place_not_by_what_came_out()
    {
        var featured = FeaturedCell.Of(Quick)!;
        Assert.Equal(("relu", "inside", 1.0), (featured.Arm.Name, featured.Arm.PlacementName, featured.Arm.TrainingSigma));
        // Of several widths the largest, wherever it stands.
        Assert.Equal(128, FeaturedCell.Of(Quick with
        {
            Runs = [.. new[] { 128, 32 }.SelectMany(static units => Quick.Runs.Select(run => run with { Arm = run.Arm with { Width = units } }))],
            Cells = [.. new[] { 32, 128 }.SelectMany(static units => Quick.Cells.Select(cell => cell with { Arm = cell.Arm with { Width = units } }))],
        })!.Arm.Width);
        // Where most of its networks are left out it is passed over.
        ImmutableArray<LeftOut> leftOut = [new("a", featured.Arm.Label, "diverged"), new("b", featured.Arm.Label, "diverged")];
        Assert.Equal(.3, FeaturedCell.Of(Quick with { LeftOut = leftOut })!.Arm.TrainingSigma);
        Assert.Equal("outside", FeaturedCell.Of(Quick with { Cells = [.. Quick.Cells.Where(static cell => cell.Arm.PlacementName == "outside")] })!.Arm.PlacementName);
        Assert.Null(FeaturedCell.Of(Quick with { Cells = [] }));
        // And that is said, and counted.
        var answer = ReportAnswer.Of(Quick with { LeftOut = leftOut });
        Assert.StartsWith("Trained with noise inside the activation (relu, s0 = 0.3), ", answer, StringComparison.Ordinal);
        Assert.Contains("(With s0 = 1 most networks did not learn.)", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void The_networks_are_told_by_seeds_and_width()
    {
        Assert.Equal("preview, 3 seeds", ReportAnswer.Networks(Quick));
        var full = SyntheticReport.Full();
        Assert.Equal("10 seeds", ReportAnswer.Networks(full));
        Assert.Equal("10 seeds, 64 units", ReportAnswer.Networks(full with { Runs = [.. full.Runs.Select(static run => run with { Units = 64 })] }));
    }

    [Fact]
    public void Where_no_claim_is_on_the_preferred_noise_the_claims_are_the_answer()
    {
        var whole = new Verdict { Claim = "N2", Cell = Verdict.All, Outcome = Outcome.Holds, N = 5, Beside = "5 of 5 lines hold" };
        var content = Quick with { Claims = [new("N2", "flatter minima", "noise leads to flatter minima", "", "", "hessian-eigenvalues")], Verdicts = [whole] };
        Assert.Equal("Claim N2, \u201cflatter minima\u201d: holds.", ReportAnswer.Of(content));
        Assert.Equal(
            "Claim N2, \u201cflatter minima\u201d: so far 2 of 3 lines for.",
            ReportAnswer.Of(content with { Verdicts = [whole with { Outcome = Outcome.Preview, Preview = "preview, n=3", Beside = "", Direction = "so far 2 of 3 lines for" }] }));
    }

    [Fact]
    public void Of_one_seed_no_interval_is_spoken_of_and_where_none_counts_that_is_the_answer()
    {
        var one = Quick with { Cells = [.. Quick.Cells.Select(static cell => cell with { Gain = cell.Gain is null ? null : new(cell.Gain.Mean, double.NegativeInfinity, double.PositiveInfinity) })] };
        Assert.DoesNotContain("by the interval", ReportAnswer.Of(one), StringComparison.Ordinal);
        var lost = Quick with { Cells = [], Runs = [.. Quick.Runs.Select(static (run, i) => run with { LeftOutReason = i == 0 ? "not trained: loss" : "diverged" })] };
        Assert.Matches(@"^None of the \d+ networks counts: 1 did not learn the task, \d+ diverged\.$", ReportAnswer.Of(lost));
    }

    [Fact]
    public void A_preview_of_one_claim_is_a_preview()
    {
        var full = SyntheticReport.Full();
        Assert.False(ReportAnswer.IsPreview(full));
        Assert.True(ReportAnswer.IsPreview(full with { Verdicts = [full.Verdicts.First(static verdict => verdict.Cell == Verdict.All) with { Outcome = Outcome.Preview }] }));
    }

    [Fact]
    public void Without_a_run_there_is_none() => Assert.Equal("No run has finished.", ReportAnswer.Of(Quick with { Runs = [], Cells = [] }));

    private static NoisyRnn.Statistics.Interval Exactly(double value) => new(value, value, value);
}
