using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NoisyRnn.Claims;
using NoisyRnn.Reports;
using NoisyRnn.Statistics;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The page's text: order, words, escaping, and that it asks nobody for anything.</summary>
public sealed partial class ReportPageTests
{
    private const int Patience = 10_000; // ms

    // The names of SVG's elements; no browser asks that address for anything.
    private const string SvgNamespace = "http://www.w3.org/2000/svg";

    private const string Hostile = "</script><script>alert(1)</script><!-- & \"quoted\" {{js}} \u0001";

    [Fact]
    public void The_page_goes_from_the_answer_over_the_first_figure_and_why_to_claims_methods_and_what_one_checks_with()
    {
        var page = Page(SyntheticReport.Full());
        string[] order =
        [
            "<h1>", "(relu, s<sub>0</sub> = 2), networks have error", "Figure 1. Performance", "Preferred test noise", "<ul class=\"claim-list", "<h2>What was done</h2>", "<h2>More of what was found</h2>",
            "Figure 2. Preferred", "<h2>Why</h2>", "Figure 3. Bias", "<h2>What to do</h2>", "noisyrnn repair DIR", "<h2>Claims</h2>", "Criterion, written before the first run", "<h2>Methods</h2>", "BibTeX",
            "<h2>Appendix</h2>", "<summary>Loss without noise", "Figure 4. Learning", "Figure 5. Example", "<summary>The experiment", "<summary>Provenance",
        ];
        var places = order.Select(text => page.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        // Each part is in the contents.
        Assert.All(["done", "results", "why", "repair", "verdicts", "methods", "appendix"], id => Assert.Contains($"<a href=\"#{id}\">", page, StringComparison.Ordinal));
    }

    [Fact]
    public void A_preview_says_so_before_anything_else_and_never_gives_a_verdict()
    {
        var page = Page(SyntheticReport.Quick());
        Assert.InRange(page.IndexOf("preview, 3 seeds", StringComparison.Ordinal), 0, page.IndexOf("<h2>", StringComparison.Ordinal));
        Assert.Contains("preview, n=3: no verdicts.", page);
        Assert.DoesNotContain("class=\"badge", page);
        Assert.DoesNotContain("no verdicts", Page(SyntheticReport.Full()));
    }

    [Fact]
    public void A_verdict_is_a_row_with_its_effects_intervals_n_and_note_and_its_colour_has_a_word()
    {
        var verdict = new Verdict
        {
            Claim = "C1", Cell = "relu, inside, s0 = 0.3", Outcome = Outcome.DoesNotHold, N = 9, Beside = "worse than silent", AdjustedP = .0123,
            Effects = [new("rho", new(.97, .91, 1.02)), new("D", new(-.4, -.5, -.3))],
            LeftOut = [new("0badcafe", "relu, inside, s0 = 0.3", "diverged at iteration 7")],
        };
        var row = Row(Page(SyntheticReport.Full() with { Verdicts = [verdict] }), "worse than silent");
        Assert.Equal("C1 relu, inside, s0 = 0.3 \u2717 does not hold rho = 0.97 [0.91, 1.02] D = -0.4 [-0.5, -0.3] p (Holm) = 0.0123 9 of 10 worse than silent", row);
    }

    [Fact]
    public void A_p_value_beyond_double_precision_is_a_bound()
    {
        var verdict = SyntheticReport.Full().Verdicts[0] with { AdjustedP = 0, Beside = "sure" };
        Assert.Contains(">p (Holm) &lt; 1e-15<", Page(SyntheticReport.Full() with { Verdicts = [verdict] }));
    }

    [Fact]
    public void The_table_of_all_lines_is_folded_and_has_the_claims_as_wholes_first()
    {
        var page = Page(SyntheticReport.Full());
        var table = page[page.IndexOf("<table class=\"verdicts", StringComparison.Ordinal)..];
        Assert.True(table.LastIndexOf("all cells", StringComparison.Ordinal) < table.IndexOf("relu, inside", StringComparison.Ordinal));
        Assert.Contains("<details class=\"every-line\"><summary>All effects with intervals and p-values (", page);
    }

    [Fact]
    public void Networks_left_out_are_listed_with_their_reason()
    {
        var content = SyntheticReport.Full();
        Assert.Equal($"{content.LeftOut[0].Run} tanh, outside, s0 = 2 diverged at iteration 620", Row(Page(content), content.LeftOut[0].Run));
        Assert.Contains("No network was left out.", Page(SyntheticReport.Quick()));
    }

    [Theory]
    [InlineData(.37, .0033, "112 times lower")]
    [InlineData(.01, .02, "2 times higher")]
    [InlineData(.01, .0105, "by less than a tenth")]
    [InlineData(.01, double.NaN, "no ratio")]
    [InlineData(.01, 0, "no ratio")]
    public void The_table_of_losses_says_in_words_what_the_repair_does(double silent, double repaired, string words)
    {
        var cell = SyntheticReport.Quick().Cells[0] with { SilentLoss = Exactly(silent), RepairedLoss = Exactly(repaired) };
        Assert.Equal(words, LossSection.Change(cell));
    }

    [Fact]
    public void The_paragraph_above_counts_the_cells_that_the_repair_mends_and_names_the_best()
    {
        var cells = SyntheticReport.Quick().Cells;
        var inside = cells.Where(c => c.Arm.PlacementName == "inside").ToList();
        var mended = inside[2] with { SilentLoss = new(.37, .3, .4), TrainingLevelLoss = Exactly(.016), RepairedLoss = new(.0033, .003, .004) };
        var touching = inside[1] with { SilentLoss = new(.37, .003, .4), RepairedLoss = new(.0033, .003, .004) };
        var text = LossSection.Repairs(SyntheticReport.Quick() with { Cells = [touching, mended] });
        Assert.Equal(
            "The repair lowers the silent loss, with intervals apart, in 1 of 2 cells; most of all for relu trained with noise inside "
            + "at s0 = 1, from 0.37 to 0.0033 (with its noise 0.016).", text);
        Assert.StartsWith("No network was repaired", LossSection.Repairs(SyntheticReport.Quick() with { Cells = [.. cells.Where(c => c.Arm.PlacementName == "outside")] }));
    }

    [Fact]
    public void Text_of_the_user_is_text_wherever_it_stands()
    {
        var quick = SyntheticReport.Quick();
        var page = Page(quick with
        {
            Title = Hostile,
            Description = Hostile,
            Scale = Hostile,
            Preview = Hostile,
            Equations = [Hostile],
            LossName = Hostile,
            TimeUnit = Hostile,
            ResolvedExperiment = Hostile,
            Claims = [new(Hostile, Hostile, Hostile, Hostile, Hostile, Hostile)],
            Provenance = [new(Hostile, Hostile)],
            LeftOut = [new(Hostile, Hostile, Hostile)],
            Verdicts = [quick.Verdicts[0] with { Claim = Hostile, Cell = Hostile, Beside = Hostile, Place = new(Hostile, Hostile, 1), Effects = [new(Hostile, Exactly(1))] }],
            Runs = [.. quick.Runs.Select(r => r with { Arm = r.Arm with { Base = Hostile }, Run = Hostile })],
            Cells = [.. quick.Cells.Select(c => c with { Arm = c.Arm with { Base = Hostile } })],
        });
        Assert.DoesNotContain("alert(1)</script>", page);
        Assert.DoesNotContain("<!-- &", page);
        Assert.DoesNotContain('\u0001', page);
        // Two scripts run (Plotly's and the page's); the others are data, two a figure.
        Assert.Equal(2, ScriptStart().Count(page));
        Assert.Equal(10, DataStart().Count(page));
    }

    [Fact]
    public void A_page_with_Plotly_embedded_names_no_host_but_the_citation_s()
    {
        Assert.SkipUnless(PlotlyScript.OfThisBuild.IsEmbedded, "this build has no Plotly embedded");
        var content = SyntheticReport.Full();
        var page = ReportPage.Of(content, FigureCatalogue.Of(content), PlotlyScript.OfThisBuild);
        var ours = page.Replace(PlotlyScript.OfThisBuild.Element(), "");
        // In the order of the sentence: of C, of N.
        Assert.Equal(["https://arxiv.org/abs/2601.04539", "https://arxiv.org/abs/2102.04877"], Address().Matches(ours).Select(m => m.Value).Where(a => a != SvgNamespace));
        Assert.DoesNotContain("<script src", page);
        Assert.DoesNotContain("<link rel=\"stylesheet\"", page);
        Assert.Contains("default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'; script-src 'unsafe-inline'\"", page);
    }

    [Fact]
    public void A_page_without_Plotly_asks_for_one_exact_version_and_checks_its_bytes()
    {
        var page = Page(SyntheticReport.Quick());
        Assert.Contains($"src=\"https://cdn.jsdelivr.net/npm/plotly.js-cartesian-dist-min@{PlotlyScript.Version}/plotly-cartesian.min.js\"", page);
        Assert.Contains($"integrity=\"{PlotlyScript.Integrity}\" crossorigin=\"anonymous\"", page);
        Assert.Contains("script-src 'unsafe-inline' https://cdn.jsdelivr.net\"", page);
    }

    [Fact]
    public void Three_hundred_runs_stay_a_page_under_three_megabytes_beside_Plotly()
    {
        var page = Page(SyntheticReport.Full());
        Assert.InRange(page.Length, 100_000, 3_000_000);
    }

    // With Plotly linked the text stays short enough to search.
    private static string Page(ReportContent content) => ReportPage.Of(content, FigureCatalogue.Of(content), PlotlyScript.Linked);

    private static Interval Exactly(double value) => new(value, value, value);

    /// <summary>The words of the first row of a table that holds this text.</summary>
    private static string Row(string page, string text)
    {
        var row = TableRow().Matches(page).Select(m => m.Value).First(r => r.Contains(text, StringComparison.Ordinal));
        return Blank().Replace(Tag().Replace(row.Replace("</td>", " ").Replace("</div>", " "), ""), " ").Trim();
    }

    [GeneratedRegex("<tr.*?</tr>", RegexOptions.Singleline, Patience)]
    private static partial Regex TableRow();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, Patience)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, Patience)]
    private static partial Regex Blank();

    [GeneratedRegex(@"https?://[^\s""'<>]+", RegexOptions.None, Patience)]
    private static partial Regex Address();

    [GeneratedRegex("<script( src|>)", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex ScriptStart();

    [GeneratedRegex("<script type=\"(application/json|text/plain)\"", RegexOptions.ExplicitCapture, Patience)]
    private static partial Regex DataStart();
}
