using NoisyRnn.Tests.Formats;

namespace NoisyRnn.Tests.Tasks;

/// <summary>A folder of four small files in MNIST's form: image k of a set holds the bytes k, k + 1, ... and its label is k mod 10.</summary>
internal sealed class DigitFolder : IDisposable
{
    internal const int Training = 90, Test = 20;

    private readonly TemporaryFolder _folder = new();

    internal DigitFolder(bool isCompressed = false)
    {
        foreach (var (name, count, start) in new[] { ("train", Training, 0), ("t10k", Test, 100) })
        {
            Write($"{name}-images-idx3-ubyte", [count, 28, 28], [.. Enumerable.Range(0, count).SelectMany(k => Enumerable.Range(start + k, 784)).Select(static v => (byte)v)]);
            Write($"{name}-labels-idx1-ubyte", [count], [.. Enumerable.Range(0, count).Select(static k => (byte)(k % 10))]);
        }

        void Write(string name, int[] shape, byte[] data)
        {
            var bytes = IdxBytes.Of(shape, data);
            _folder.Write(isCompressed ? name + ".gz" : name, isCompressed ? IdxBytes.Compressed(bytes) : bytes);
        }
    }

    internal string Path => _folder.Path;

    internal string Write(string name, byte[] bytes) => _folder.Write(name, bytes);

    internal string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Dispose();
}
