namespace NoisyRnn.Formats;

/// <summary>
/// Marks a property that says where something lies on this machine. The path is no part of a stage's hash; the contents
/// of the files there are (<see cref="StageHash.OfFile"/>), so data may be moved and results stay good.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class LocationAttribute : Attribute
{
    /// <summary>Whether the place is a folder with several files, not one file.</summary>
    public bool IsFolder { get; init; }
}
