using Microsoft.Playwright;
using Xunit;

namespace NoisyRnn.Tests.Browser;

/// <summary>The system's own Chromium, started once for all tests; nothing is downloaded.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    private static readonly string[] Flags =
    [
        "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>The browser; skips the test where there is none, fails it where CI=true.</summary>
    public IBrowser Browser
    {
        get
        {
            if (_browser is null && Environment.GetEnvironmentVariable("CI") != "true")
                Assert.Skip($"no Chromium at {string.Join(" or ", Places)}: the page was not looked at");
            return _browser ?? throw new InvalidOperationException("CI=true needs Chromium: install the package 'chromium'");
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var place = Array.Find(Places, File.Exists);
        if (place is null)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = place, Args = Flags });
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }
}
