using NoisyRnn.Claims;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The page over several reports: claims by experiments, and what each found.</summary>
public sealed class IndexPageTests
{
    private static readonly IndexEntry Quick = new("quick one", SyntheticReport.Quick(), "quick one/report.html", "");

    private static readonly IndexEntry Full = new("full", SyntheticReport.Full(), "full/report.html", "");

    private static readonly IndexEntry NotRun = new("ecg", null, null, "--data <DIR>");

    [Fact]
    public void The_matrix_has_a_row_an_experiment_that_asks_and_a_column_a_claim()
    {
        var matrix = ClaimMatrix.Of([Quick, Full, NotRun]);
        Assert.Equal(["C1", "C2"], matrix.Claims);
        Assert.Equal(["quick one", "full"], matrix.Rows.Select(static row => row.Entry.Name));
        Assert.All(matrix.Rows, static row => Assert.Equal(2, row.Cells.Length));
    }

    [Fact]
    public void Experiments_that_share_claims_stand_together_and_the_others_below_them()
    {
        var other = new IndexEntry("other", SyntheticReport.Full() with { Verdicts = [new Verdict { Claim = "N6", Cell = Verdict.All, Outcome = Outcome.Holds, N = 5 }] }, null, "");
        var parts = ClaimMatrix.Of([other, Quick, Full]).Parts;
        Assert.Equal(["C1 C2", "N6"], parts.Select(static part => string.Join(' ', part.Claims)));
        Assert.Equal(["quick one full", "other"], parts.Select(static part => string.Join(' ', part.Rows.Select(static row => row.Entry.Name))));
        Assert.Single(ClaimMatrix.Of([Quick, Full]).Parts);
        Assert.Empty(ClaimMatrix.Of([]).Parts);
    }

    [Theory]
    [InlineData(Outcome.Holds, null, "+")]
    [InlineData(Outcome.DoesNotHold, null, "-")]
    [InlineData(Outcome.Undecided, null, "?")]
    [InlineData(Outcome.NotTrained, null, "n")]
    [InlineData(Outcome.Preview, Outcome.Holds, "(+)")]
    [InlineData(Outcome.Preview, Outcome.DoesNotHold, "(-)")]
    [InlineData(Outcome.Preview, null, ".")]
    public void A_cell_is_the_sign_of_its_verdict_or_in_brackets_of_its_direction_with_its_size(Outcome outcome, Outcome? soFar, string sign)
    {
        var whole = new Verdict { Claim = "C1", Cell = Verdict.All, Outcome = outcome, SoFar = soFar, N = 9 };
        Assert.Equal(sign, new ClaimMatrixCell(whole, []).Words);
        var size = whole with { Cell = "relu, inside, s0 = 1", Effects = [new("rho", new(.979, .97, .99))] };
        Assert.Equal($"{sign} rho 0.98", new ClaimMatrixCell(whole, [size]).Words);
        // One arm's size for all of them would hide that the others differ.
        var other = size with { Cell = "tanh, inside, s0 = 1", Effects = [new("rho", new(0, 0, .01))] };
        Assert.Equal($"{sign} rho 0 to 0.98", new ClaimMatrixCell(whole, [size, other]).Words);
        Assert.Equal($"{sign} rho 0.98", new ClaimMatrixCell(whole, [size, size]).Words);
    }

    [Fact]
    public void The_size_is_that_of_the_first_row_at_its_largest_noise_whatever_came_out()
    {
        var lines = SyntheticReport.Full().Verdicts.Where(static verdict => verdict.Claim == "C1").ToArray();
        var first = lines.First(static line => line.Place is not null && line.Counted);
        var size = ClaimSize.Of(lines)!;
        Assert.Equal((first.Place!.Part, first.Place.Row), (size.Place!.Part, size.Place.Row));
        Assert.Equal(lines.Where(line => line.Place?.Row == first.Place.Row).Max(static line => line.Place!.TrainingSigma), size.Place.TrainingSigma);
        Assert.Null(ClaimSize.Of([lines[^1] with { Cell = Verdict.All, Place = null }]));
    }

    [Fact]
    public void Every_row_of_the_first_part_has_a_size_in_their_order()
    {
        var lines = SyntheticReport.Full().Verdicts.Where(static verdict => verdict.Claim == "C1").ToArray();
        var measured = lines.Where(static line => line.Place is not null && line.Counted && !line.Effects.IsEmpty).ToArray();
        var rows = measured.Where(line => line.Place!.Part == measured[0].Place!.Part).Select(static line => line.Place!.Row).Distinct();
        Assert.Equal(rows, ClaimSize.OfRows(lines).Select(static size => size.Place!.Row));
    }

    [Fact]
    public void The_page_links_to_every_report_and_says_what_was_not_run_as_text()
    {
        var page = IndexPage.Of([Quick, Full, NotRun]);
        Assert.Contains("<a href=\"quick%20one/report.html\">", page, StringComparison.Ordinal);
        Assert.Contains("Not run: --data &lt;DIR&gt;", page, StringComparison.Ordinal);
        Assert.Contains("2 of 3 experiments run, 1 of them previews", page, StringComparison.Ordinal);
        Assert.Contains(ReportAnswer.Of(Quick.Content!)[..30].Replace("s0", "s<sub>0</sub>", StringComparison.Ordinal), page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }
}
