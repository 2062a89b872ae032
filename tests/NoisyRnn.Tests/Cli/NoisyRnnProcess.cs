using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary>The built command in a process of its own, as a user starts it.</summary>
internal sealed partial class NoisyRnnProcess : IDisposable
{
    internal const int HangUp = 1, Interrupt = 2, Kill = 9, User1 = 10, User2 = 12, Terminate = 15, CpuTime = 24;

    // Far more than any of these tests needs; a process that hangs fails the test instead of stopping the suite.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly ConcurrentQueue<string> _errors = new();

    private NoisyRnnProcess(string folder, IReadOnlyDictionary<string, string> environment, IEnumerable<string> command)
    {
        var start = new ProcessStartInfo(command.First(), command.Skip(1))
        {
            WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
        };
        // Of runs that take less than their compilation; the bits are the same.
        start.Environment["DOTNET_TieredCompilation"] = "1";
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data is not null)
                _errors.Enqueue(line.Data);
        };
        _process.BeginErrorReadLine();
        _output = _process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>The program beside this build of the tests: the same configuration.</summary>
    internal static string Program { get; } = Checkout.Path(
        "src", "NoisyRnn.Cli", "bin", new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name, "net10.0", "NoisyRnn.Cli.dll");

    /// <summary>Starts the command in a folder.</summary>
    internal static NoisyRnnProcess Start(string folder, params IEnumerable<string> arguments) =>
        new(folder, new Dictionary<string, string>(), Command(arguments));

    /// <summary>The same with variables added to its environment.</summary>
    internal static NoisyRnnProcess Start(string folder, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) => new(folder, environment, Command(arguments));

    /// <summary>Starts the command through a line of sh, in which "$@" stands for it.</summary>
    internal static NoisyRnnProcess StartShell(string folder, string line, params IEnumerable<string> arguments) =>
        new(folder, new Dictionary<string, string>(), ["/bin/sh", "-c", line, "sh", .. Command(arguments)]);

    /// <summary>Runs the command through a line of sh, in which "$@" stands for it.</summary>
    internal static Finished RunShell(string folder, string line, params IEnumerable<string> arguments)
    {
        using var process = StartShell(folder, line, arguments);
        return process.Wait();
    }

    /// <summary>Runs the command to its end.</summary>
    internal static Finished Run(string folder, params IEnumerable<string> arguments) => Run(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Runs the command to its end, with variables added to its environment.</summary>
    internal static Finished Run(string folder, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        using var process = new NoisyRnnProcess(folder, environment, Command(arguments));
        return process.Wait();
    }

    /// <summary>Sends a signal.</summary>
    internal void Signal(int signal) => Assert.Equal(0, SendSignal(_process.Id, signal));

    /// <summary>Sends a signal, unless the process has ended.</summary>
    internal void TrySignal(int signal)
    {
        if (!_process.HasExited)
            _ = SendSignal(_process.Id, signal);
    }

    /// <summary>Waits for the end, but not for long; whether it came.</summary>
    internal bool EndsWithin(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>Sends a signal again and again until the process ends.</summary>
    internal void Insist(int signal)
    {
        for (var clock = Stopwatch.StartNew(); !_process.WaitForExit(TimeSpan.FromMilliseconds(100)) && clock.Elapsed < Patience;)
            _ = SendSignal(_process.Id, signal);
    }

    /// <summary>Whether the process handles a signal by now, of those the system tells of.</summary>
    internal bool Handles(int signal) => File.ReadLines($"/proc/{_process.Id}/status")
        .Where(static line => line.StartsWith("SigCgt:", StringComparison.Ordinal))
        .Any(line => ((Convert.ToUInt64(line["SigCgt:".Length..].Trim(), 16) >> (signal - 1)) & 1) == 1);

    /// <summary>Waits until something has come about, or fails.</summary>
    internal void WaitUntil(Func<bool> condition, string what)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); Thread.Sleep(20))
        {
            Assert.True(clock.Elapsed < Patience, $"waited in vain: {what}; stderr:\n{string.Join('\n', _errors)}");
            Assert.False(_process.HasExited, $"ended early: {what}; stderr:\n{string.Join('\n', _errors)}");
        }
    }

    /// <summary>Whether a line on stderr holds some text by now.</summary>
    internal bool HasSaid(string text) => _errors.Any(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits for the end.</summary>
    internal Finished Wait()
    {
        if (!_process.WaitForExit(Patience))
            Assert.Fail($"still running after {Patience}; stderr:\n{string.Join('\n', _errors)}");
        // Once more without a limit: only then have all lines of stderr come in.
        _process.WaitForExit();
        return new Finished(_process.ExitCode, _output.GetAwaiter().GetResult(), string.Join('\n', _errors));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static IEnumerable<string> Command(IEnumerable<string> arguments) =>
        [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Program, .. arguments];

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);

    /// <summary>How a process ended.</summary>
    /// <param name="Code">Exit code.</param>
    /// <param name="Output">All of stdout.</param>
    /// <param name="Errors">All of stderr, without the last line feed.</param>
    internal sealed record Finished(int Code, string Output, string Errors)
    {
        /// <summary>The lines of stdout.</summary>
        internal string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

        /// <summary>Asserts success and returns stdout.</summary>
        internal string Succeeded()
        {
            Assert.True(Code == 0, $"exit code {Code}; stderr:\n{Errors}");
            return Output;
        }

        /// <summary>Asserts on a refusal: code 2, nothing on stdout, and returns stderr.</summary>
        internal string Refused()
        {
            Assert.True(Code == 2, $"exit code {Code}; stderr:\n{Errors}");
            Assert.Equal("", Output);
            Assert.DoesNotContain("   at ", Errors, StringComparison.Ordinal);
            return Errors;
        }
    }
}
