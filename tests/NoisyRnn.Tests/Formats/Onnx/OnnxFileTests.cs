using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>ONNX files are checked before a native runtime sees them; the good ones come from Onnx/golden/make_onnx.py.</summary>
public sealed class OnnxFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Inputs_outputs_and_operators_are_read_as_PyTorch_declares_them()
    {
        var step = OnnxFile.Read(Golden("torch_step.onnx"));
        Assert.Equal(["u float32 [trials, 2]", "h float32 [trials, 8]", "noise float32 [trials, 8]"], step.Inputs.Select(static value => $"{value}"));
        Assert.Equal(["h_next float32 [trials, 8]", "z float32 [trials, 1]"], step.Outputs.Select(static value => $"{value}"));
        Assert.Equal([-1, 8], step.Inputs[1].Axes!.Value);
        Assert.Empty(step.Defaults);
        Assert.False(step.DrawsItself);
        Assert.True(OnnxFile.Read(Golden("torch_drawing.onnx")).DrawsItself);
        Assert.Contains("Loop", OnnxFile.Read(Golden("torch_sequence.onnx")).Operators);
    }

    [Fact]
    public void An_array_in_another_file_is_refused_by_name() => Refused(
        "array 'w' in another file (external data); allowed are arrays within the file",
        Model(new WireMessage().Add(5, new WireMessage().Add(1, 4L).Add(2, 1L).Add(8, "w").Add(13, new WireMessage().Add(1, "location").Add(2, "/etc/passwd")).Add(14, 1L))));

    [Fact]
    public void Operators_of_other_domains_are_refused_by_name() =>
        Refused("operators of the domain 'my.ops'", Model(new WireMessage()).Add(8, new WireMessage().Add(1, "my.ops").Add(2, 1L)));

    [Theory]
    [InlineData(new[] { 4L }, 12, "array 'w' of [4] has 12 bytes")]
    [InlineData(new[] { 1L << 40, 1L << 40 }, 0, "array 'w' is said to be")]
    [InlineData(new[] { -1L }, 0, "array 'w' is said to be")]
    [InlineData(new[] { 3000000000L, 0L }, 4, "has 4 bytes")]
    public void An_array_must_be_in_the_file_to_the_byte(long[] shape, int bytes, string expected)
    {
        var array = new WireMessage().Add(2, 1L).Add(8, "w").Add(9, new byte[bytes]);
        foreach (var n in shape)
            array.Add(1, n);
        Refused(expected, Model(new WireMessage().Add(5, array)));
    }

    [Theory]
    [InlineData("Loop", 2_000_000L, "a loop of 2000000 turns")]
    [InlineData("ConstantOfShape", 1L << 40, "ConstantOfShape (n) makes an array of")]
    public void Loops_and_sizes_that_are_told_are_bounded(string operation, long size, string expected) => Refused(expected, Model(new WireMessage()
        .Add(1, new WireMessage().Add(1, "size").Add(2, "x").Add(3, "n").Add(4, operation))
        .Add(5, new WireMessage().Add(1, 1L).Add(2, 7L).Add(8, "size").Add(9, BitConverter.GetBytes(size)))));

    [Fact]
    public void Graphs_in_graphs_come_to_an_end()
    {
        var graph = new WireMessage();
        for (var k = 0; k < 1000; k++)
            graph = new WireMessage().Add(1, new WireMessage().Add(4, "If").Add(5, new WireMessage().Add(1, "then_branch").Add(6, graph)));
        Refused("graphs in graphs", Model(graph));
    }

    [Fact]
    public void Other_files_are_said_to_be_none()
    {
        Refused("not an ONNX file, or damaged", "PK\x03\x04 zip"u8.ToArray());
        Refused("not an ONNX file, or damaged", []);
        Assert.Contains("no such file", Refusal.Of(() => OnnxFile.Read(Path.Combine(_folder.Path, "none.onnx"))), StringComparison.Ordinal);
    }

    private static WireMessage Model(WireMessage graph) => new WireMessage().Add(1, 8L).Add(7, graph).Add(8, new WireMessage().Add(2, 17L));

    private void Refused(string expected, WireMessage model) => Refused(expected, model.Bytes.ToArray());

    private void Refused(string expected, byte[] bytes)
    {
        var message = Refusal.Of(() => OnnxFile.Read(_folder.Write("a.onnx", bytes)));
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.Contains("a.onnx: ", message, StringComparison.Ordinal);
    }

    private static string Golden(string name) => TestFiles.Find($"Onnx/golden/{name}");
}
