using System.Collections.Immutable;
using System.Xml.Linq;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>A claim at a glance: which sign and numbers stand where, and what is faint.</summary>
public sealed class VerdictMatrixTests
{
    private static readonly Verdict Holds = new()
    {
        Claim = "C2", Cell = "relu, outside, s0 = 1", Outcome = Outcome.Holds, N = 10, Beside = "prefers silence",
        Place = new("noise outside", "relu", 1), Effects = [new("rho", new(.012, 0, .05)), new("D", new(-1.456, -2, -1))],
    };

    [Fact]
    public void Columns_are_levels_in_ascending_order_and_rows_activations_under_the_heading_of_their_part()
    {
        var matrix = VerdictMatrix.Of([Holds, At("tanh", .3), At("relu", .3), Holds with { Place = new("pairs", "relu", .3) }])!;
        Assert.Equal(["s0", "0.3", "1"], matrix.Descendants("thead").Single().Descendants("th").Select(th => th.Value));
        Assert.Equal(["noise outside", "pairs"], matrix.Descendants("tr").Where(tr => (string?)tr.Attribute("class") == "part").Select(tr => tr.Value));
        Assert.Equal(["relu", "tanh", "relu"], matrix.Descendants("span").Where(s => (string?)s.Attribute("class") == "line name").Select(s => s.Value));
    }

    [Fact]
    public void Columns_with_names_keep_their_order_and_the_part_says_what_the_numbers_are()
    {
        static Verdict Of(string kind, string arm) => Holds with { Place = new("points", kind, 1) { Column = arm }, Effects = [new("d", new(2, 1, 3))] };
        var matrix = VerdictMatrix.Of([Of("white", "small"), Of("dropped", "small"), Of("white", "loud"), Of("dropped", "loud") with { Outcome = Outcome.Undecided }])!;
        Assert.Equal(["", "small", "loud"], matrix.Descendants("thead").Single().Descendants("th").Select(th => th.Value));
        var rows = matrix.Descendants("tbody").Single().Elements("tr").Skip(1).ToArray();
        Assert.Equal(["white", "dropped"], rows.Select(row => row.Element("th")!.Value));
        Assert.Equal(["\u27132", "?2"], rows[1].Elements("td").Select(td => td.Value));
    }

    [Fact]
    public void A_cell_has_the_sign_above_the_means_the_words_under_the_pointer_and_an_empty_place_where_there_is_none()
    {
        var cells = Cells(Holds, At("tanh", .3));
        Assert.Equal(["absent", "holds", "holds", "absent"], cells.Select(Class));
        Assert.Equal(["\u2713", "0.01", "-1.46"], cells[1].Elements("span").Select(s => s.Value));
        Assert.Equal("relu, outside, s0 = 1: holds\nrho = 0.012 [0, 0.05]\nD = -1.46 [-2, -1]\nprefers silence", cells[1].Attribute("title")!.Value);
        Assert.Equal("holds", cells[1].Element("span")!.Attribute("aria-label")!.Value);
    }

    [Theory]
    [InlineData(Outcome.Holds, "holds", "\u2713")]
    [InlineData(Outcome.DoesNotHold, "fails", "\u2717")]
    [InlineData(Outcome.Undecided, "undecided", "?")]
    [InlineData(Outcome.NotTrained, "untrained", "\u2013")]
    [InlineData(Outcome.Preview, "preview", "\u00a0")] // numbers, and nothing that looks like a verdict
    public void Each_outcome_has_its_sign(Outcome outcome, string style, string sign)
    {
        var cell = Assert.Single(Cells(Holds with { Outcome = outcome }));
        Assert.Equal((style, sign), (Class(cell), cell.Element("span")!.Value));
    }

    [Fact]
    public void What_is_not_counted_keeps_its_sign_and_is_faint_and_the_threshold_is_marked()
    {
        var cell = Assert.Single(Cells(Holds with { Outcome = Outcome.DoesNotHold, Counted = false }));
        Assert.Equal(("muted", "\u2717", "does not hold, not counted"), (Class(cell), cell.Element("span")!.Value, cell.Element("span")!.Attribute("aria-label")!.Value));
        Assert.Equal("holds threshold", Class(Assert.Single(Cells(Holds with { AtThreshold = true }))));
    }

    [Fact]
    public void A_level_at_the_upper_end_of_the_range_is_a_lower_bound()
    {
        var cell = Assert.Single(Cells(Holds with { Effects = [new("rho", new(2, 2, 2), RangeEnd.AtLeast)] }));
        Assert.Equal("\u22652", cell.Elements("span").Last().Value);
    }

    [Fact]
    public void A_claim_whose_verdicts_have_no_place_has_no_matrix() => Assert.Null(VerdictMatrix.Of([Holds with { Place = null }]));

    [Fact]
    public void The_card_says_claim_answer_and_number_of_networks_in_this_order()
    {
        var all = Holds with { Cell = Verdict.All, Place = null, Effects = [], Beside = "relu from s0 = 0.3 on", N = 150, LeftOut = [new("a", "b", "c")] };
        var card = ClaimCard.Of(new("C2", "learning", "a network learns", "Read it so.", "", "performance"), [all, Holds]);
        Assert.StartsWith("C2 Learning \u2713 holds", card.Element("summary")!.Value, StringComparison.Ordinal);
        Assert.Contains("\u2713 holds relu from s0 = 0.3 on n = 150 networks, 1 more left out", card.Value, StringComparison.Ordinal);
        Assert.EndsWith("Read it so.", card.Value, StringComparison.Ordinal);
        Assert.Contains(card.Descendants("sub"), sub => sub.PreviousNode!.ToString().EndsWith('s')); // s with a subscript 0
    }

    private static Verdict At(string activation, double level) => Holds with { Place = new("noise outside", activation, level) };

    private static ImmutableArray<XElement> Cells(params Verdict[] verdicts) => [.. VerdictMatrix.Of(verdicts)!.Descendants("td")];

    private static string Class(XElement cell) => cell.Attribute("class")!.Value;
}
