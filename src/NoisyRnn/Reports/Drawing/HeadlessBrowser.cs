using System.Diagnostics;
using System.Net;
using System.Text;
using NoisyRnn.Formats;

namespace NoisyRnn.Reports;

/// <summary>Chromium or Chrome without a window, which this machine may have: it draws a page and gives back what stands there.</summary>
/// <remarks>
/// The one process that the library starts beside its workers. It stands here because drawing is all that it does: it reads a page that is handed to it, in a
/// profile of its own that is deleted, and nothing but the picture comes back.
/// </remarks>
internal static class HeadlessBrowser
{
    /// <summary>The environment variable that names the program, where it is none of the usual ones.</summary>
    public const string Variable = "NOISYRNN_BROWSER";

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge"];

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(2);

    /// <summary>The program; null where there is none.</summary>
    public static string? Program => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(static folder => Names.Select(name => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))).FirstOrDefault(File.Exists);

    /// <summary>The page as a PDF.</summary>
    public static byte[] Print(string page, CancellationToken cancellation) => Run(
        page, static folder => ["--no-pdf-header-footer", $"--print-to-pdf={Path.Combine(folder, "page.pdf")}"],
        static (folder, _) => File.Exists(Path.Combine(folder, "page.pdf")) ? File.ReadAllBytes(Path.Combine(folder, "page.pdf")) : null, cancellation);

    /// <summary>The text of an element of the page, once its scripts have run.</summary>
    public static string Text(string page, string id, CancellationToken cancellation) => Run(page, static _ => ["--dump-dom"], (_, dom) =>
    {
        var start = dom.IndexOf($"id=\"{id}\">", StringComparison.Ordinal);
        if (start < 0)
            return null;
        start = dom.IndexOf('>', start) + 1;
        return WebUtility.HtmlDecode(dom[start..dom.IndexOf('<', start)]);
    }, cancellation);

    private static T Run<T>(string page, Func<string, string[]> arguments, Func<string, string, T?> result, CancellationToken cancellation)
        where T : class
    {
        var program = Program ?? throw new InputException($"figure: is drawn by Chromium or Chrome, and neither {string.Join(", ", Names[..^1])} nor {Names[^1]} is on the PATH; install one, or name it in {Variable}");
        var folder = Directory.CreateTempSubdirectory("noisyrnn-");
        try
        {
            var file = Path.Combine(folder.FullName, "page.html");
            File.WriteAllText(file, page, Encoding.UTF8);
            // Its own profile, and no sandbox: as root, and in containers, there is none to be had; the page is ours and loads nothing.
            string[] all = ["--headless", "--no-sandbox", "--disable-gpu", $"--user-data-dir={Path.Combine(folder.FullName, "profile")}", "--virtual-time-budget=20000", .. arguments(folder.FullName), new Uri(file).AbsoluteUri];
            using var process = Start(program, all);
            var errors = process.StandardError.ReadToEndAsync(CancellationToken.None);
            var output = process.StandardOutput.ReadToEndAsync(CancellationToken.None);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(Longest);
            try
            {
                process.WaitForExitAsync(limit.Token).GetAwaiter().GetResult();
            }
            catch (OperationCanceledException late)
            {
                process.Kill(entireProcessTree: true);
                process.WaitForExit();
                cancellation.ThrowIfCancellationRequested();
                throw new InputException($"figure: {program} drew nothing in {Longest.TotalMinutes} minutes; {Variable} names another browser", late);
            }

            return result(folder.FullName, output.GetAwaiter().GetResult())
                ?? throw new InputException($"figure: {program} drew nothing (exit code {process.ExitCode}: {ShownText.Of(LastLine(errors.GetAwaiter().GetResult()))}); {Variable} names another browser");
        }
        finally
        {
            Delete(folder);
        }
    }

    private static Process Start(string program, string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false })!;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            throw new InputException($"figure: {program} cannot be started ({e.Message}); {Variable} names another browser", e);
        }
    }

    private static string LastLine(string text) => text.TrimEnd().Split('\n')[^1];

    // A child of the browser may still write into its profile.
    private static void Delete(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Left to the system, which clears its temporary folder.
        }
    }
}
