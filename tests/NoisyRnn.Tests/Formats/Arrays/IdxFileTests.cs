using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Items_are_read_compressed_or_not_whatever_the_name(bool isCompressed)
    {
        byte[] bytes = IdxBytes.Of([2, 3, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);
        IdxFile file = IdxFile.Read(_folder.Write("images", isCompressed ? IdxBytes.Compressed(bytes) : bytes));
        Assert.Equal([2, 3, 2], file.Shape);
        Assert.Equal((2, 6), (file.Count, file.ItemLength));
        Assert.Equal([1, 2, 3, 4, 5, 6], file.Item(0).ToArray());
        Assert.Equal([7, 8, 9, 10, 11, 255], file.Item(1).ToArray());
    }

    [Fact]
    public void Labels_are_items_of_one_byte()
    {
        IdxFile file = IdxFile.Read(_folder.Write("labels", IdxBytes.Of([3], [7, 0, 9])));
        Assert.Equal((3, 1, 9), (file.Count, file.ItemLength, file.Item(2)[0]));
    }

    [Theory]
    [InlineData(new byte[] { }, "not an IDX file: 0 bytes; expected are a magic number of 4 bytes, dimensions and data")]
    [InlineData(new byte[] { 0, 0, 8 }, "not an IDX file: 3 bytes")]
    [InlineData(new byte[] { 0x31, 0x2c, 0x32, 0x0a }, "not an IDX file: it begins with 31 2c 32 0a; expected is 00 00 08 and the number of dimensions")]
    [InlineData(new byte[] { 0, 0, 0x0d, 1, 0, 0, 0, 1, 0, 0, 0, 0 }, "the IDX element type is 0d (magic number 00 00 0d 01); expected is 08, unsigned bytes")]
    [InlineData(new byte[] { 0, 0, 8, 0 }, "0 dimensions (magic number 00 00 08 00); allowed is 1 to 4")]
    [InlineData(new byte[] { 0, 0, 8, 5 }, "5 dimensions (magic number 00 00 08 05); allowed is 1 to 4")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1, 0 }, "cut off within its header; expected are 2 dimensions of 4 bytes each")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 0 }, "dimension 1 is 0; allowed is 1 to 2147483647")]
    [InlineData(new byte[] { 0, 0, 8, 1, 255, 255, 255, 255 }, "dimension 1 is 4294967295; allowed is 1 to 2147483647")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5 }, "its header promises 2 x 3 bytes of data, 6 in all; found are 5")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6, 7 }, "its header promises 2 x 3 bytes of data, 6 in all; found are ")]
    [InlineData(new byte[] { 0, 0, 8, 4, 127, 0, 0, 0, 127, 0, 0, 0, 127, 0, 0, 0, 127, 0, 0, 0 }, "bytes of data; at most 1,073,741,824 are read")]
    public void A_faulty_file_is_refused_with_what_was_found_and_expected(byte[] bytes, string expected)
    {
        foreach (byte[] variant in new[] { bytes, IdxBytes.Compressed(bytes) })
        {
            string path = _folder.Write("a.idx", variant);
            string message = Refusal.Of(() => IdxFile.Read(path));
            Assert.StartsWith($"{path}: ", message);
            Assert.Contains(expected, message);
            Assert.DoesNotContain('\n', message);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_header_that_promises_a_gigabyte_does_not_get_it(bool isCompressed)
    {
        byte[] bytes = IdxBytes.Of([1000, 1000, 1000], [1, 2, 3]);
        string path = _folder.Write("a.idx", isCompressed ? IdxBytes.Compressed(bytes) : bytes);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("1,000,000,000 in all; found are 3", Refusal.Of(() => IdxFile.Read(path)));
        // A megabyte is taken on trust.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 4 << 20);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_file_cut_off_at_any_byte_is_refused(bool isCompressed)
    {
        byte[] whole = IdxBytes.Of([4, 5], [.. Enumerable.Range(0, 20).Select(k => (byte)(k * k))]);
        if (isCompressed) whole = IdxBytes.Compressed(whole);
        for (int length = 0; length < whole.Length; length++)
            Assert.NotEmpty(Refusal.Of(() => IdxFile.Read(_folder.Write("cut", whole[..length]))));
    }

    [Fact]
    public void Any_changed_bytes_are_read_or_refused()
    {
        byte[] plain = IdxBytes.Of([2, 3], [1, 2, 3, 4, 5, 6]), packed = IdxBytes.Compressed(plain);
        Gen<(int, byte)[]> changes = (from at in Gen.Choose(0, packed.Length - 1)
                                      from value in Gen.Choose(0, 255)
                                      select (at, (byte)value)).NonEmptyListOf().Select(c => c.Take(4).ToArray());
        foreach (byte[] whole in new[] { plain, packed })
        {
            Prop.ForAll(changes.ToArbitrary(), edits =>
            {
                byte[] changed = [.. whole];
                foreach ((int at, byte value) in edits) changed[at % changed.Length] = value;
                return Refusal.SucceedsOrRefuses(() => IdxFile.Read(_folder.Write("changed", changed)));
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
        }
    }

    [Fact]
    public void A_changed_byte_of_the_data_does_not_pass_the_checksum_of_gzip()
    {
        byte[] packed = IdxBytes.Compressed(IdxBytes.Of([4], [9, 9, 1, 7]));
        packed[^7] ^= 1;
        Assert.Contains("the gzip data is cut off or damaged", Refusal.Of(() => IdxFile.Read(_folder.Write("a.gz", packed))));
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        Assert.Equal($"{_folder.Path}/none: no such file", Refusal.Of(() => IdxFile.Read($"{_folder.Path}/none")));
        Assert.Equal($"{_folder.Path}: is a folder; a file is needed", Refusal.Of(() => IdxFile.Read(_folder.Path)));
    }
}
