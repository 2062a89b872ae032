using System.IO.Compression;
using System.Text;
using NoisyRnn.Tests.Formats;

namespace NoisyRnn.Tests.Tasks;

/// <summary>Makes npz files of numbers and words, the same bytes each time: they enter hashes.</summary>
internal static class NpzBytes
{
    internal static byte[] Of(params (string Name, int[] Shape, Array Values)[] arrays)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, shape, values) in arrays)
            {
                var longest = values is string[] words ? words.Max(static word => word.Length) : 0;
                var data = values is string[] texts
                    ? texts.SelectMany(text => Encoding.UTF32.GetBytes(text.PadRight(longest, '\0')))
                    : values.Cast<double>().SelectMany(BitConverter.GetBytes);
                var entry = zip.CreateEntry(name + ".npy");
                entry.LastWriteTime = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using var stream = entry.Open();
                stream.Write(ZipBytes.Npy($"{{'descr': '{(longest > 0 ? $"<U{longest}" : "<f8")}', 'fortran_order': False, 'shape': ({string.Concat(shape.Select(static n => $"{n}, "))}), }}\n", [.. data]));
            }
        }

        return bytes.ToArray();
    }

    internal static double[] Range(int n) => [.. Enumerable.Range(0, n).Select(static k => (double)k)];

    internal static double[] With(double[] values, int at, double value) => [.. values.Select((v, k) => k == at ? value : v)];

    /// <summary>0, 1, 0, 1, ...</summary>
    internal static double[] Alternating(int n, double low = 0, double high = 1) => [.. Enumerable.Range(0, n).Select(k => k % 2 == 0 ? low : high)];
}
