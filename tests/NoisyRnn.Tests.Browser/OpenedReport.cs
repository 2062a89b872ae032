using System.Collections.Immutable;
using Microsoft.Playwright;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Browser;

/// <summary>A report written to a folder of its own and opened, with everything that the page asked for or complained of.</summary>
internal sealed class OpenedReport : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly DirectoryInfo _folder;

    private OpenedReport(IBrowserContext context, IPage page, DirectoryInfo folder)
    {
        _context = context;
        _folder = folder;
        Page = page;
    }

    public IPage Page { get; }

    public string Folder => _folder.FullName;

    /// <summary>Addresses that the page asked for, beside its own.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Errors and warnings of the console, and exceptions.</summary>
    public List<string> Complaints { get; } = [];

    public static Task<OpenedReport> Open(IBrowser browser, ReportContent content, int width, ColorScheme scheme) =>
        Open(browser, folder => Report.Write(content, folder), width, scheme);

    public static Task<OpenedReport> Open(IBrowser browser, AuditContent content, int width, ColorScheme scheme) =>
        Open(browser, folder => Report.Write(content, folder), width, scheme);

    public static Task<OpenedReport> Open(IBrowser browser, ImmutableArray<IndexEntry> entries, int width, ColorScheme scheme) =>
        Open(browser, folder => Report.WriteIndex(entries, folder), width, scheme);

    private static async Task<OpenedReport> Open(IBrowser browser, Func<string, string> write, int width, ColorScheme scheme)
    {
        var folder = Directory.CreateTempSubdirectory("noisyrnn-report-");
        var path = write(folder.FullName);
        var context = await browser.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = width < 600 ? 844 : 800 }, ColorScheme = scheme, AcceptDownloads = true,
            DeviceScaleFactor = width < 600 ? 2 : 1, HasTouch = width < 600, IsMobile = width < 600,
        });
        var opened = new OpenedReport(context, await context.NewPageAsync(), folder);
        var address = new Uri(path).AbsoluteUri;
        await opened.Page.RouteAsync("**/*", route =>
        {
            if (route.Request.Url == address)
                return route.ContinueAsync();
            opened.Requests.Add(route.Request.Url);
            return route.AbortAsync();
        });
        opened.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                opened.Complaints.Add(message.Text);
        };
        opened.Page.PageError += (_, error) => opened.Complaints.Add(error);
        await opened.Page.GotoAsync(address, new() { WaitUntil = WaitUntilState.Load });
        return opened;
    }

    /// <summary>Opens all folded parts, and waits until their figures are drawn.</summary>
    public async Task Unfold()
    {
        await Page.EvaluateAsync("document.querySelectorAll('main details').forEach(d => d.open = true)");
        await Page.WaitForFunctionAsync("[...document.querySelectorAll('figure.plot')].every(f => f.querySelector('svg.main-svg'))");
    }

    /// <summary>What axe-core finds that keeps someone out, serious or worse; skips the test where it is not installed, fails it where CI=true.</summary>
    public async Task<string[]> Barriers()
    {
        var axe = Checkout.Path("tests", "NoisyRnn.Tests.Browser", "node_modules", "axe-core", "axe.min.js");
        Assert.SkipUnless(File.Exists(axe) || Environment.GetEnvironmentVariable("CI") == "true", "no axe-core: npm ci in the folder of these tests installs it");
        await Page.EvaluateAsync(await File.ReadAllTextAsync(axe, TestContext.Current.CancellationToken));
        return await Page.EvaluateAsync<string[]>(
            """
            axe.run(document).then(result => result.violations.filter(v => v.impact === 'serious' || v.impact === 'critical')
              .flatMap(v => v.nodes.slice(0, 3).map(n => `${v.id}: ${n.target} ${n.failureSummary}`)))
            """);
    }

    /// <summary>The whole page as a picture in the folder NOISYRNN_SCREENSHOTS, else beside the tests' binaries.</summary>
    public Task Picture(string name)
    {
        var folder = Environment.GetEnvironmentVariable("NOISYRNN_SCREENSHOTS") is { Length: > 0 } chosen
            ? chosen
            : Path.Combine(AppContext.BaseDirectory, "screenshots");
        return Page.ScreenshotAsync(new() { Path = Path.Combine(folder, name + ".png"), FullPage = true });
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
