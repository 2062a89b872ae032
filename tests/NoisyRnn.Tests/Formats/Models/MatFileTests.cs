using System.Buffers.Binary;
using System.IO.Compression;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>Files of MATLAB's versions 5 and 7 that Octave wrote; they come from golden/models/make_mat.m.</summary>
public sealed class MatFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("all_v6.mat")]
    [InlineData("all_v7.mat")]
    public void Arrays_come_row_major_under_flat_names(string name)
    {
        ModelFile file = ModelFile.Read(Golden(name));
        Assert.Equal("a MATLAB file", file.Format);
        Expect(file, "W", "float64 [2, 3]", 1.5, -2, .25, 4, 5, 1e-3);
        // x(i, j, k) = i + 4 j + 12 k, from 0.
        Expect(file, "x", "float64 [4, 3, 2]", [.. Enumerable.Range(0, 24).Select(static n => (double)((n / 6) + (4 * (n / 2 % 3)) + (12 * (n % 2))))]);
        Expect(file, "integers", "float64 [1, 3]", 1, 2, 300);
        Expect(file, "single_numbers", "float32 [2, 1]", .5, -1.25);
        Expect(file, "none", "float64 [0, 3]");
        Expect(file, "net.W_rec", "float64 [2, 2]", 1, 2, 3, 4);
        Expect(file, "net.rnn.b", "float64 [2, 1]", 7, 8);
        Expect(file, "layers(1).w", "float64 [1, 1]", 1);
        Expect(file, "layers(2).w", "float64 [1, 1]", 2);
        Expect(file, "cells{1}", "float64 [1, 2]", 1, 2);
        Expect(file, "cells{3}{1}", "float64 [1, 1]", 3);
        Assert.Equal(["left out, since they are no real numbers: text (text), complex_numbers (complex), sparse_numbers (sparse), net.name, cells{2}"], file.Notes);
    }

    [Theory]
    [InlineData("i8", "int8", -128, 127)]
    [InlineData("u8", "uint8", 0, 255)]
    [InlineData("i16", "int16", -300, 300)]
    [InlineData("u16", "uint16", 0, 65535)]
    [InlineData("i32", "int32", -70000, 70000)]
    [InlineData("u32", "uint32", 0, 4294967295)]
    [InlineData("i64", "int64", -5, 5)]
    [InlineData("u64", "uint64", 0, 5)]
    public void Whole_numbers_keep_their_type(string name, string type, double first, double second)
    {
        foreach (string file in new[] { "all_v6.mat", "all_v7.mat" }) Expect(ModelFile.Read(Golden(file)), name, $"{type} [1, 2]", first, second);
    }

    [Fact]
    public void Truth_values_are_0_and_1() => Expect(ModelFile.Read(Golden("all_v7.mat")), "truth", "bool [1, 3]", 1, 0, 1);

    [Fact]
    public void A_file_in_the_other_byte_order_is_read()
    {
        byte[] header = [.. Enumerable.Repeat((byte)' ', 124), 1, 0, (byte)'M', (byte)'I'];
        byte[] matrix = [.. Element(6, Words(6, 0)), .. Element(5, Words(2, 1)), .. Element(1, "W"u8.ToArray()), .. Element(9, [.. Double(1.5), .. Double(-2)])];
        Expect(ModelFile.Read(_folder.Write("big.mat", [.. header, .. Element(14, matrix)])), "W", "float64 [2, 1]", 1.5, -2);

        static byte[] Element(int type, byte[] content) => [.. Words(type, content.Length), .. content, .. new byte[(8 - (content.Length % 8)) % 8]];
        static byte[] Words(params int[] words) => [.. words.SelectMany(static word => BitConverter.GetBytes(BinaryPrimitives.ReverseEndianness(word)))];
        static byte[] Double(double number) => [.. BitConverter.GetBytes(number).Reverse()];
    }

    [Theory]
    [InlineData(3000000, "cut off or damaged")]
    [InlineData(-1, "cut off or damaged")]
    public void A_length_that_the_file_does_not_have_is_refused(int length, string expected)
    {
        byte[] bytes = File.ReadAllBytes(Golden("all_v6.mat"));
        BitConverter.TryWriteBytes(bytes.AsSpan(132), length);
        Assert.Contains(expected, Refusal.Of(() => ModelFile.Read(_folder.Write("a.mat", bytes))));
    }

    [Fact]
    public void Dimensions_are_not_believed()
    {
        byte[] bytes = File.ReadAllBytes(Golden("all_v6.mat"));
        // Behind the header of 128 bytes, the variable's tag, its flags and the tag of its dimensions.
        BitConverter.TryWriteBytes(bytes.AsSpan(160), 100_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEmpty(Refusal.Of(() => ModelFile.Read(_folder.Write("a.mat", bytes))));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static void Expect(ModelFile file, string name, string words, params double[] values)
    {
        Tensor array = file.Find(name)!;
        Assert.Equal(words, $"{array}");
        Assert.Equal(values, array.ToDouble());
    }

    private static string Golden(string name) => TestFiles.Find($"Formats/golden/models/{name}");
}
