using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>HDF5 files that h5py and Keras wrote; they come from golden/models/make_h5.py and make_keras.py.</summary>
public sealed class Hdf5FileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_of_groups_in_groups_come_under_flat_names()
    {
        ModelFile file = Golden("all.h5");
        Assert.Equal("an HDF5 file", file.Format);
        Expect(file, "W", "float64 [2, 3]", 1.5, -2, .25, 4, 5, 1e-3);
        Expect(file, "net/rnn/b", "float32 [2]", 7, 8);
        Expect(file, "scalar", "float64 []", 2.5);
        Expect(file, "none", "float64 [0, 3]");
        Expect(file, "unwritten", "float32 [3, 2]", 0, 0, 0, 0, 0, 0);
        for (int k = 0; k < 30; k++) Expect(file, $"many/w{k}", "float64 []", k);
        Assert.Null(file.Find("again"));
        Assert.Equal(["left out: complex (no numbers), lzf (packed by a filter other than gzip and shuffle), text (no numbers), truth (no numbers)"], file.Notes);
    }

    [Theory]
    [InlineData("i1", "int8")]
    [InlineData("u1", "uint8")]
    [InlineData("i2", "int16")]
    [InlineData("u2", "uint16")]
    [InlineData("i4", "int32")]
    [InlineData("u4", "uint32")]
    [InlineData("i8", "int64")]
    [InlineData("u8", "uint64")]
    [InlineData("f2", "float16")]
    public void Every_type_of_numbers_is_read(string code, string type) => Expect(Golden("all.h5"), $"types/{code}", $"{type} [3]", 0, 1, 3);

    [Fact]
    public void The_other_byte_order_is_read() => Expect(Golden("all.h5"), "types/big", "float64 [2]", 1.5, -2);

    [Theory]
    [InlineData("chunked")]
    [InlineData("packed")]
    public void Chunks_are_put_together_also_where_they_stand_out(string name) =>
        Expect(Golden("all.h5"), name, "float64 [30, 20]", [.. Enumerable.Range(0, 600).Select(static n => (double)n)]);

    [Fact]
    public void Groups_that_keep_the_order_of_their_names_are_read()
    {
        ModelFile file = Golden("ordered.h5");
        Expect(file, "a", "float64 [1, 2]", 0, 0);
        Expect(file, "b", "float64 [2]", 1, 1);
    }

    [Fact]
    public void What_only_the_newest_form_has_is_left_out_by_name()
    {
        ModelFile file = Golden("latest.h5");
        Expect(file, "W", "float64 [2, 2]", 1, 1, 1, 1);
        Assert.Equal(["left out: chunked (in HDF5's newest or oldest form of storage)"], file.Notes);
    }

    [Fact]
    public void A_file_as_MATLAB_7_3_lays_it_out_has_rows_and_columns_as_there()
    {
        ModelFile file = Golden("matlab73.mat");
        Assert.Equal("a MATLAB file (7.3)", file.Format);
        Expect(file, "W", "float64 [2, 3]", 1.5, -2, .25, 4, 5, 1e-3);
        Expect(file, "net.b", "float64 [2, 1]", 7, 8);
        Assert.Equal(["W", "net.b"], file.Arrays.Select(static array => array.Name).Order(StringComparer.Ordinal));
        Assert.Equal(["left out: empty (empty)"], file.Notes);
    }

    [Fact]
    public void Dimensions_are_not_believed()
    {
        byte[] bytes = File.ReadAllBytes(Path("all.h5"));
        // The dimensions of the 30 times 20 arrays, all made 30 times 2^27.
        byte[] dimensions = [30, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0];
        int changed = 0;
        for (int at = 0; at < bytes.Length - 16; at++)
        {
            if (!bytes.AsSpan(at, 16).SequenceEqual(dimensions)) continue;
            BitConverter.TryWriteBytes(bytes.AsSpan(at + 8), 1L << 21);
            changed++;
        }

        Assert.True(changed >= 3);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("more than the file can hold", Refusal.Of(() => ModelFile.Read(_folder.Write("a.h5", bytes))));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 4 << 20);
    }

    private static void Expect(ModelFile file, string name, string words, params double[] values)
    {
        Tensor array = file.Find(name)!;
        Assert.Equal(words, $"{array}");
        Assert.Equal(values, array.ToDouble());
    }

    private static ModelFile Golden(string name) => ModelFile.Read(Path(name));

    private static string Path(string name) => TestFiles.Find($"Formats/golden/models/{name}");
}
