using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Analyses;

/// <summary>The arrays and texts of a file of recorded outputs: npz, MATLAB's of any version, or HDF5. Its first bytes tell which.</summary>
public sealed class RecordedArrays : IDisposable
{
    private const int MostShown = 20;
    private readonly NpzFile? _npz;
    private readonly ModelFile? _file;

    private RecordedArrays(string path, NpzFile? npz, ModelFile? file) =>
        (File, _npz, _file, Names) = (path, npz, file, npz?.Names ?? [.. file!.Arrays.Select(static array => array.Name), .. file.Texts.Keys]);

    /// <summary>The file as it was named.</summary>
    public string File { get; }

    /// <summary>The names of arrays and texts.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InputException">It cannot be read, is of another format, or is damaged.</exception>
    public static RecordedArrays Open(string path) => ModelFile.IsMatlabOrHdf5(path) ? new(path, null, ModelFile.Read(path)) : new(path, NpzFile.Open(path), null);

    /// <summary>An array of numbers; null where there is none of the name.</summary>
    /// <param name="name">The array.</param>
    /// <exception cref="InputException">It is not of numbers, or damaged.</exception>
    public NpyArray? Find(string name) => _npz is not null ? _npz.Find(name)
        : _file!.Texts.ContainsKey(name) ? throw new InputException($"{File}: '{name}' is text; allowed are numbers")
        : _file.Find(name)?.ToNpy();

    /// <summary>A text, or several as one, with spaces between; null where there is none of the name.</summary>
    /// <param name="name">The array.</param>
    /// <exception cref="InputException">It is not of text, or damaged.</exception>
    public string? Text(string name)
    {
        const int Most = 20;
        if (_npz is not null)
            return _npz.FindText(name) is { } text ? string.Join(' ', text.Values.Take(Most)).Trim() : null;
        return _file!.Texts.TryGetValue(name, out var own) ? own.Trim()
            : _file.Find(name) is { } array ? throw new InputException($"{File}: array '{name}' is {array}; allowed is text")
            : null;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _npz?.Dispose();

    /// <summary>"x float32 [40, 10], y int64 [40]".</summary>
    public override string ToString() => _npz?.ToString()
        ?? string.Join(", ", _file!.Arrays.Take(MostShown).Select(static array => $"{ShownText.Of(array.Name)} {array}")) + (_file.Arrays.Length > MostShown ? $" and {_file.Arrays.Length - MostShown} more" : "");
}
