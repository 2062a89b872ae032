using System.Diagnostics;
using Xunit;

namespace NoisyRnn.Tests.Python;

/// <summary>A Python of this machine that has some modules.</summary>
internal static class SystemPython
{
    // Far more than any of these tests needs; a process that hangs fails the test instead of stopping the suite.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The first Python that has them all, or a test that is skipped.</summary>
    /// <param name="modules">numpy, torch, ...</param>
    internal static string With(params string[] modules)
    {
        var found = new[] { "/usr/bin/python3", "python3" }.FirstOrDefault(python => Has(python, modules));
        Assert.SkipWhen(found is null, $"no python3 with {string.Join(" and ", modules)} here; Debian has them as {string.Join(", ", modules.Select(static module => $"python3-{module[(module.LastIndexOf('.') + 1)..]}"))}");
        return found!;
    }

    /// <summary>Runs Python to its end and returns what it printed; fails with that where it fails.</summary>
    internal static string Run(string python, string folder, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var (code, output) = Start(python, folder, environment, arguments);
        Assert.True(code == 0, output);
        return output;
    }

    private static bool Has(string python, string[] modules)
    {
        try
        {
            return Start(python, ".", new Dictionary<string, string>(), ["-c", $"import {string.Join(", ", modules)}"]).Code == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, string Output) Start(string python, string folder, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(python, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // Nothing is left in the checkout.
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        // Networks are tiny: PyTorch's threads would wait for one another, and the program's code is compiled for longer than it runs.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["DOTNET_TieredCompilation"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{python} {string.Join(' ', arguments)}: still running after {Patience}");
        }

        process.WaitForExit();
        return (process.ExitCode, output.GetAwaiter().GetResult() + errors.GetAwaiter().GetResult());
    }
}
