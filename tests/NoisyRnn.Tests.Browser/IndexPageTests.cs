using Microsoft.Playwright;
using NoisyRnn.Reports;
using NoisyRnn.Tests.Reports;
using Xunit;

namespace NoisyRnn.Tests.Browser;

/// <summary>The page over several reports as a reader meets it.</summary>
public sealed class IndexPageTests(Chromium chromium) : IClassFixture<Chromium>
{
    [Theory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task Its_matrix_is_on_the_first_screen_without_a_request_a_scroll_sideways_or_a_barrier(int width)
    {
        await using var page = await OpenedReport.Open(
            chromium.Browser, [new("quick", SyntheticReport.Quick(), "quick/report.html", ""), new("full", SyntheticReport.Full(), "full/report.html", ""), new("ecg", null, null, "no data")], width, ColorScheme.Light);
        await page.Picture($"index-{width}");
        Assert.Empty(page.Requests);
        Assert.Empty(page.Complaints);
        Assert.Equal(0, await page.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.InRange((await page.Page.Locator("table.index-matrix").BoundingBoxAsync())! is var box ? box.Y + box.Height : 0, 100, page.Page.ViewportSize!.Height);
        Assert.Empty(await page.Barriers());
    }
}
