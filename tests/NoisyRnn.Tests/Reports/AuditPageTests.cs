using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The page of an audit: the answer first, then the figure, the numbers, how they were made, and by what.</summary>
public class AuditPageTests
{
    [Fact]
    public void The_answer_comes_first_and_all_else_in_its_order()
    {
        var page = Page(SyntheticAudit.Of());
        string[] order = ["<h1>Audit of outputs.npz</h1>", "Performs best at 0.9", "Figure 1. Error against test noise", "Preferred test noise", "tile-value\">0.9 s<sub>0</sub>", "Cost of silence", "tile-value\">4.2 times", "error in silence, of that at the training noise", "tile-value\">93 %", "of the silent error is bias", "One network is one training seed", "<h2>Each level</h2>", "training noise, lowest", "<h2>Methods</h2>", "percentile bootstrap over trials", "<h2>Provenance</h2>", "0.1.0"];
        var places = order.Select(text => page.IndexOf(text, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Methods_are_those_of_what_was_measured()
    {
        Assert.Contains("cross-entropy", Page(SyntheticAudit.Of(kind: OutputKind.Logits)), StringComparison.Ordinal);
        Assert.Contains("BCa bootstrap over networks", Page(SyntheticAudit.Of(networks: 3)), StringComparison.Ordinal);
    }

    [Fact]
    public void No_text_of_a_user_becomes_markup() =>
        Assert.DoesNotContain("<b>x", Page(SyntheticAudit.Of() with { Title = "<b>x", Remarks = ["<b>x {{js}}"], Provenance = [new("<b>x", "<b>x")] }), StringComparison.Ordinal);

    [Fact]
    public void Page_and_figures_lie_in_the_folder()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(Path.Combine(folder.Path, "report.html"), Report.Write(SyntheticAudit.Of(), folder.Path));
        Assert.Equal(["audit.csv", "audit.plotly.json"], Directory.GetFiles(Path.Combine(folder.Path, "figures")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    private static string Page(AuditContent content) => AuditPage.Of(content, AuditFigures.Of(content), PlotlyScript.Linked);
}
