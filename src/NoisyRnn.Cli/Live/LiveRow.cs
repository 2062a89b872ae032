using System.Globalization;
using NoisyRnn.Runs;

namespace NoisyRnn.Cli;

/// <summary>A run that is being computed, as a line of a live picture.</summary>
/// <param name="Point">Where it stands in the grid.</param>
/// <param name="Where">The machine, where it may be another.</param>
/// <param name="At">How far it is; null where it has not told.</param>
internal sealed record LiveRow(string Point, string Where, Heartbeat? At)
{
    /// <summary>"1200/4000", or the name of the stage.</summary>
    public string Done => At is null ? "" : At.Stage == "train" ? $"{At.Iteration}/{At.Iterations}" : At.Stage;

    /// <summary>"loss 0.0132".</summary>
    public string Loss => At?.Loss is { } loss ? string.Create(CultureInfo.InvariantCulture, $"loss {loss:G3}") : "";

    /// <summary>"830/s".</summary>
    public string Rate => At?.Rate is { } rate ? $"{rate.ToString(rate < 10 ? "G2" : "F0", CultureInfo.InvariantCulture)}/s" : "";

    /// <summary>"4 s left".</summary>
    public string Left => At?.SecondsLeft is { } seconds ? $"{TimeWords.Of(seconds)} left" : "";

    /// <summary>A point of the grid in few words: keys without the sections they stand in.</summary>
    public static string PointOf(IEnumerable<KeyValuePair<string, string>> values) =>
        string.Join(", ", values.Select(static value => $"{value.Key[(value.Key.LastIndexOf('.') + 1)..]} = {value.Value}"));
}
