using System.Globalization;
using NoisyRnn.Formats;

namespace NoisyRnn.Training;

/// <summary>
/// A <see cref="TrainingState"/> as a file: training goes on from it with the same bits. Which loss was the lowest, and when,
/// follows from the curve; its parameters are the array 'best', which is there only where they are kept.
/// </summary>
public static class Checkpoint
{
    private const string Format = "2";
    private const string Unchecked = "1";
    private const string Stopped = "target-reached";

    /// <summary>Writes the state under a temporary name, then renames it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">The state between two iterations.</param>
    /// <param name="training">Hash of the training stage: a checkpoint serves only the run it came from.</param>
    public static void Write(string path, TrainingState state, string training)
    {
        var curve = state.Curve.SelectMany(static e => new[] { e.Iteration, e.Training, e.Validation }).ToArray();
        Tensor[] accuracy = state.HasAccuracy ? [Tensor.Of("accuracy", [state.Curve.Count], [.. state.Curve.Select(static e => e.Accuracy ?? double.NaN)])] : [];
        Tensor[] noise = state.NoiseFactor is null ? [] : [Tensor.Of("noise_factor", [state.Curve.Count], [.. state.Curve.Select(static e => e.NoiseFactor ?? double.NaN)])];
        Tensor[] best = state.Best is null ? [] : [Tensor.Of("best", [state.Best.Values.Length], state.Best.Values)];
        Safetensors.Write(
            path,
            [
                Tensor.Of("parameters", [state.Parameters.Values.Length], state.Parameters.Values),
                Tensor.Of("moments", [state.Moments.Length], state.Moments),
                Tensor.Of("curve", [state.Curve.Count, 3], curve),
                Tensor.Of("loss_sum", [1], [state.LossSum]),
                .. accuracy,
                .. noise,
                .. best,
            ],
            new Dictionary<string, string> { ["format"] = Format, ["training"] = training, ["iteration"] = state.Iteration.ToString(CultureInfo.InvariantCulture), [Stopped] = $"{state.TargetReached}" });
    }

    /// <summary>Fills a state from a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="state">What is filled; after an error it is of no use.</param>
    /// <param name="training">Hash of the training stage.</param>
    /// <param name="warn">Is told of a file of an older version, whose content nothing vouches for.</param>
    /// <returns>False where there is no file.</returns>
    /// <exception cref="InputException">Damaged, or not a checkpoint of this run.</exception>
    public static bool TryRead(string path, TrainingState state, string training, Action<string>? warn = null)
    {
        if (!File.Exists(path))
            return false;
        var file = Safetensors.Read(path);
        var format = file.Metadata.GetValueOrDefault("format");
        if (!(format == Format ? file.IsChecked : format == Unchecked) || file.Metadata.GetValueOrDefault("training") != training
            || !int.TryParse(file.Metadata.GetValueOrDefault("iteration"), CultureInfo.InvariantCulture, out var iteration))
            throw new InputException($"{path}: not a checkpoint of this run (format {Format})");
        if (!file.IsChecked)
            warn?.Invoke($"{path}: of an older version and without a checksum: it is not checked for damage");
        Copy("parameters", state.Parameters.Values);
        Copy("moments", state.Moments);
        var lossSum = new double[1];
        Copy("loss_sum", lossSum);
        state.LossSum = lossSum[0];
        state.Iteration = iteration;
        state.TargetReached = bool.TryParse(file.Metadata.GetValueOrDefault(Stopped), out var stopped) && stopped;
        var curve = (file.Find("curve") ?? throw Missing("curve")).ToDouble();
        var accuracy = file.Find("accuracy")?.ToDouble() ?? [];
        var noise = file.Find("noise_factor")?.ToDouble() ?? [];
        state.Restore(Enumerable.Range(0, curve.Length / 3).Select(k => new LearningCurveEntry(
            (int)curve[3 * k], curve[(3 * k) + 1], curve[(3 * k) + 2], k < accuracy.Length && !double.IsNaN(accuracy[k]) ? accuracy[k] : null, k < noise.Length ? noise[k] : null)));
        if (state.Best is not null)
            Copy("best", state.Best.Values);
        return true;

        void Copy(string name, double[] destination)
        {
            if (file.Find(name) is not { } tensor || tensor.Length != destination.Length)
                throw Missing(name);
            tensor.ToDouble().CopyTo(destination.AsSpan());
        }

        InputException Missing(string name) => new($"{path}: array '{name}' is missing or of another size");
    }
}
