namespace NoisyRnn.Formats;

/// <summary>
/// The version of the code of a kind of one's own, where its author keeps one: runs of equal settings and version are the same runs. Without it every
/// change of the program's source makes its runs anew.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class CodeVersionAttribute(string version) : Attribute
{
    /// <summary>Raised by the author whenever a result changes.</summary>
    public string Version { get; } = version;
}
