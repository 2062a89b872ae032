using System.Buffers.Binary;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class SafetensorsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Arrays_and_metadata_come_back_bit_by_bit()
    {
        double[] values = [0, -0.0, .1, double.NaN, double.PositiveInfinity, double.Epsilon];
        string path = Write([Tensor.Of("W", [2, 3], values), Tensor.Of("empty", [0, 4], []), Tensor.Of("one", [], [7])], [new("é", "a\n\"b\"")]);
        Safetensors file = Safetensors.Read(path);
        Assert.Equal(["W", "empty", "one"], file.Tensors.Select(t => t.Name).Order(StringComparer.Ordinal));
        Assert.Equal([2, 3], file.Find("W")!.Shape);
        Assert.Equal(values.Select(BitConverter.DoubleToInt64Bits), file.Find("W")!.ToDouble().Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal((0, 1), (file.Find("empty")!.Length, file.Find("one")!.Length));
        Assert.Equal("a\n\"b\"", file.Metadata["é"]);
        Assert.Null(file.Find("none"));
    }

    [Fact]
    public void The_bytes_are_those_of_the_format_whatever_the_order()
    {
        byte[] bytes = System.IO.File.ReadAllBytes(Write([Tensor.Of("b", [1], [1]), Tensor.Of("a", [1], [2])], [new("y", "2"), new("x", "1")]));
        // By Python's hashlib, of these bytes with 64 zeros in its place.
        const string Checksum = "78d9a5a95ebc689fdee8b293590c0246dc6adf6b0c19794c60708181782a9826";
        const string Header =
            $$$"""{"__metadata__":{"sha256":"{{{Checksum}}}","x":"1","y":"2"},"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}}""";
        int length = (Header.Length + 7) / 8 * 8;
        Assert.Equal(length, BinaryPrimitives.ReadInt64LittleEndian(bytes));
        Assert.Equal(Header.PadRight(length), Encoding.UTF8.GetString(bytes, 8, length));
        Assert.Equal([2, 1], [BitConverter.ToDouble(bytes, 8 + length), BitConverter.ToDouble(bytes, 16 + length)]);
        Assert.Equal(8 + length + 16, bytes.Length);
    }

    [Fact]
    public void Other_types_are_read_as_doubles()
    {
        byte[] data = [.. BitConverter.GetBytes(.5f), .. BitConverter.GetBytes(-1.5f), .. BitConverter.GetBytes(-3L)];
        Safetensors file = Safetensors.Read(File(
            """{"f":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"i":{"dtype":"I64","shape":[],"data_offsets":[8,16]}}""", data));
        Assert.Equal([.5, -1.5], file.Find("f")!.ToDouble());
        Assert.Equal([-3], file.Find("i")!.ToDouble());
        Assert.Empty(file.Metadata);
    }

    [Theory]
    [InlineData("F16", "float16", new byte[] { 0, 0x3c, 0, 0xc1, 1, 0 }, new[] { 1, -2.5, 5.9604644775390625e-8 })]
    [InlineData("BF16", "bfloat16", new byte[] { 0x80, 0x3f, 0x20, 0xc0, 0x80, 0x7f }, new[] { 1, -2.5, double.PositiveInfinity })]
    [InlineData("I8", "int8", new byte[] { 1, 0x80 }, new[] { 1.0, -128 })]
    [InlineData("I16", "int16", new byte[] { 1, 0, 0, 0x80 }, new[] { 1.0, -32768 })]
    [InlineData("I32", "int32", new byte[] { 1, 0, 0, 0x80 }, new[] { -2147483647.0 })]
    [InlineData("U8", "uint8", new byte[] { 1, 0x80 }, new[] { 1.0, 128 })]
    [InlineData("U16", "uint16", new byte[] { 1, 0x80 }, new[] { 32769.0 })]
    [InlineData("U32", "uint32", new byte[] { 1, 0, 0, 0x80 }, new[] { 2147483649.0 })]
    [InlineData("U64", "uint64", new byte[] { 0, 0, 0, 0, 0, 0, 0, 0x80 }, new[] { 9223372036854775808.0 })]
    [InlineData("BOOL", "bool", new byte[] { 0, 1, 1 }, new[] { 0.0, 1, 1 })]
    public void Every_type_in_use_is_read(string type, string name, byte[] data, double[] expected)
    {
        Tensor array = Safetensors.Read(File($$$"""{"a":{"dtype":"{{{type}}}","shape":[{{{expected.Length}}}],"data_offsets":[0,{{{data.Length}}}]}}""", data)).Find("a")!;
        Assert.Equal(expected, array.ToDouble());
        Assert.Equal($"{name} [{expected.Length}]", $"{array}");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,16]}}""", "'a' of 8 bytes is said to take 16")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[8,24]}}""", "'a' is said to lie at bytes 8 to 24 of 16, expected from 0")]
    [InlineData("""{"a":{"dtype":"F64","shape":[3],"data_offsets":[0,24]}}""", "'a' is said to lie at bytes 0 to 24 of 16, expected from 0")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", "its arrays end at byte 8 of 16")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", "'b' is said to lie at bytes 0 to 8")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"a":{"dtype":"F64","shape":[1],"data_offsets":[8,16]}}""", "two arrays have the same name")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2147483647,2147483647,2147483647,2147483647],"data_offsets":[0,16]}}""", "has the shape")]
    [InlineData("""{"a":{"dtype":"F64","shape":[-2],"data_offsets":[0,16]}}""", "has the shape [-2]")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[-9223372036854775808,9223372036854775807]}}""", "'a' of 16 bytes")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2],"data_offsets":[0]}}""", "'a' has 1 offsets, not 2")]
    [InlineData("""{"a":{"dtype":"F8_E5M2","shape":[16],"data_offsets":[0,16]}}""", "'a' has dtype F8_E5M2; allowed: F16, BF16, F32, F64, I8, I16, I32, I64, U8, U16, U32, U64, BOOL")]
    [InlineData("""{"a":{"dtype":"1","shape":[2],"data_offsets":[0,16]}}""", "'a' has dtype 1; allowed: F16, BF16, F32, F64, I8")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,16]}}""", "not a safetensors file")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1e99],"data_offsets":[0,16]}}""", "not a safetensors file")]
    [InlineData("""{"__metadata__":{"x":1}}""", "not a safetensors file")]
    [InlineData("""[1]""", "not a safetensors file")]
    [InlineData("""{"a":""", "not a safetensors file")]
    public void A_header_that_does_not_fit_the_file_is_refused(string header, string expected)
    {
        string path = File(header, new byte[16]);
        string message = Refusal.Of(() => Safetensors.Read(path));
        Assert.StartsWith($"{path}: ", message);
        Assert.Contains(expected, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData(new byte[] { }, "it has 0 bytes, a header needs 8")]
    [InlineData(new byte[] { 1, 2, 3 }, "it has 3 bytes, a header needs 8")]
    [InlineData(new byte[] { 9, 0, 0, 0, 0, 0, 0, 0, 1 }, "its header is said to have 9 bytes, the file has 9")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255 }, "its header is said to have 18446744073709551615 bytes")]
    public void A_header_length_that_does_not_fit_the_file_is_refused(byte[] bytes, string expected) =>
        Assert.Contains(expected, Refusal.Of(() => Safetensors.Read(_folder.Write("a", bytes))));

    [Fact]
    public void A_file_cut_off_at_any_byte_is_refused()
    {
        byte[] whole = System.IO.File.ReadAllBytes(Write([Tensor.Of("a", [2], [1, 2])], [new("k", "v")]));
        for (int length = 0; length < whole.Length; length++)
            Assert.NotEmpty(Refusal.Of(() => Safetensors.Read(_folder.Write("cut", whole[..length]))));
    }

    [Fact]
    public void A_changed_bit_anywhere_is_noticed()
    {
        string path = Write([Tensor.Of("a", [2], [1, 2]), Tensor.Of("b", [], [3])], [new("k", "<v>"), new("z", "")]);
        Assert.True(Safetensors.Read(path).IsChecked);
        byte[] whole = System.IO.File.ReadAllBytes(path);
        for (int bit = 0; bit < 8 * whole.Length; bit++)
        {
            byte[] changed = [.. whole];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(IsNoticed(changed), $"bit {bit}");
        }
    }

    [Fact]
    public void Zeros_in_the_middle_and_bytes_that_changed_places_are_noticed()
    {
        byte[] whole = System.IO.File.ReadAllBytes(Write([Tensor.Of("a", [3], [1, 2, 3]), Tensor.Of("b", [2], [4, 5])], [new("k", "v")]));
        for (int start = 0; start < whole.Length; start++)
        {
            byte[] zeroed = [.. whole];
            zeroed.AsSpan(start, Math.Min(9, whole.Length - start)).Clear();
            if (!zeroed.AsSpan().SequenceEqual(whole)) Assert.True(IsNoticed(zeroed), $"zeros from {start}");
        }

        byte[] swapped = [.. whole[..^16], .. whole[^8..], .. whole[^16..^8]];
        Assert.True(IsNoticed(swapped));
    }

    [Fact]
    public void A_file_without_a_checksum_is_read_and_says_so()
    {
        Safetensors file = Safetensors.Read(File("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", new byte[8]));
        Assert.False(file.IsChecked);
        Assert.Equal([0], file.Find("a")!.ToDouble());
    }

    [Theory]
    [InlineData("")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    public void A_checksum_of_something_else_is_refused(string checksum) =>
        Assert.Contains("its SHA-256 is not that of its content", Refusal.Of(() => Safetensors.Read(File(
            $$$"""{"__metadata__":{"sha256":"{{{checksum}}}"},"a":{"dtype":"F64","shape":[2],"data_offsets":[0,16]}}""", new byte[16]))));

    [Fact]
    public void Any_changed_bytes_are_read_or_refused()
    {
        byte[] whole = System.IO.File.ReadAllBytes(Write([Tensor.Of("a", [2], [1, 2]), Tensor.Of("b", [], [3])], [new("k", "v")]));
        Gen<(int, byte)[]> changes = (from at in Gen.Choose(0, whole.Length - 1)
                                      from value in Gen.OneOf(Gen.Choose(0, 255).Select(v => (byte)v), Gen.Elements("0123456789,:{}[]\"-eE"u8.ToArray()))
                                      select (at, value)).NonEmptyListOf().Select(c => c.Take(4).ToArray());
        Prop.ForAll(changes.ToArbitrary(), edits =>
        {
            byte[] changed = [.. whole];
            foreach ((int at, byte value) in edits) changed[at] = value;
            return Refusal.SucceedsOrRefuses(() => Safetensors.Read(_folder.Write("changed", changed)));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    // Refused, or no longer taken for a file that is checked, which its reader then refuses by its format.
    private bool IsNoticed(byte[] changed)
    {
        string path = _folder.Write("changed", changed);
        try
        {
            return !Safetensors.Read(path).IsChecked;
        }
        catch (InputException)
        {
            return true;
        }
    }

    private string Write(Tensor[] tensors, KeyValuePair<string, string>[] metadata)
    {
        string path = Path.Combine(_folder.Path, "written.safetensors");
        Safetensors.Write(path, tensors, metadata);
        return path;
    }

    private string File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        return _folder.Write("a.safetensors", [.. BitConverter.GetBytes((ulong)text.Length), .. text, .. data]);
    }
}
