using System.Collections.Immutable;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class NpzFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // The files and their values come from golden/make_npz.py.
    [Theory]
    [InlineData("arrays.npz")]
    [InlineData("arrays-compressed.npz")]
    public void What_NumPy_wrote_is_read_in_every_type_and_order(string name)
    {
        using NpzFile file = NpzFile.Open(TestFiles.Find($"Formats/golden/{name}"));
        double[] grid = [.. Enumerable.Range(0, 24).Select(k => (double)k)];
        Check("f4", NpyType.Float32, grid.Select(k => (k / 8) - 1));
        Check("f8", NpyType.Float64, grid.Select(k => (k / 10) - 1));
        Check("version2", NpyType.Float64, grid.Select(k => (k / 10) - 1));
        Check("fortran", NpyType.Float64, grid.Select(k => (k / 10) - 1));
        Check("i4", NpyType.Int32, grid.Select(k => k - 12));
        Check("i8", NpyType.Int64, grid.Select(k => (k - 12) * Math.Pow(2, 40)));
        Check("u1", NpyType.UInt8, grid.Select(k => k * 11));
        Check("b1", NpyType.Bool, grid.Select(k => k % 3 == 0 ? 1.0 : 0));
        Assert.Equal([0.1], file.Find("scalar")!.ToDouble());
        Assert.Empty(file.Find("scalar")!.Shape);
        Assert.Equal([0, 5], file.Find("empty")!.Shape);
        Assert.Equal(0, file.Find("empty")!.Length);
        Assert.Equal(
            [0x7FF8000000000000, 0x7FF0000000000000, 0xFFF0000000000000, 0x8000000000000000],
            file.Find("vector")!.ToDouble().Select(BitConverter.DoubleToUInt64Bits));
        Assert.Equal(11, file.Names.Length);
        Assert.Null(file.Find("none"));

        void Check(string array, NpyType type, IEnumerable<double> expected)
        {
            NpyArray found = file.Find(array)!;
            Assert.Equal(type, found.Type);
            Assert.Equal([2, 3, 4], found.Shape);
            Assert.Equal(expected, found.ToDouble());
        }
    }

    [Theory]
    [InlineData("'descr': '>c16', 'fortran_order': False, 'shape': (2,), ", "element type '>c16' is not read (complex numbers: save real and imaginary part, .real and .imag, as two channels); read are bool, int8, int16, ")]
    [InlineData("'descr': '|O', 'fortran_order': False, 'shape': (2,), ", "its pickle is cut off, damaged or of a kind that is not read")]
    [InlineData("'descr': '<M8[ns]', 'fortran_order': False, 'shape': (2,), ", "element type '<M8[ns]' is not read (dates and times: save them as numbers")]
    [InlineData("'descr': '<f16', 'fortran_order': False, 'shape': (1,), ", "element type '<f16' is not read (long double: save .astype('float64'))")]
    [InlineData("'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), ", "records (a structured type) are not read: save each field as an array of its own")]
    [InlineData("'descr': '<f8', 'fortran_order': False, 'shape': (-2,), ", "dimension -2; allowed is 0 to 2147483647")]
    [InlineData("'descr': '<f8', 'fortran_order': False, 'shape': (3,), ", "its header promises [3] elements of 8 bytes, 24 bytes in all; found are 16")]
    [InlineData("'descr': '<f8', 'fortran_order': False, 'shape': (1,), ", "its header promises [1] elements of 8 bytes, 8 bytes in all; found are 16")]
    [InlineData("'descr': '<f8', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647), ", "at most 1,073,741,824 bytes are read")]
    [InlineData("'descr': '<f8', 'fortran_order': False, 'shape': (0, 2147483647, 2147483647), ", "0 bytes in all; found are 16")]
    [InlineData("'descr': '<f8', 'fortran_order': False, 'shape': (99999999999,), ", "dimension 99999999999; allowed is 0 to 2147483647")]
    [InlineData("'descr': '<f8', 'fortran_order': False, 'shape': (1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2), ", "33 dimensions; allowed is up to 32")]
    public void An_array_that_is_not_as_its_header_says_is_refused_by_name(string header, string expected)
    {
        string path = _folder.Write("a.npz", ZipBytes.Of(("x.npy", ZipBytes.Npy("{" + header + "}\n", new byte[16]))));
        string message = Refused(path);
        Assert.StartsWith($"{path}: array 'x': ", message);
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void What_is_no_npy_file_of_version_1_to_3_is_refused()
    {
        Assert.Contains("array 'x': not a NumPy array", Refused(_folder.Write("a.npz", ZipBytes.Of(("x.npy", "hello, world"u8.ToArray())))));
        byte[] version4 = ZipBytes.Npy("{}", []);
        version4[6] = 4;
        Assert.Contains("npy version 4.0; allowed is 1.0, 2.0 or 3.0", Refused(_folder.Write("a.npz", ZipBytes.Of(("x.npy", version4)))));
        Assert.Contains("a.npz: not a whole npz (zip) file: ", Refused(_folder.Write("a.npz", "1,2\n3,4\n")));
    }

    [Fact]
    public void What_is_not_needed_is_not_read_and_cannot_be_at_fault()
    {
        byte[] good = ZipBytes.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n", new byte[16]);
        byte[] huge = [.. ZipBytes.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2000000,), }\n", new byte[16_000_000])];
        string path = _folder.Write("a.npz", ZipBytes.Of(
            ("huge.npy", huge), ("x.npy", good), ("objects.npy", "nothing"u8.ToArray()), ("notes.txt", "hello"u8.ToArray()), ("__MACOSX/._x.npy", []), ("huge.npy", huge), ("folder/", [])));
        long before = GC.GetAllocatedBytesForCurrentThread();
        using NpzFile file = NpzFile.Open(path);
        Assert.Equal([0, 0], file.Find("x")!.ToDouble());
        Assert.Equal("huge (not readable), x float64 [2], objects (not readable), __MACOSX/._x (not readable)", file.ToString());
        // Far from the 32 MB of the others.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 1 << 20);
    }

    [Fact]
    public void Two_arrays_of_one_name_are_refused()
    {
        byte[] one = ZipBytes.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (), }\n", new byte[8]);
        Assert.EndsWith("two arrays have the name 'x'", Refused(_folder.Write("a.npz", ZipBytes.Of(("x.npy", one), ("x.npy", one)))));
    }

    [Fact]
    public void Memory_follows_the_bytes_that_are_there_not_the_header()
    {
        string path = _folder.Write("a.npz", ZipBytes.Of(("x.npy", ZipBytes.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1000000000,), }\n", new byte[8]))));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(path);
        // A megabyte is taken on trust; the rest is for zip and messages.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 8 << 20);
    }

    [Fact]
    public void A_file_cut_off_at_any_byte_is_refused()
    {
        byte[] whole = ZipBytes.Of(("x.npy", ZipBytes.Npy("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }\n", new byte[24])), ("y.npy", ZipBytes.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (3,), }\n", [1, 2, 3])));
        Assert.Equal(["x", "y"], ReadAll(_folder.Write("whole.npz", whole)));
        for (int length = 0; length < whole.Length; length++)
            Assert.NotEmpty(Refused(_folder.Write("cut.npz", whole[..length])));
    }

    [Fact]
    public void A_changed_element_does_not_pass_the_checksum()
    {
        byte[] whole = ZipBytes.Of(CompressionLevel.NoCompression, ("x.npy", ZipBytes.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (4,), }\n", [0xAB, 0xCD, 0xEF, 0x12])));
        int at = whole.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xAB, 0xCD, 0xEF, 0x12]);
        whole[at + 2] ^= 1;
        Assert.Contains("array 'x': damaged: its length or checksum is not the one in the zip file", Refused(_folder.Write("a.npz", whole)));
    }

    [Fact]
    public void Any_changed_bytes_are_read_or_refused()
    {
        byte[] whole = System.IO.File.ReadAllBytes(TestFiles.Find("Formats/golden/arrays-compressed.npz"));
        byte[] packed = ZipBytes.Of(("x.npy", ZipBytes.Npy("{'descr': '<i4', 'fortran_order': True, 'shape': (2, 3), }\n", new byte[24])));
        Gen<(bool, int, byte)[]> changes = (from isGolden in Gen.Elements(true, false)
                                            from at in Gen.Choose(0, (isGolden ? whole : packed).Length - 1)
                                            from value in Gen.Choose(0, 255)
                                            select (isGolden, at, (byte)value)).NonEmptyListOf().Select(c => c.Take(4).ToArray());
        Prop.ForAll(changes.ToArbitrary(), edits =>
        {
            byte[] changed = [.. edits[0].Item1 ? whole : packed];
            foreach ((bool _, int at, byte value) in edits) changed[at % changed.Length] = value;
            return Refusal.SucceedsOrRefuses(() => ReadAll(_folder.Write("changed.npz", changed)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Any_changed_header_is_read_or_refused()
    {
        // The checksum hides what lies behind it from changed bytes: here it is always right.
        byte[] npy = ZipBytes.Npy("{'descr': '<f8', 'fortran_order': True, 'shape': (1, 2), }\n", new byte[16]);
        Gen<(int, byte)[]> changes = (from at in Gen.Choose(0, npy.Length - 1)
                                      from value in Gen.OneOf(Gen.Choose(0, 255).Select(v => (byte)v), Gen.Elements("0123456789,(){}'<>|fiub"u8.ToArray()))
                                      select (at, value)).NonEmptyListOf().Select(c => c.Take(3).ToArray());
        Prop.ForAll(changes.ToArbitrary(), edits =>
        {
            byte[] changed = [.. npy];
            foreach ((int at, byte value) in edits) changed[at] = value;
            return Refusal.SucceedsOrRefuses(() => ReadAll(_folder.Write("changed.npz", ZipBytes.Of(("x.npy", changed)))));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    // What the user is told when all arrays are needed.
    private static string Refused(string path) => Refusal.Of(() => ReadAll(path));

    private static ImmutableArray<string> ReadAll(string path)
    {
        using NpzFile file = NpzFile.Open(path);
        foreach (string name in file.Names)
        {
            switch (file.Kind(name))
            {
                case NpyKind.Text: Assert.NotNull(file.FindText(name)); break;
                case NpyKind.Objects: Assert.NotNull(file.FindRagged(name)); break;
                default: Assert.NotNull(file.Find(name)); break;
            }
        }

        return file.Names;
    }
}
