using System.IO.Compression;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>Files that PyTorch wrote; they come from golden/models/make_torch.py.</summary>
public sealed class PyTorchFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_state_dict_is_read_with_names_shapes_and_types_in_its_order()
    {
        ModelFile file = Golden("rnn_tanh.pt");
        Assert.Equal("a PyTorch file", file.Format);
        Assert.Equal(
            ["rnn.weight_ih_l0 float32 [6, 3]", "rnn.weight_hh_l0 float32 [6, 6]", "rnn.bias_ih_l0 float32 [6]", "rnn.bias_hh_l0 float32 [6]", "fc.weight float32 [2, 6]", "fc.bias float32 [2]"],
            file.Arrays.Select(static array => $"{array.Name} {array}"));
        Assert.All(file.Arrays.SelectMany(static array => array.ToDouble()), static value => Assert.InRange(value, -.7, .7));
        Assert.Empty(file.Notes);
    }

    [Theory]
    [InlineData("tensors.pt")]
    [InlineData("protocol4.pt")]
    public void Views_and_shared_storages_become_arrays_of_their_own(string name)
    {
        ModelFile file = Golden(name);
        Expect(file, "whole", [4, 6], [.. Enumerable.Range(0, 24).Select(static n => (double)n)]);
        Expect(file, "transposed", [6, 4], [.. Enumerable.Range(0, 24).Select(static n => (double)((n % 4 * 6) + (n / 4)))]);
        Expect(file, "column", [4], 2, 8, 14, 20);
        Expect(file, "block", [2, 3], 6, 8, 10, 12, 14, 16);
        Expect(file, "scalar", [], 15);
        Expect(file, "empty", [0, 6]);
        Expect(file, "expanded", [3, 2], 5, 5, 5, 5, 5, 5);
        Expect(file, "parameter", [2], 1.5, -2);
    }

    [Theory]
    [InlineData("float16", -3)]
    [InlineData("bfloat16", -3)]
    [InlineData("float64", -3)]
    [InlineData("int8", -3)]
    [InlineData("int16", -3)]
    [InlineData("int32", -3)]
    [InlineData("int64", -3)]
    [InlineData("uint8", 3)]
    [InlineData("bool", 1)]
    public void Every_type_of_a_storage_is_read(string type, double last)
    {
        Tensor array = Golden("tensors.pt").Find(type)!;
        Assert.Equal($"{type} [3]", $"{array}");
        Assert.Equal([0, 1, last], array.ToDouble());
    }

    [Fact]
    public void In_a_checkpoint_the_network_is_found_and_said_to_be()
    {
        ModelFile file = Golden("checkpoint.pt");
        Assert.Equal(["rnn.weight_ih_l0", "rnn.weight_hh_l0", "rnn.bias_ih_l0", "rnn.bias_hh_l0", "fc.weight", "fc.bias"], file.Arrays.Select(static array => array.Name));
        Assert.Equal(["taken is 'model' of the keys epoch, model, optimizer, losses, name"], file.Notes);
    }

    [Fact]
    public void A_single_tensor_is_an_array() => Expect(Golden("single.pt"), "tensor", [1, 2], 1, 2);

    [Theory]
    [InlineData("module.pt", "the class 'torch.nn.modules.linear.Linear'", "torch.save(model.state_dict(), path)")]
    [InlineData("script.pt", "a TorchScript program", "torch.jit.load(path).state_dict()")]
    [InlineData("old.pt", "the form before version 1.6", "torch.save(torch.load(path, weights_only=True), path)")]
    [InlineData("several.pt", "several keys (first, second)", "torch.save(checkpoint[KEY], path)")]
    [InlineData("no_tensors.pt", "its keys: epoch", "torch.save(model.state_dict(), path)")]
    public void What_is_no_state_dict_is_refused_by_its_name_with_what_to_do(string name, string what, string advice)
    {
        string message = Refusal.Of(() => Golden(name));
        Assert.Contains(what, message);
        Assert.Contains(advice, message);
        Assert.Contains(name, message);
        Assert.DoesNotContain('\n', message);
    }

    [Theory]
    [InlineData("cos\nsystem\n(U\x04lstR.", "os.system")]
    [InlineData("cbuiltins\neval\n(U\x01aR.", "builtins.eval")]
    [InlineData("ctorch\nload\n.", "torch.load")]
    [InlineData("cdecimal\nDecimal\n.", "decimal.Decimal")]
    [InlineData("c__main__\nMyNet\n)\x81}b.", "__main__.MyNet")]
    [InlineData("ctorch._utils\n_rebuild_sparse_tensor\n.", "torch._utils._rebuild_sparse_tensor")]
    [InlineData("ctorch\nComplexFloatStorage\n.", "torch.ComplexFloatStorage")]
    public void Nothing_but_tensors_and_maps_is_ever_made(string pickle, string name) =>
        Assert.Contains($"the class '{name}'", Refusal.Of(() => ModelFile.Read(Write("a.pt", ("a/data.pkl", [0x80, 2, .. System.Text.Encoding.Latin1.GetBytes(pickle)])))));

    [Theory]
    [InlineData(0, 7, "its storage is said to hold 6 elements of 4 bytes; 'data/0' has 7 bytes")]
    [InlineData(0, 24, null)]
    [InlineData(1, 24, "does not lie within its storage of 6 elements")]
    public void A_view_must_lie_within_its_storage(byte offset, int bytes, string? expected)
    {
        string path = Write("a.pt", ("a/data.pkl", View([2, 3], [3, 1], offset)), ("a/data/0", new byte[bytes]));
        if (expected is null) Assert.Equal([2, 3], ModelFile.Read(path).Find("w")!.Shape);
        else Assert.Contains(expected, Refusal.Of(() => ModelFile.Read(path)));
    }

    [Theory]
    [InlineData(new[] { 2000000000, 2000000000 }, new[] { 0, 0 }, "at most 1,073,741,824 bytes")]
    [InlineData(new[] { 200000000 }, new[] { 0 }, "does not lie within its storage")]
    [InlineData(new[] { 3 }, new[] { 2000000000 }, "does not lie within its storage")]
    [InlineData(new[] { 3 }, new[] { -1 }, "damaged")]
    public void What_a_view_promises_is_not_believed(int[] shape, int[] strides, string expected)
    {
        string path = Write("a.pt", ("a/data.pkl", View(shape, strides, 0)), ("a/data/0", new byte[24]));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(expected, Refusal.Of(() => ModelFile.Read(path)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void Big_endian_storages_are_turned_around()
    {
        byte[] data = [.. new[] { 1f, 2, 3, 4, 5, 6 }.SelectMany(static n => BitConverter.GetBytes(n).Reverse())];
        Expect(ModelFile.Read(Write("a.pt", ("a/data.pkl", View([6], [1], 0)), ("a/data/0", data), ("a/byteorder", "big"u8.ToArray()))), "w", [6], 1, 2, 3, 4, 5, 6);
    }

    [Fact]
    public void Maps_that_hold_each_other_come_to_an_end()
    {
        // m = {}; m['a'] = m['b'] = m
        string path = Write("a.pt", ("a/data.pkl", "\x80\x02}q\0(X\x01\0\0\0ah\0X\x01\0\0\0bh\0u."u8.ToArray()));
        Assert.NotEmpty(Refusal.Of(() => ModelFile.Read(path)));
    }

    // {'w': _rebuild_tensor_v2(FloatStorage '0' of 6, offset, shape, strides, False, OrderedDict())}
    private static byte[] View(int[] shape, int[] strides, byte offset) =>
    [
        0x80, 2, .. "}X\x01\0\0\0wctorch._utils\n_rebuild_tensor_v2\n(("u8, .. "X\x07\0\0\0storagectorch\nFloatStorage\nX\x01\0\0\0"u8, .. "0X\x03\0\0\0cpuK\x06tQK"u8, offset,
        .. Tuple(shape), .. Tuple(strides), 0x89, .. "ccollections\nOrderedDict\n)RtRs."u8,
    ];

    private static byte[] Tuple(int[] numbers) => [(byte)'(', .. numbers.SelectMany(static n => (byte[])[(byte)'J', .. BitConverter.GetBytes(n)]), (byte)'t'];

    private static void Expect(ModelFile file, string name, int[] shape, params double[] values)
    {
        Tensor array = file.Find(name)!;
        Assert.Equal(shape, array.Shape);
        Assert.Equal(values, array.ToDouble());
    }

    private string Write(string name, params (string, byte[])[] entries) => _folder.Write(name, ZipBytes.Of(entries));

    private static ModelFile Golden(string name) => ModelFile.Read(Path(name));

    private static string Path(string name) => TestFiles.Find($"Formats/golden/models/{name}");
}
