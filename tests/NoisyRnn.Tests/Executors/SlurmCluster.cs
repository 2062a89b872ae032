using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using NoisyRnn.Tests.Cli;
using Xunit;

namespace NoisyRnn.Tests.Executors;

/// <summary>A real Slurm of two nodes on this machine, gone with the test however that ends: its script ends with its input.</summary>
public sealed class SlurmCluster : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();
    private readonly Process? _script;

    public SlurmCluster()
    {
        if (!IsHere)
            return;
        _script = Process.Start(new ProcessStartInfo("bash", [Checkout.Path("tests", "NoisyRnn.Tests", "Executors", "cluster.sh"), _folder.Path, .. FreePorts(3)])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false,
        })!;
        Expect("ready");
    }

    /// <summary>Whether Slurm is installed: Debian's slurm-wlm.</summary>
    internal static bool IsHere { get; } = new[] { "sbatch", "munged", "slurmctld", "slurmd" }.All(static program =>
        new[] { "/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin" }.Any(folder => File.Exists(Path.Combine(folder, program))));

    /// <summary>What Slurm's commands, and ours, need to find it.</summary>
    internal IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["SLURM_CONF"] = Path.Combine(_folder.Path, "slurm.conf") };

    public void Dispose()
    {
        if (_script is not null)
        {
            _script.StandardInput.Close();
            if (!_script.WaitForExit(Patience))
                _script.Kill(entireProcessTree: true);
            _script.Dispose();
        }

        _folder.Dispose();
    }

    /// <summary>Kills slurmctld, or the slurmd of node a or b.</summary>
    internal void Kill(string daemon) => Order($"kill {daemon}");

    /// <summary>Starts it again.</summary>
    internal void Start(string daemon) => Order($"start {daemon}");

    /// <summary>Calls noisyrnn in a folder.</summary>
    internal NoisyRnnProcess.Finished NoisyRnn(string folder, params IEnumerable<string> arguments) => NoisyRnnProcess.Run(folder, Environment, arguments);

    /// <summary>Calls a command of Slurm's; what it prints, whether it succeeds or not.</summary>
    internal string Call(string program, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output + errors.GetAwaiter().GetResult();
    }

    /// <summary>Waits until something has come about, or fails with the state of the queue.</summary>
    internal void WaitUntil(Func<bool> condition, string what)
    {
        for (var clock = Stopwatch.StartNew(); !condition(); Thread.Sleep(200))
            Assert.True(clock.Elapsed < Patience, $"waited in vain: {what}\n{Call("squeue")}{Call("sinfo")}");
    }

    /// <summary>Waits until nothing waits or runs.</summary>
    internal void WaitUntilIdle() => WaitUntil(() => Call("squeue", "--noheader").Length == 0, "the queue to be empty");

    private void Order(string line)
    {
        _script!.StandardInput.WriteLine(line);
        Expect(line);
    }

    private void Expect(string line)
    {
        var said = _script!.StandardOutput.ReadLineAsync();
        Assert.True(said.Wait(Patience) && said.Result == line, $"the cluster says '{(said.IsCompleted ? said.Result : "nothing")}' and not '{line}'; {Logs()}");
    }

    private string Logs() => string.Join('\n', Directory.GetFiles(_folder.Path, "*.log").Select(static file => $"{Path.GetFileName(file)}:\n{string.Join('\n', File.ReadLines(file).TakeLast(10))}"));

    private static string[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(static _ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (var listener in listeners)
            listener.Start();
        string[] ports = [.. listeners.Select(static listener => $"{((IPEndPoint)listener.LocalEndpoint).Port}")];
        foreach (var listener in listeners)
            listener.Dispose();
        return ports;
    }
}
