using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>Element types; the files come from golden/make_npz_types.py.</summary>
public sealed class NpyTypesTests : IDisposable
{
    private readonly NpzFile _file = NpzFile.Open(TestFiles.Find("Formats/golden/types.npz"));

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData("f2", NpyType.Float16)]
    [InlineData("f4", NpyType.Float32)]
    [InlineData("f8", NpyType.Float64)]
    [InlineData("i2", NpyType.Int16)]
    [InlineData("i4", NpyType.Int32)]
    [InlineData("i8", NpyType.Int64)]
    [InlineData("u2", NpyType.UInt16)]
    [InlineData("u4", NpyType.UInt32)]
    [InlineData("u8", NpyType.UInt64)]
    public void Numbers_are_read_in_either_byte_order(string code, NpyType type)
    {
        foreach (string order in new[] { "little", "big" })
        {
            NpyArray array = _file.Find($"{order}_{code}")!;
            Assert.Equal(type, array.Type);
            Assert.Equal([3, 4], array.Shape);
            Assert.Equal(Enumerable.Range(0, 12).Select(static k => 3.0 * k), array.ToDouble());
        }
    }

    [Fact]
    public void The_ends_of_a_type_s_range_keep_their_sign_and_size()
    {
        Assert.Equal(Enumerable.Range(-6, 12).Select(static k => (double)k), _file.Find("i1")!.ToDouble());
        Assert.Equal(Enumerable.Range(-6, 12).Select(static k => (double)k), _file.Find("low_i2")!.ToDouble());
        Assert.Equal([Math.Pow(2, 63)], _file.Find("high_u8")!.ToDouble());
        Assert.Equal([0.0999755859375, 65504, Math.Pow(2, -24), double.PositiveInfinity, -0.0], _file.Find("half")!.ToDouble());
        Assert.Equal(Enumerable.Range(0, 12).Select(static k => 3.0 * k), _file.Find("fortran_big")!.ToDouble());
    }

    [Theory]
    [InlineData("unicode")]
    [InlineData("big_unicode")]
    public void Text_is_read_beyond_the_basic_plane_too(string name)
    {
        Assert.Equal(NpyKind.Text, _file.Kind(name));
        NpyText text = _file.FindText(name)!;
        Assert.Equal([5], text.Shape);
        Assert.Equal(["normal", "", "Stöhr", "心拍", "🫀"], text.Values);
    }

    [Fact]
    public void Bytes_are_UTF_8_or_else_Latin_1() => Assert.Equal(["normal", "", "stöhr", "stöhr"], _file.FindText("bytes")!.Values);

    [Fact]
    public void Text_in_Fortran_order_comes_row_by_row()
    {
        Assert.Equal([2, 3], _file.FindText("text_grid")!.Shape);
        Assert.Equal(["a", "b", "c", "d", "e", "f"], _file.FindText("text_grid")!.Values);
    }

    [Theory]
    [InlineData("complex", "element type '<c16' is not read (complex numbers: save real and imaginary part")]
    [InlineData("dates", "element type '<M8[D]' is not read (dates and times: save them as numbers of a unit")]
    [InlineData("records", "records (a structured type) are not read: save each field as an array of its own")]
    [InlineData("long_double", "element type '<f16' is not read (long double: save .astype('float64'))")]
    [InlineData("unicode", "text (U6) [5]; allowed are numbers")]
    public void Another_type_is_refused_when_it_is_needed(string name, string expected)
    {
        Assert.NotNull(_file.Header(name));
        Assert.StartsWith($"{_file.File}: array '{name}': {expected}", Refusal.Of(() => _file.Find(name)));
    }

    [Fact]
    public void Numbers_are_no_text() =>
        Assert.EndsWith("array 'i1': int8 [3, 4]; allowed are text", Refusal.Of(() => _file.FindText("i1")));
}
