using System.IO.Compression;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class ForeignFormatTests : IDisposable
{
    private static readonly byte[] Hdf5 = [0x89, .. "HDF\r\n"u8, 0x1a, (byte)'\n', 0, 0];
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, byte[], string> Files => new()
    {
        { "x.npy", ZipBytes.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }\n", new byte[8]), "a single NumPy array (.npy), not {0}: save the arrays together, by name: numpy.savez(" },
        { "a.h5", Hdf5, "an HDF5 file (.h5, .hdf5; Keras; MATLAB 7.3), not {0}: in Python: h = h5py.File(...); " },
        { "user block.h5", [.. new byte[512], .. Hdf5], "an HDF5 file" },
        { "v5.mat", "MATLAB 5.0 MAT-file, Platform: GLNXA64"u8.ToArray(), "a MATLAB file (.mat), not {0}: in Python: m = scipy.io.loadmat(...); " },
        { "v7.3.mat", [.. "MATLAB 7.3 MAT-file, Platform: GLNXA64"u8, .. new byte[474], .. Hdf5], "a MATLAB file of version 7.3, not {0}: in Python: m = h5py.File(...); " },
        { "a.parquet", "PAR1\u0015\u0004"u8.ToArray(), "a Parquet file" },
        { "a.feather", "ARROW1\0\0"u8.ToArray(), "a Feather (Arrow) file" },
        { "a.pkl", [0x80, 4, 0x95, 0, 0], "a Python pickle (.pkl, or .pt of an old PyTorch)" },
        { "a.safetensors", [.. BitConverter.GetBytes(64L), .. "{\"x\":{\"dtype\":\"F32\""u8], "a safetensors file" },
        { "a.xls", [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0], "an old Excel workbook (.xls), not {0}: save the sheet as CSV (UTF-8)" },
        { "a.pdf", "%PDF-1.7\n"u8.ToArray(), "a PDF document" },
        { "a.html", "\n<!DOCTYPE html>\n<html>"u8.ToArray(), "a web page (HTML), not {0}: perhaps the page about the file was saved in its place" },
        { "a.json", "{\"x\": [1, 2]}"u8.ToArray(), "a JSON file" },
        { "a.xz", [0xfd, .. "7zXZ"u8, 0, 0], "packed by xz, not {0}: unpack it first" },
        { "a.bz2", "BZh91AY&SY"u8.ToArray(), "packed by bzip2" },
        { "a.zst", [0x28, 0xb5, 0x2f, 0xfd, 0], "packed by zstd" },
        { "a.7z", [.. "7z"u8, 0xbc, 0xaf, 0x27, 0x1c], "a 7z archive" },
        { "a.tar", [.. new byte[257], .. "ustar"u8, .. new byte[250]], "a tar archive" },
        { "twice.gz", IdxBytes.Compressed(IdxBytes.Compressed("1,2\n"u8.ToArray())), "packed by gzip (twice, or read from a pipe)" },
        { "a.png", [0x89, .. "PNG\r\n"u8], "a picture (PNG)" },
        { "a.rds", IdxBytes.Compressed("X\n\0\0\0\u0003"u8.ToArray()), "an R file (.rds)" },
        { "pointer.csv", "version https://git-lfs.github.com/spec/v1\noid"u8.ToArray(), "a Git LFS pointer, not the file itself" },
        { "a.sqlite", "SQLite format 3\0"u8.ToArray(), "an SQLite database" },
        { "a.xlsx", ZipBytes.Of(("[Content_Types].xml", []), ("xl/workbook.xml", [])), "an Excel workbook (.xlsx), not {0}: save the sheet as CSV (UTF-8)" },
        { "a.ods", ZipBytes.Of(("mimetype", []), ("content.xml", [])), "an OpenDocument file (.ods)" },
        { "a.pt", ZipBytes.Of(("model/data.pkl", []), ("model/data/0", [])), "a PyTorch file (.pt, .pth), not {0}: in Python: t = torch.load(..., weights_only=True); " },
        { "a.keras", ZipBytes.Of(("config.json", []), ("model.weights.h5", [])), "a Keras model (.keras)" },
        { "a.zip", ZipBytes.Of(("beats.csv", "1,2\n"u8.ToArray())), "a zip archive (it holds beats.csv), not {0}: unpack it first" },
        { "empty.zip", ZipBytes.Of(), "a zip archive (it is empty)" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_reader_of_data_says_what_a_file_is_and_what_can_be_done(string name, byte[] bytes, string expected)
    {
        string path = _folder.Write(name, bytes);
        Expect("an npz file", static path => NpzFile.Open(path));
        Expect("a CSV file", static path => CsvTable.Read(path));
        Expect("a UCR file", static path => UcrFile.Read(path));
        // A stream of pixels is not looked into as a zip file is.
        if (expected.Contains("zip archive", StringComparison.Ordinal) || bytes is not [(byte)'P', (byte)'K', ..])
            Expect("an IDX file", static path => IdxFile.Read(path), expected.Split(" (it")[0]);

        void Expect(string reader, Action<string> read, string? words = null)
        {
            string message = Refusal.Of(() => read(path));
            Assert.StartsWith($"{path}: {string.Format(System.Globalization.CultureInfo.InvariantCulture, words ?? expected, reader)}", message);
            Assert.Contains($", not {reader}", message);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Theory]
    [InlineData("PAR1,PAR2,label\n")]
    [InlineData("FEA1,FEA2,label\n")]
    [InlineData("CDF0,CDF1,label\n")]
    [InlineData("RDX1,RDX2,label\n")]
    [InlineData("BZh1,BZh2,label\n")]
    [InlineData("Rar!,b,label\n")]
    [InlineData("GIF89,b,label\n")]
    [InlineData("$FL2,b,label\n")]
    [InlineData("ARROW1;ARROW2;label\n")]
    [InlineData("7z,b,label\n")]
    [InlineData("[0],[1],target\n")]
    [InlineData("[0] [1] target\n")]
    [InlineData("[0]\t[1]\t[2]\n")]
    [InlineData("[0, 1),[1, 2),target\n")]
    [InlineData("{a},{b},target\n")]
    public void Text_that_begins_as_another_format_is_text(string header) =>
        Assert.Null(ForeignFormat.Of(System.Text.Encoding.UTF8.GetBytes(header + string.Concat(Enumerable.Repeat("1,2,0\n", 50))), "a CSV file"));

    [Theory]
    [InlineData("[[1, 2], [3, NaN")]
    [InlineData("[\n  {\"x\": 1},")]
    [InlineData("[1, 2]\n[3, 4]\n")]
    [InlineData("{\"x\": 1}\n{\"x\": 2}\n")]
    [InlineData("{\"x\": [-Infinity, 1")]
    [InlineData("{}")]
    public void JSON_is_told_from_its_whole_beginning(string text) =>
        Assert.StartsWith("a JSON file, not a CSV file: ", ForeignFormat.Of(System.Text.Encoding.UTF8.GetBytes(text), "a CSV file"));

    [Fact]
    public void An_npz_file_and_an_IDX_file_are_told_to_the_others()
    {
        string npz = TestFiles.Find("Formats/golden/arrays.npz");
        Assert.Equal($"{npz}: an npz file, not a UCR file: the task labelled-sequences reads it", Refusal.Of(() => UcrFile.Read(npz)));
        string idx = _folder.Write("a", IdxBytes.Of([2, 1, 1], [1, 2]));
        Assert.Contains("an IDX file, as those of MNIST, not a CSV file", Refusal.Of(() => CsvTable.Read(idx)));
        Assert.Contains("an IDX file, as those of MNIST, not an npz file", Refusal.Of(() => NpzFile.Open(idx)));
    }

    [Fact]
    public void A_zip_file_in_a_form_that_is_not_read_is_told_as_such()
    {
        byte[] npz = ZipBytes.Of(CompressionLevel.NoCompression, ("x.npy", ZipBytes.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }\n", [1, 2, 3, 4])));
        int local = npz.AsSpan().IndexOf("PK\u0003\u0004"u8), central = npz.AsSpan().IndexOf("PK\u0001\u0002"u8);
        byte[] encrypted = [.. npz], lzma = [.. npz];
        (encrypted[local + 6], encrypted[central + 8]) = (1, 1);
        (lzma[local + 8], lzma[central + 10]) = (14, 14);
        Assert.EndsWith("array 'x': encrypted; write the file without a password", Read(encrypted));
        Assert.Contains("array 'x': damaged: ", Read(lzma));

        string Read(byte[] bytes)
        {
            using NpzFile file = NpzFile.Open(_folder.Write("a.npz", bytes));
            return Refusal.Of(() => file.Find("x"));
        }
    }

    [Fact]
    public void Names_that_would_lead_elsewhere_are_names_and_no_more()
    {
        byte[] npy = ZipBytes.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }\n", [7]);
        using NpzFile file = NpzFile.Open(_folder.Write("a.npz", ZipBytes.Of(("../../x.npy", npy), ("/etc/x.npy", npy), ("a\u001b[31m\nb.npy", npy))));
        Assert.Equal(["../../x", "/etc/x", "a\u001b[31m\nb"], file.Names);
        Assert.Equal([7], file.Find("../../x")!.ToDouble());
        Assert.Equal("../../x uint8 [1], /etc/x uint8 [1], a\\u001b[31m\\u000ab uint8 [1]", file.ToString());
    }
}
