namespace NoisyRnn.Formats;

/// <summary>A curve of numbers for TensorBoard.</summary>
/// <param name="Tag">Its name; what stands before the last slash groups curves.</param>
/// <param name="Description">What it is, in a sentence.</param>
/// <param name="Points">Step, seconds after the first event, and value.</param>
internal sealed record EventCurve(string Tag, string Description, IEnumerable<(long Step, double Seconds, double Value)> Points);
