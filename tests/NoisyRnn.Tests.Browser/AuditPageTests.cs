using Microsoft.Playwright;
using NoisyRnn.Analyses;
using NoisyRnn.Tests.Reports;
using Xunit;

namespace NoisyRnn.Tests.Browser;

/// <summary>The page of an audit as a reader meets it.</summary>
public sealed class AuditPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(1280, OutputKind.Values, 1, 1)]
    [InlineData(390, OutputKind.Values, 1, 1)]
    [InlineData(1280, OutputKind.Logits, 5, 2)]
    [InlineData(390, OutputKind.Logits, 5, 2)]
    public async Task It_draws_its_figures_without_a_request_a_complaint_or_a_scroll_sideways(int width, OutputKind kind, int networks, int figures)
    {
        var content = SyntheticAudit.Of(kind: kind, networks: networks) with { Remarks = ["a-file-of-a-long-name-in-a-remark-that-has-no-blank-to-be-broken-at-and-goes-on-for-a-while.npz: not read: inputs."] };
        await using var page = await OpenedReport.Open(chromium.Browser, content, width, width < 600 ? ColorScheme.Dark : ColorScheme.Light);
        await page.Picture($"audit-{kind}-{width}".ToLowerInvariant());
        Assert.Empty(page.Requests);
        Assert.Empty(page.Complaints);
        Assert.Equal(figures, await page.Page.Locator("figure.plot svg.main-svg .draglayer").CountAsync());
        Assert.True(await page.Page.Locator("#audit svg.main-svg .trace path").CountAsync() > 0, "no trace");
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        // Answer, figure to its axis, and where to go from there.
        Assert.InRange((await page.Page.Locator("#audit rect.nsewdrag").First.BoundingBoxAsync())! is var box ? box.Y + box.Height : 0, 100, page.Page.ViewportSize!.Height);
        Assert.Equal(1, await page.Page.Locator("nav.contents").CountAsync());
        Assert.Empty(await page.Barriers());
        Assert.StartsWith("Performs best at 0.9", await page.Page.Locator("p.lead").InnerTextAsync(), StringComparison.Ordinal);
    }
}
