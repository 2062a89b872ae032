using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>Object arrays; the file comes from golden/make_npz_types.py.</summary>
public sealed class NpyObjectsTests : IDisposable
{
    private const string Header = "{'descr': '|O', 'fortran_order': False, 'shape': (1,), }\n";
    private readonly NpzFile _file = NpzFile.Open(TestFiles.Find("Formats/golden/objects.npz"));
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _file.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Arrays_keep_their_own_types_and_shapes()
    {
        Expect("arrays", ("float64 [3]", [0, 1, 2]), ("int16 [5]", [0, 1, 2, 3, 4]), ("float32 [1]", [.5]));
        Expect("channels", ("float64 [3, 2]", [0, 1, 2, 3, 4, 5]), ("float64 [2, 2]", [0, 1, 2, 3]));
        Expect("same", [.. Enumerable.Repeat(("int64 [4]", (double[])[0, 1, 2, 3]), 3)]);
        Expect("inner_objects", ("float64 [2]", [1, 2.5]), ("float64 [1]", [3]));
    }

    [Fact]
    public void Lists_and_tuples_of_numbers_are_arrays_of_double()
    {
        Expect("lists", ("float64 [3]", [1, 2.5, 1]), ("float64 [1]", [-4]), ("float64 [7]", [5, 6, 7, 8, 300, 70000, Math.Pow(2, 40)]));
        Expect("nested", ("float64 [3, 2]", [1, 2, 3, 4, 5, 6]), ("float64 [1, 2]", [7, 8]));
        Expect("scalars", ("float64 [2]", [1.5, -2]), ("float64 [2]", [1, .25]));
    }

    [Theory]
    [InlineData("protocol2")]
    [InlineData("protocol3")]
    [InlineData("protocol4")]
    [InlineData("numpy2")]
    public void Every_protocol_and_version_of_NumPy_is_read(string name) =>
        Expect(name, ("float64 [3]", [0, 1, 2]), ("float64 [2]", [4, 2.5]), ("uint16 [1, 2]", [1, 2]));

    [Theory]
    [InlineData("words", new[] { "normal", "心拍", "normal" })]
    [InlineData("bytes_words", new[] { "a", "stöhr" })]
    [InlineData("np_words", new[] { "a", "b" })]
    public void Objects_that_are_all_text_are_text(string name, string[] expected)
    {
        Assert.Equal((NpyKind.Objects, NpyKind.Text), (_file.Header(name)!.Kind, _file.Kind(name)));
        Assert.Equal(expected, _file.FindText(name)!.Values);
        Assert.Contains("allowed are arrays of numbers", Refusal.Of(() => _file.FindRagged(name)));
    }

    [Fact]
    public void Objects_that_are_all_numbers_are_numbers()
    {
        Assert.Equal(NpyKind.Numbers, _file.Kind("numbers"));
        Assert.Equal([2, 2], _file.Find("numbers")!.Shape);
        Assert.Equal([1, 2, 3, 4.5], _file.Find("numbers")!.ToDouble());
    }

    [Theory]
    [InlineData("dictionary", "holds Python objects of the kind 'dict', which are not read; allowed are arrays and lists of numbers, numbers and text")]
    [InlineData("sets", "holds Python objects of the kind 'builtins.set'")]
    [InlineData("paths", "holds Python objects of the kind 'pathlib.PurePosixPath'")]
    [InlineData("mixed", "item 2 is the text 'a', and item 1 an array; all must be arrays or lists of numbers, or all numbers, or all text")]
    [InlineData("missing", "item 1: holds None; allowed are numbers, all rows equally long")]
    [InlineData("uneven", "item 1: its rows differ in length; only whole trials may")]
    [InlineData("empty", "an object array without an item")]
    public void Other_objects_are_refused_by_name(string name, string expected) =>
        Assert.StartsWith($"{_file.File}: array '{name}': {expected}", Refusal.Of(() => _file.Kind(name)));

