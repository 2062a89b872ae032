using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class GzipContentTests : IDisposable
{
    private static readonly byte[] One = IdxBytes.Compressed("one "u8.ToArray()), Two = IdxBytes.Compressed("two"u8.ToArray()), Nothing = IdxBytes.Compressed([]);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_content_of_all_members_is_read_one_after_the_other()
    {
        Assert.Equal("one two", Read([.. One, .. Two]));
        Assert.Equal("one two", Read([.. One, .. Nothing, .. Two, .. Nothing]));
        Assert.Equal("", Read(Nothing));
        Assert.Equal("", Read([.. Nothing, .. Nothing]));
    }

    [Fact]
    public void Zeros_between_and_after_members_are_padding()
    {
        Assert.Equal("one two", Read([.. One, .. new byte[5], .. Two, .. new byte[100_000]]));
        Assert.Equal("one ", Read([.. One, 0]));
    }

    [Fact]
    public void Bytes_that_are_not_packed_come_as_they_are() => Assert.Equal("plain", Read("plain"u8.ToArray()));

    // What BSD's gzip -N, tar and Python write into the header: extra field, name, comment and the header's own checksum.
    [Fact]
    public void Everything_that_a_header_may_hold_is_passed_over() =>
        Assert.Equal("one ", Read([0x1f, 0x8b, 8, 0x1f, 1, 2, 3, 4, 0, 255, 3, 0, 9, 9, 9, .. "a.txt\0comment\0"u8, 7, 7, .. One[10..]]));

    // bgzip's form: blocks of at most 64 kB, larger in all than what the inflating stream reads at once.
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(200)]
    public void Long_members_end_where_they_end(int members)
    {
        var random = new System.Random(members);
        byte[][] parts = [.. Enumerable.Range(0, members).Select(_ => new byte[random.Next(65_000)])];
        foreach (byte[] part in parts) random.NextBytes(part.AsSpan(0, part.Length / 2));
        string path = _folder.Write("a.gz", [.. parts.SelectMany(IdxBytes.Compressed)]);
        Assert.Equal(parts.SelectMany(static p => p), InputFile.ReadBytes(path, 1 << 25));
    }

    [Fact]
    public void What_follows_and_is_no_member_is_refused() => Assert.EndsWith(
        "a.gz: the gzip data is cut off or damaged: what follows its checksum and length is neither a further part nor zeros", Refused([.. One, 0, 1]));

    [Fact]
    public void A_file_cut_off_at_any_byte_is_refused_but_for_the_end_of_a_member()
    {
        byte[] whole = [.. One, .. Two];
        for (int length = 3; length < whole.Length; length++)
        {
            if (length != One.Length) Assert.Contains("the gzip data is cut off or damaged: ", Refused(whole[..length]));
        }
    }

    [Fact]
    public void Any_changed_byte_of_the_data_is_noticed()
    {
        byte[] whole = IdxBytes.Compressed([.. Enumerable.Range(0, 3000).Select(static k => (byte)(k * k / 7))]);
        byte[] content = InputFile.ReadBytes(_folder.Write("a.gz", whole), 1 << 20);
        Prop.ForAll(Gen.Choose(10, whole.Length - 1).Zip(Gen.Choose(0, 7)).ToArbitrary(), flip =>
        {
            byte[] changed = [.. whole];
            changed[flip.Item1] ^= (byte)(1 << flip.Item2);
            string path = _folder.Write("changed.gz", changed);
            // A bit that fills up the last byte of the deflated data means nothing.
            return Record.Exception(() => Assert.Equal(content, InputFile.ReadBytes(path, 1 << 20))) is null or InputException;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void A_little_file_that_unpacks_to_much_is_read_up_to_the_limit()
    {
        string path = _folder.Write("a.gz", [.. Enumerable.Repeat(IdxBytes.Compressed(new byte[1 << 20]), 64).SelectMany(static b => b)]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.EndsWith("a.gz: unpacked, the file is larger than 1,000,000 bytes, the most that is read", Refusal.Of(() => InputFile.ReadBytes(path, 1_000_000)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 8_000_000);
    }

    private string Read(byte[] bytes) => System.Text.Encoding.UTF8.GetString(InputFile.ReadBytes(_folder.Write("a.gz", bytes), 1 << 20));

    private string Refused(byte[] bytes) => Refusal.Of(() => Read(bytes));
}
