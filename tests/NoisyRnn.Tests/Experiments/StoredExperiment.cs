using NoisyRnn.Experiments;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>A small experiment with a store of its own: run, asked for more, run again, and looked at.</summary>
internal sealed class StoredExperiment(string yaml) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The folder of runs.</summary>
    internal string Store => Path.Combine(_folder.Path, "out");

    internal RunStore Opened => RunStore.Open(Store);

    internal string Page => File.ReadAllText(Path.Combine(Store, "report.html"));

    public void Dispose() => _folder.Dispose();

    /// <summary>A file that the task reads.</summary>
    internal void Write(string name, string text) => _folder.Write(name, text);

    internal Experiment Planned(params string[] settings) => Experiment.Parse(yaml, "stored.yaml", _folder.Path, null, settings);

    internal ReportContent Run(params string[] settings) => Run(Planned(settings));

    internal ReportContent Run(Experiment experiment) => Run(experiment, Store, workers: 2);

    /// <summary>The same from the start, in another folder.</summary>
    internal ReportContent RunAnew(Experiment experiment) => Run(experiment, Path.Combine(_folder.Path, "other"), workers: 1);

    /// <summary>How many results the store has of each stage.</summary>
    internal (string Stage, int Count)[] Stages() =>
        [.. Opened.Results.All.GroupBy(static result => result.Stage).Select(static stage => (stage.Key, stage.Count())).Order()];

    /// <summary>The lines of a figure's CSV.</summary>
    internal string[] Csv(string figure) => File.ReadAllLines(Path.Combine(Store, "figures", figure + ".csv"));

    private static ReportContent Run(Experiment experiment, string folder, int workers) =>
        new ExperimentRunner(experiment, folder, workers).Run(TestContext.Current.CancellationToken).Content;
}
