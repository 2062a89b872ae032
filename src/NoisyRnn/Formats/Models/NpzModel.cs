using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>Networks saved as npz. What is no array of numbers (a None, a name, a list of settings) is left out, and said to be.</summary>
internal static class NpzModel
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InputException">It is no npz file, or damaged.</exception>
    internal static ModelFile Read(string path)
    {
        using NpzFile file = NpzFile.Open(path);
        ImmutableArray<Tensor>.Builder arrays = ImmutableArray.CreateBuilder<Tensor>();
        var metadata = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var leftOut = new List<string>();
        var bytes = new ByteBudget(path);
        foreach (string name in file.Names)
        {
            // Objects are not even opened: what a network needs are numbers, and a pickle is a program.
            switch (file.Header(name)!.Kind)
            {
                case NpyKind.Numbers:
                    bytes.Take(file.Header(name)!.Shape, file.Header(name)!.Element.Size, name);
                    arrays.Add(Tensor.Of(name, file.Find(name)!));
                    break;
                case NpyKind.Text when file.FindText(name)!.Values is [var text]:
                    metadata[name] = text;
                    break;
                default:
                    leftOut.Add($"{ShownText.Of(name)} ({file.Header(name)})");
                    break;
            }
        }

        return new ModelFile(path, "an npz file", arrays.ToImmutable())
        {
            Metadata = metadata.ToImmutable(),
            Notes = leftOut.Count == 0 ? [] : [$"left out, since they are no arrays of numbers: {string.Join(", ", leftOut)}"],
        };
    }
}