    [Theory]
    [InlineData("X\u0001\0\0\0aN", "item 2 is None, and item 1 the text 'a'")]
    [InlineData("NX\u0001\0\0\0a", "item 1 is None;")]
    [InlineData("X\u0001\0\0\0aK\u0001", "item 2 is the number 1, and item 1 the text 'a'")]
    [InlineData("K\u0001K\u0002N", "item 3 is None, and item 1 the number 1")]
    [InlineData("K\u0001K\u0002]", "item 3 is a list, and item 1 the number 1")]
    public void The_item_that_is_unlike_the_first_is_named(string items, string expected)
    {
        int count = items.Count(static c => c is 'N' or 'K' or 'X' or ']');
        string pickle = "\u0080\u0002cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\u0085U\u0001btR(K\u0001K" + (char)count + "\u0085"
            + "cnumpy\ndtype\nX\u0002\0\0\0O8\u0089\u0088\u0087R\u0089](" + items + "etb.";
        Assert.Contains($"array 'x': {expected}", Refusal.Of(() => Read(Encoding.Latin1.GetBytes(pickle), count)));
    }

    [Fact]
    public void What_a_pickle_would_call_is_never_called() => Assert.Contains(
        "holds Python objects of the kind 'posix.system'", Refusal.Of(() => Read(Encoding.Latin1.GetBytes("\u0080\u0003cposix\nsystem\nX\u0004\0\0\0echo\u0085R."))));

    [Fact]
    public void A_pickle_cut_off_at_any_byte_is_refused()
    {
        byte[] pickle = ZipBytes.PickleOf(_file.File, "protocol4");
        Assert.NotNull(Read(pickle, 3));
        for (int length = 0; length < pickle.Length; length++)
            Assert.NotEmpty(Refusal.Of(() => Read(pickle[..length], 3)));
    }

    [Theory]
    [InlineData("protocol2")]
    [InlineData("protocol4")]
    [InlineData("scalars")]
    public void Any_changed_pickle_is_read_or_refused(string name)
    {
        byte[] pickle = ZipBytes.PickleOf(_file.File, name);
        Gen<(int, byte)[]> changes = (from at in Gen.Choose(0, pickle.Length - 1)
                                      from value in Gen.OneOf(Gen.Choose(0, 255).Select(static v => (byte)v), Gen.Elements(pickle))
                                      select (at, value)).NonEmptyListOf().Select(static c => c.Take(4).ToArray());
        Prop.ForAll(changes.ToArbitrary(), edits =>
        {
            byte[] changed = [.. pickle];
            foreach ((int at, byte value) in edits) changed[at] = value;
            return Refusal.SucceedsOrRefuses(() => Read(changed, name == "scalars" ? 2 : 3));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Lists_that_refer_to_each_other_do_not_multiply()
    {
        // Seven lists, each of 100 times the one before: 10^14 numbers in two kilobytes.
        var lists = new StringBuilder("\u0080\u0002K\u0001q\0");
        for (int level = 0; level < 7; level++)
            lists.Append("]q").Append((char)(level + 1)).Append('(').Insert(lists.Length, $"h{(char)level}", 100).Append('e');
        lists.Append("cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\nK\0\u0085U\u0001btR(K\u0001K\u0001\u0085")
            .Append("cnumpy\ndtype\nX\u0002\0\0\0O8\u0089\u0088\u0087R\u0089](h\u0007etb.");
        byte[] whole = Encoding.Latin1.GetBytes(lists.ToString());
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("the lists refer to each other more often than is read", Refusal.Of(() => Read(whole)));
        // A million numbers are taken on trust.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 64 << 20);
    }

    private NpyKind? Read(byte[] pickle, int items = 1)
    {
        using NpzFile file = NpzFile.Open(_folder.Write("a.npz", ZipBytes.Of(("x.npy", ZipBytes.Npy(Header.Replace("1", $"{items}", StringComparison.Ordinal), pickle)))));
        return file.Kind("x");
    }

    private void Expect(string name, params (string Words, double[] Values)[] items)
    {
        Assert.Equal(NpyKind.Objects, _file.Kind(name));
        Assert.Equal(items, _file.FindRagged(name)!.Value.Select(static a => (a.ToString(), a.ToDouble())));
    }
}
