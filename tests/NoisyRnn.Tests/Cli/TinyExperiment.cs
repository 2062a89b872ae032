using NoisyRnn.Experiments;
using NoisyRnn.Runs;

namespace NoisyRnn.Tests.Cli;

/// <summary>The shipped experiment, cut down by --set to what takes a second.</summary>
internal static class TinyExperiment
{
    /// <summary>Number of runs of <see cref="Run"/>: one network inside, one outside, two seeds.</summary>
    internal const int Runs = 4;

    private static readonly string[] Settings =
    [
        "network.units=4", "task.steps=6", "task.loss-steps=3", "training.iterations=20", "training.validate-every=10",
        "sweep.trials=8", "sweep.draws=8", "grid.noise.sigma=[.3]", "grid.seed=1..2",
        // Training and sweep alone: analyses have tests of their own.
        "bias=", "operating-points=", "fixed-points=", "stationary=", "predicted-preference=", "noise-portrait=", "repair=",
    ];

    /// <summary>The arguments of the command, without the name of the program.</summary>
    internal static string[] Run(params IEnumerable<string> more) => RunIn("out", more);

    /// <summary>The same with the folder of runs named.</summary>
    internal static string[] RunIn(string folder, params IEnumerable<string> more) =>
        ["run", "function-approximation", .. Settings.SelectMany(static setting => new[] { "--set", setting }), "--out", folder, .. more];

    /// <summary>The same, but every training takes a few seconds: long enough to be stopped in the middle.</summary>
    internal static string[] LongRun(params IEnumerable<string> more) =>
        Run(["--set", $"training.iterations={LongIterations}", .. more]);

    /// <summary>Iterations of <see cref="LongRun"/>, a training.</summary>
    internal const int LongIterations = 60_000;

    /// <summary>The hash of the parameters of every trained network in a folder, by run.</summary>
    internal static SortedDictionary<string, string> ParameterHashes(string folder)
    {
        var store = RunStore.OpenExisting(folder);
        return new(Experiment.OfFolder(folder).Runs.ToDictionary(
            static run => run.Point.ToString(),
            run => store.Results.Get<TrainingResult>(run.TrainingHash, RunWork.TrainingStageName)?.ParametersHash ?? "missing"), StringComparer.Ordinal);
    }

    /// <summary>The sweeps of a folder as they stand in the store, by run.</summary>
    internal static SortedDictionary<string, string> Sweeps(string folder)
    {
        var store = RunStore.OpenExisting(folder);
        return new(Experiment.OfFolder(folder).Runs.ToDictionary(
            static run => run.Point.ToString(), run => store.Results.Body(run.Hash, "sweep") ?? "missing"), StringComparer.Ordinal);
    }
}
