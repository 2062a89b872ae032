namespace NoisyRnn.Tests.Cli;

/// <summary>The folder of a long run that nothing stopped, made when it is first asked for.</summary>
public sealed class UninterruptedRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public UninterruptedRun() => Out = new(() =>
    {
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.LongRun()).Succeeded();
        return Path.Combine(_folder.Path, "out");
    });

    /// <summary>The folder.</summary>
    internal Lazy<string> Out { get; }

    public void Dispose() => _folder.Dispose();
}
