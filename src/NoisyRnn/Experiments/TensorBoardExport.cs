using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>The learning curves and test-noise sweeps of a folder of runs as event files for TensorBoard, a folder a run.</summary>
public static class TensorBoardExport
{
    // Steps of TensorBoard are whole numbers.
    private const double Thousandths = 1000;

    /// <summary>Writes them.</summary>
    /// <param name="folder">The folder of runs, or that of an earlier report in it.</param>
    /// <param name="target">The folder that TensorBoard is given (<c>--logdir</c>); what is there of another export of the same runs is written over.</param>
    /// <returns>The runs that were written, and those that have no results yet.</returns>
    /// <exception cref="InputException">Not a folder of runs, no run has results, or a file cannot be written.</exception>
    public static (int Written, int Missing) Write(string folder, string target)
    {
        var place = ReportPlace.Of(folder);
        var store = RunStore.OpenExisting(place.Store);
        var planned = store.Manifest.ToDictionary(static entry => entry.Run, static entry => entry.Created);
        var seconds = store.Results.All.Where(static result => result.Stage == RunWork.TrainingStageName).ToLookup(static result => result.Run, static result => result.Seconds);
        var (written, missing) = (0, 0);
        foreach (var run in Experiment.OfFolder(place.Folder).Runs)
        {
            if (store.Results.Get<TrainingResult>(run.TrainingHash, RunWork.TrainingStageName) is not { } training)
            {
                missing++;
                continue;
            }

            var time = planned.TryGetValue(run.Hash, out var created) ? created : DateTimeOffset.UnixEpoch;
            var sweep = store.Results.Get<SweepResult>(run.Hash, run.Stages[0].Name)?.Sweep;
            EventFile.Write(
                Path.Combine(target, NameOf(run), $"{EventFile.NameStart}{time.ToUnixTimeSeconds()}.noisyrnn"), time,
                [.. OfTraining(training, seconds[run.TrainingHash].FirstOrDefault() ?? 0), .. sweep is null ? [] : OfSweep(sweep)]);
            written++;
        }

        return written > 0 ? (written, missing) : throw new InputException($"{folder}: no run has finished its training; there is nothing to export");
    }

    private static IEnumerable<EventCurve> OfTraining(TrainingResult training, double seconds)
    {
        var curve = training.Curve;
        yield return Of("training/loss", "mean training loss since the validation before, against the iteration", [.. curve.TrainingLoss]);
        yield return Of("validation/loss", "loss on the validation trials, against the iteration", [.. curve.ValidationLoss]);
        if (!curve.ValidationAccuracy.IsDefaultOrEmpty)
            yield return Of("validation/accuracy", "accuracy on the validation trials, against the iteration", [.. curve.ValidationAccuracy]);

        EventCurve Of(string tag, string description, double[] values) =>
            new(tag, description, values.Select((value, k) => ((long)curve.Iterations[k], seconds * curve.Iterations[k] / Math.Max(1, training.Iterations), value)));
    }

    private static IEnumerable<EventCurve> OfSweep(NoiseSweepResult sweep)
    {
        var unit = sweep.TrainingSigma > 0 ? "thousandths of the training noise" : "thousandths of the noise level";
        yield return Of("test-noise/loss", "loss", static point => point.Loss);
        yield return Of("test-noise/bias-squared", "squared bias", static point => point.BiasSquared);
        yield return Of("test-noise/variance", "variance over noise draws", static point => point.Variance);
        yield return Of("test-noise/accuracy", "accuracy", static point => point.Accuracy);

        EventCurve Of(string tag, string what, Func<Training.SweepPoint, double?> value) =>
            new(tag, $"{what} of the trained network against the test noise; a step is one of the {unit}", sweep.Points.Select(point => ((long)Math.Round(Thousandths * point.Level), 0.0, value(point) ?? double.NaN)));
    }

    // "relu inside sigma=.3 seed=1 0d088bda42": names of values alone where they are words.
    private static string NameOf(PlannedRun run)
    {
        var words = run.Point.Values.Select(static value => value.Value.Any(char.IsAsciiLetter) ? value.Value : $"{value.Key[(value.Key.LastIndexOf('.') + 1)..]}={value.Value}");
        return string.Concat(string.Join(' ', words.Append(run.Hash.Short)).Select(static c => char.IsLetterOrDigit(c) || c is ' ' or '.' or '=' or '-' or '_' or '+' ? c : '-'));
    }
}
