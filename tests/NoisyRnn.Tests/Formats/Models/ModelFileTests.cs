using System.IO.Compression;
using System.Text;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class ModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_safetensors_file_gives_its_arrays_and_metadata_whatever_it_is_called()
    {
        string path = Path.Combine(_folder.Path, "weights.bin");
        Safetensors.Write(path, [Tensor.Of("W", [1, 2], [1, 2])], [new("by", "me")]);
        ModelFile file = ModelFile.Read(path);
        Assert.Equal(("a safetensors file", "W float64 [1, 2]", "me"), (file.Format, $"{file.Arrays[0].Name} {file.Arrays[0]}", file.Metadata["by"]));
    }

    [Fact]
    public void An_npz_file_gives_its_arrays_row_major_and_says_what_it_leaves_out()
    {
        string path = _folder.Write("a.npz", ZipBytes.Of(
            ("W_rec.npy", ZipBytes.Npy("{'descr': '>f4', 'fortran_order': True, 'shape': (2, 2), }", [.. new[] { 1f, 2, 3, 4 }.SelectMany(static n => BitConverter.GetBytes(n).Reverse())])),
            ("half.npy", ZipBytes.Npy("{'descr': '<f2', 'fortran_order': False, 'shape': (1,), }", [0, 0xc1])),
            ("name.npy", ZipBytes.Npy("{'descr': '<U2', 'fortran_order': False, 'shape': (), }", Encoding.UTF32.GetBytes("me"))),
            ("dale_ratio.npy", ZipBytes.Npy("{'descr': '|O', 'fortran_order': False, 'shape': (), }", "anything"u8.ToArray()))));
        ModelFile file = ModelFile.Read(path);
        Assert.Equal(["W_rec float32 [2, 2]", "half float16 [1]"], file.Arrays.Select(static array => $"{array.Name} {array}"));
        Assert.Equal([1, 3, 2, 4], file.Find("W_rec")!.ToDouble());
        Assert.Equal("me", file.Metadata["name"]);
        Assert.Equal(["left out, since they are no arrays of numbers: dale_ratio (object [])"], file.Notes);
    }

    [Fact]
    public void A_file_that_gzip_packed_once_more_is_read()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(ZipBytes.Of(("x.npy", ZipBytes.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }", [7]))));
        Assert.Equal([7], ModelFile.Read(_folder.Write("a.npz.gz", packed.ToArray())).Find("x")!.ToDouble());
    }

    [Theory]
    [InlineData("a.txt", "W_rec = 1", "it begins with 'W_rec = 1'")]
    [InlineData("a.csv", "", "is empty; needed is a file of arrays")]
    [InlineData("a.json", "{\"W_rec\": [1]}", "a JSON file")]
    [InlineData("a.pkl", "\u0080\u0004\u0095", "a Python pickle")]
    [InlineData("a.pdf", "%PDF-1.7", "a PDF document")]
    public void Other_files_are_refused_in_words(string name, string content, string expected)
    {
        string path = _folder.Write(name, Encoding.Latin1.GetBytes(content));
        string message = Refusal.Of(() => ModelFile.Read(path));
        Assert.StartsWith($"{path}: ", message);
        Assert.Contains(expected, message);
    }

    [Fact]
    public void A_zip_file_of_other_things_says_what_it_holds() =>
        Assert.Contains("it holds notes.txt", Refusal.Of(() => ModelFile.Read(_folder.Write("a.zip", ZipBytes.Of(("notes.txt", [1]))))));

    [Fact]
    public void No_file_and_a_folder_are_refused()
    {
        Assert.Contains("no such file", Refusal.Of(() => ModelFile.Read(Path.Combine(_folder.Path, "none.pt"))));
        Assert.Contains("is a folder", Refusal.Of(() => ModelFile.Read(_folder.Path)));
    }
}
