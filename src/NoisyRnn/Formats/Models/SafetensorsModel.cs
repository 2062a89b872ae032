using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>Networks saved as safetensors.</summary>
internal static class SafetensorsModel
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is not in the format.</exception>
    internal static ModelFile Read(string path)
    {
        Safetensors file = Safetensors.Read(path);
        return new ModelFile(path, "a safetensors file", file.Tensors) { Metadata = file.Metadata.ToImmutableSortedDictionary(StringComparer.Ordinal) };
    }
}
