namespace NoisyRnn.Tests.Formats;

/// <summary>A reader of files that others may have written, and whole files that it reads.</summary>
/// <param name="Name">Its name, for the theory and for the corpus.</param>
/// <param name="Place">Where the file lies below a folder that is its own.</param>
/// <param name="Whole">Whole files; damage is made of them.</param>
/// <param name="Read">Reads the file at a path, all of it.</param>
internal sealed record FuzzedReader(string Name, string Place, byte[][] Whole, Action<string> Read)
{
    /// <summary>Puts damaged content into the form of the file: a zip file, a compressed stream. Checksums would hide damage from the reader else.</summary>
    internal Func<byte[], byte[]> Pack { get; init; } = static bytes => bytes;

    /// <summary>Files beside it.</summary>
    internal (string Place, byte[] Bytes)[] Beside { get; init; } = [];

    /// <summary>How many times its size a file may take of memory.</summary>
    internal int Times { get; init; } = 200;

    /// <summary>Inputs that once were read badly, kept for ever.</summary>
    internal IEnumerable<byte[]> Kept => Directory.Exists(Folder) ? Directory.GetFiles(Folder).Order(StringComparer.Ordinal).Select(File.ReadAllBytes) : [];

    private string Folder => TestFiles.Find($"Formats/golden/fuzz/{Name}");
}
