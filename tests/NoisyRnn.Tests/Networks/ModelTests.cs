using System.Collections.Immutable;
using System.Text;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Networks;

public sealed class ModelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("noisyrnn-model-").FullName;

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void What_is_written_is_read_bit_by_bit_with_all_that_is_needed_to_run_it()
    {
        var model = Sample();
        model.Write(FilePath, ("task", "a sine"));
        var read = Model.Read(FilePath);
        Assert.Equal(model.Parameters.Values, read.Parameters.Values);
        Assert.Equal(CanonicalJson.Write(model.Network), CanonicalJson.Write(read.Network));
        Assert.Equal(model.Noise.Select(CanonicalJson.Write), read.Noise.Select(CanonicalJson.Write));
        Assert.Equal((model.Dt, model.Seed), (read.Dt, read.Seed));
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        Sample().Write(FilePath);
        var first = File.ReadAllBytes(FilePath);
        Sample().Write(FilePath);
        Assert.Equal(first, File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void The_arrays_have_the_names_and_shapes_of_the_field()
    {
        Sample().Write(FilePath);
        var file = Safetensors.Read(FilePath);
        Assert.Equal(
            [("W_in", "5,2"), ("W_out", "3,5"), ("W_rec", "5,5"), ("b_out", "3"), ("b_rec", "5"), ("init_state", "5")],
            file.Tensors.Select(static t => (t.Name, string.Join(',', t.Shape))).Order());
        Assert.Contains("h[t+1]", file.Metadata["equation"], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_kind_or_format_is_refused_by_name()
    {
        Safetensors.Write(FilePath, [Tensor.Of("W", [1], [1.0])], []);
        Assert.Contains($"{FilePath}: no metadata 'format'", Assert.Throws<InputException>(() => Model.Read(FilePath)).Message, StringComparison.Ordinal);
        Safetensors.Write(FilePath, [], new Dictionary<string, string> { ["format"] = "3" });
        Assert.Contains("format 3; allowed is 2, or 1 of older versions", Assert.Throws<InputException>(() => Model.Read(FilePath)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_that_does_not_fit_its_network_is_refused_by_name()
    {
        var model = Sample();
        model.Write(FilePath);
        var file = Safetensors.Read(FilePath);
        Safetensors.Write(FilePath, [.. file.Tensors.Where(static t => t.Name != "b_rec"), Tensor.Of("b_rec", [4], new double[4])], file.Metadata);
        Assert.Contains("array 'b_rec' is [4]; the network needs [5, 1]", Assert.Throws<InputException>(() => Model.Read(FilePath)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("noise", "{}", ", metadata 'noise': '{}' is not allowed; a list of noise sources")]
    [InlineData("noise", "5", ", metadata 'noise': '5' is not allowed; a list of noise sources")]
    [InlineData("noise", "[5]", ", metadata 'noise'")]
    [InlineData("noise", "[{\"sigma\": {}}]", ", metadata 'noise'")]
    [InlineData("noise", "[", ", metadata 'noise'")]
    [InlineData("network", "[]", ", metadata 'network'")]
    [InlineData("network", "{\"kind\": \"ctrnm\"}", ", metadata 'network'")]
    [InlineData("network", "", ", metadata 'network'")]
    [InlineData("dt", "-0.1", ", metadata 'dt': -0.1 is not allowed; a number above 0")]
    [InlineData("dt", "[.1]", ", metadata 'dt'")]
    [InlineData("seed", "{}", ", metadata 'seed'")]
    [InlineData("seed", "-1", ", metadata 'seed'")]
    public void Metadata_that_say_something_else_are_refused_by_name(string key, string value, string expected)
    {
        Sample().Write(FilePath);
        var file = Safetensors.Read(FilePath);
        Safetensors.Write(FilePath, file.Tensors, file.Metadata.SetItem(key, value));
        Assert.StartsWith(FilePath + expected, Assert.Throws<InputException>(() => Model.Read(FilePath)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(40_000)]
    [InlineData(65_536)]
    public void Shapes_are_compared_before_memory_is_taken(int units)
    {
        Sample().Write(FilePath);
        var file = Safetensors.Read(FilePath);
        Safetensors.Write(FilePath, file.Tensors, file.Metadata.SetItem("network", $"{{\"kind\": \"ctrnn\", \"units\": {units}}}"));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains($"is [5, 5]; the network needs [{units}, {units}]", Assert.Throws<InputException>(() => Model.Read(FilePath)).Message, StringComparison.Ordinal);
        // The weights would take 12 GB, or more than is counted.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 1, 4 << 20);
    }

    [Theory]
    [InlineData("W_in", new int[0], 1)]
    [InlineData("W_in", new[] { 5, 0 }, 0)]
    [InlineData("W_out", new[] { 0, 5 }, 0)]
    [InlineData("W_rec", new int[0], 1)]
    [InlineData("W_rec", new[] { 25 }, 25)]
    [InlineData("b_rec", new[] { 5, 1, 1 }, 5)]
    [InlineData("b_rec", new int[0], 1)]
    public void An_array_of_another_form_is_refused_by_name(string name, int[] shape, int count)
    {
        Sample().Write(FilePath);
        var file = Safetensors.Read(FilePath);
        Safetensors.Write(FilePath, [.. file.Tensors.Where(t => t.Name != name), Tensor.Of(name, [.. shape], new double[count])], file.Metadata);
        Assert.Contains($"array '{name}' is [{string.Join(", ", shape)}]; ", Assert.Throws<InputException>(() => Model.Read(FilePath)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(double.NegativeInfinity, "-Infinity")]
    public void A_weight_that_is_no_number_is_refused_by_name(double weight, string shown)
    {
        Sample().Write(FilePath);
        var file = Safetensors.Read(FilePath);
        var values = file.Find("W_rec")!.ToDouble();
        values[7] = weight;
        Safetensors.Write(FilePath, [.. file.Tensors.Where(static t => t.Name != "W_rec"), Tensor.Of("W_rec", [5, 5], values)], file.Metadata);
        Assert.Equal($"{FilePath}: array 'W_rec' holds {shown} at [1, 2]; allowed are finite numbers", Assert.Throws<InputException>(() => Model.Read(FilePath)).Message);
    }

    [Fact]
    public void A_model_of_an_older_version_is_read_though_nothing_vouches_for_it()
    {
        Sample().Write(FilePath);
        var file = Safetensors.Read(FilePath);
        // As it was written before there were checksums.
        WithoutChecksum("1");
        Assert.Equal(Sample().Parameters.Values, Model.Read(FilePath).Parameters.Values);
        // One of today that lost its checksum is no older one.
        WithoutChecksum("2");
        Assert.Contains("without the checksum", Assert.Throws<InputException>(() => Model.Read(FilePath)).Message, StringComparison.Ordinal);

        void WithoutChecksum(string format)
        {
            Safetensors.Write(FilePath, file.Tensors, file.Metadata.SetItem("format", format));
            var text = Encoding.Latin1.GetString(File.ReadAllBytes(FilePath)).Replace("\"sha256\":", "\"sha257\":", StringComparison.Ordinal);
            File.WriteAllBytes(FilePath, Encoding.Latin1.GetBytes(text));
        }
    }

    private static Model Sample()
    {
        var network = new Ctrnn { Units = 5, Activation = new LeakyRelu { Slope = 0.2 }, Tau = [1, 2, 3, 4, 5], TrainInitialState = true };
        ImmutableArray<NoiseSource> noise = [new() { Sigma = [0.3] }, new() { Placement = Placement.State, Scale = NoiseScale.SqrtDt, Sigma = [1, 2, 3, 4, 5] }];
        return new Model(network, network.Initialize(2, 3, 0.1, 9), noise, 0.1, 9);
    }
}
