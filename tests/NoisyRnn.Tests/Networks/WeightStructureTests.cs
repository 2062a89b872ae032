using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>Signs, populations, connections and fixed weights of input and readout: what the step reads, what training may change, what a model file holds.</summary>
public sealed class WeightStructureTests : IDisposable
{
    private const int Units = 10, Inputs = 2, Outputs = 3;
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => ["ctrnn", "current"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(WeightSign.Positive, DaleForm.Absolute)]
    [InlineData(WeightSign.Negative, DaleForm.Absolute)]
    [InlineData(WeightSign.Positive, DaleForm.Rectified)]
    [InlineData(WeightSign.Negative, DaleForm.Rectified)]
    public void All_weights_have_the_sign_that_they_are_told(WeightSign sign, DaleForm form)
    {
        var rules = new WeightStructure { Sign = sign, Form = form };
        var network = new Ctrnn { Units = Units, Input = rules, Readout = rules };
        var (parameters, direction) = (Initial(network), sign == WeightSign.Positive ? 1 : -1);
        foreach (var name in new[] { "W_in", "W_out" })
        {
            // At the start none is lost; then as training may leave them.
            Assert.All(Effective(network, parameters, name), weight => Assert.True(weight * direction > 0));
            var stored = parameters[name][3] *= -1;
            Assert.Equal(form == DaleForm.Absolute ? direction * Math.Abs(stored) : 0, Effective(network, parameters, name)[3]);
        }
    }

    [Fact]
    public void A_readout_of_excitatory_units_has_no_other_weight_and_its_draw_keeps_its_size()
    {
        var network = new Ctrnn { Units = Units, Recurrent = new() { Dale = new() { Excitatory = 0.7 } }, Readout = new() { Population = [PopulationName.Excitatory] } };
        var (plain, weights) = (Initial(new Ctrnn { Units = Units })["W_out"].ToArray(), Effective(network, Initial(network), "W_out"));
        for (var k = 0; k < weights.Length; k++)
            Assert.Equal(k % Units < 7, weights[k] != 0);
        Assert.Equal(plain.Sum(static w => w * w), weights.Sum(static w => w * w), 1e-12);
    }

    [Fact]
    public void Each_input_channel_may_have_a_population_of_its_own()
    {
        var network = new CurrentRnn { Units = Units, Recurrent = new() { Dale = new() { Excitatory = 0.7 } }, Input = new() { Population = [PopulationName.Inhibitory, PopulationName.All] } };
        var weights = Effective(network, Initial(network), "W_in");
        for (var k = 0; k < weights.Length; k++)
            Assert.Equal(k % Inputs == 1 || k / Inputs >= 7, weights[k] != 0);
    }

    [Fact]
    public void What_is_not_there_has_no_gradient_and_what_is_fixed_stays()
    {
        var network = new Ctrnn { Units = 3, Input = new() { Mask = ["11", "10", "01"], Fixed = [new() { To = 1, From = 1, Weight = -0.5 }] }, Readout = new() { Density = 0.5 } };
        var parameters = Initial(network);
        parameters["W_in"].Fill(7);
        Assert.Equal([7, 7, 7, -0.5, 0, 7], Effective(network, parameters, "W_in"));
        var gradient = Enumerable.Repeat(1.0, parameters.Layout.Length).ToArray();
        network.PullBack(parameters, gradient);
        Assert.Equal([1, 1, 1, 0, 0, 1], Of("W_in"));
        Assert.Equal(parameters["W_out_free"].ToArray(), Of("W_out"));
        Assert.Equal(Enumerable.Repeat(1.0, 9), Of("W_rec"));

        double[] Of(string name) => gradient[parameters.Layout[name].Offset..][..parameters.Layout[name].Length];
    }

    [Fact]
    public void Other_arrays_start_as_those_of_a_plain_network_and_the_layers_above_read_without_rules()
    {
        var network = new Ctrnn { Units = Units, Layers = 2, Input = new() { Density = 0.3, Sign = WeightSign.Positive } };
        var (structured, plain) = (Initial(network), Initial(network with { Input = new() }));
        foreach (var slice in plain.Layout.Slices.Where(static slice => slice.Name != "W_in"))
            Assert.Equal(plain[slice].ToArray(), structured[slice.Name].ToArray());
        Assert.Contains(Effective(network, structured, "W_in_2"), static weight => weight < 0);
        Assert.NotEqual(structured["W_in_free"].ToArray(), network.Initialize(Inputs, Outputs, 0.1, 6)["W_in_free"].ToArray());
    }

    [Fact]
    public void Connections_come_from_a_file_too()
    {
        NpzWriter.Write(Path.Combine(_folder.Path, "in.npz"), [Tensor.Of("mask", [2, 3], [1.0, 0, 1, 1, 1, 1]), Tensor.Of("fixed", [2, 3], [0, 0.5, 0, 0, 0, 0])], []);
        var loaded = (Ctrnn)new Ctrnn { Units = 2, Input = new() { File = "in.npz" } }.Load(_folder.Path);
        Assert.Equal(["101", "111"], loaded.Input.Mask);
        Assert.Equal([new FixedEntry { To = 0, From = 1, Weight = 0.5 }], loaded.Input.Fixed);
        Assert.Null(loaded.Misfit(3, 1));
        Assert.Equal("network.input.mask: rows of 3 digits, 2 of them; allowed are 2 rows of 1 digits for 2 units and 1 inputs", loaded.Misfit(1, 1));
        Assert.Contains("array 'mask' is [2, 3]; the network of 3 units needs [3, inputs]", Assert.Throws<InputException>(() => new Ctrnn { Units = 3, Input = new() { File = "in.npz" } }.Load(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("needs [outputs, 2]", Assert.Throws<InputException>(() => new Ctrnn { Units = 2, Readout = new() { File = "in.npz" } }.Load(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("network.readout.file must be an npz file with an array mask [outputs, 2]", Assert.Throws<InputException>(() => new Ctrnn { Units = 2, Readout = new() { File = "no.npz" } }.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input: {population: excitatory}", "network.input.population: excitatory, and there is no such unit; allowed are all, or recurrent.dale")]
    [InlineData("recurrent: {dale: {excitatory: 1}}, readout: {population: inhibitory}", "network.readout.population: inhibitory, and there is no such unit; allowed are all, excitatory")]
    [InlineData("readout: {population: excitatry}", "did you mean 'excitatory'?")]
    [InlineData("input: {sign: plus}", "network.input.sign: unknown value 'plus'")]
    [InlineData("input: {sgn: positive}", "did you mean 'sign'?")]
    [InlineData("input: {sign: positive, fixed: [{to: 0, from: 0, weight: -1}]}", "network.input.fixed: -1 from 0 to 0, and sign is positive; allowed is the other sign")]
    [InlineData("readout: {density: .5, mask: ['11']}", "network.readout.density: 0.5 beside connections that are given; allowed is one of density, mask and file")]
    [InlineData("readout: {mask: ['12']}", "network.readout.mask: '12' is not allowed; digits 0 and 1 alone")]
    public void What_does_not_fit_is_refused_by_its_key(string rules, string words)
    {
        foreach (var kind in Kinds)
            Assert.Contains(words, Assert.Throws<InputException>(() => Binder.Bind<Network>(YamlTree.ParseValue($"{{kind: {kind.Data}, units: 2, {rules}}}", "x.yaml"), "network")).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("input: {mask: ['1']}", "network.input.mask: rows of 1 digits, 1 of them; allowed are 2 rows of 1 digits for 2 units and 1 inputs")]
    [InlineData("readout: {mask: ['11', '11']}", "network.readout.mask: rows of 2 digits, 2 of them; allowed are 1 rows of 2 digits for 1 outputs and 2 units")]
    [InlineData("input: {fixed: [{to: 0, from: 1, weight: 1}]}", "network.input.fixed: the weight from 1 to 0; allowed are from inputs 0 to 0 to units 0 to 1")]
    [InlineData("recurrent: {dale: {}}, input: {population: [all, excitatory]}", "network.input.population: 2 populations; allowed is one, or one for each of 1 inputs")]
    public void What_does_not_fit_the_task_is_refused_before_the_first_run(string rules, string words)
    {
        var path = Path.Combine(_folder.Path, "x.yaml");
        File.WriteAllText(path, $"name: x\ntask: {{kind: function-approximation}}\nnetwork: {{kind: ctrnn, units: 2, {rules}}}\n");
        Assert.Contains(words, Assert.Throws<InputException>(() => Experiment.Read(path, null, [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_readout_that_obeys_rules_is_not_fitted_again()
    {
        var setup = new Setup { Network = new Ctrnn { Readout = new() { Sign = WeightSign.Positive } } };
        Assert.Equal("the readout's weights obey network.readout, which a fit does not keep; allowed are the methods averaged, averaged-by-closure and biases", new ReadoutRepair().Refusal(setup));
        Assert.Null(new ReadoutRepair().Refusal(setup with { Network = new Ctrnn() }));
    }

    [Fact]
    public void A_model_file_holds_the_stored_and_the_effective_weights_and_is_read_again()
    {
        var network = new Ctrnn { Units = 5, Recurrent = new() { Dale = new() }, Input = new() { Sign = WeightSign.Positive, Density = 0.6 }, Readout = new() { Population = [PopulationName.Excitatory], Fixed = [new() { To = 0, From = 4, Weight = 1 }] } };
        var model = new Model(network, Initial(network), [], 0.1, 5);
        model.Parameters["W_in"].Fill(-0.3);
        model.Parameters["W_out"].Fill(0.2);
        var path = Path.Combine(_folder.Path, "model.safetensors");
        model.Write(path);
        var file = Safetensors.Read(path);
        foreach (var name in new[] { "W_in", "W_out" })
        {
            Assert.Equal(Effective(network, model.Parameters, name), file.Find($"{name}_effective")!.ToDouble());
            Assert.Equal(model.Parameters[name].ToArray(), file.Find(name)!.ToDouble());
        }

        Assert.Contains("W_in = M (|V|) of the stored V; each connection is there with probability 0.6", file.Metadata["equation"], StringComparison.Ordinal);
        Assert.Contains("W_out = M (V) + F of the stored V; of excitatory units alone, 1 weight is fixed (F, where M is 0)", file.Metadata["equation"], StringComparison.Ordinal);
        Assert.Equal(CanonicalJson.Write(network), CanonicalJson.Write(Model.Read(path).Network));
    }

    private static double[] Effective(Network network, Parameters parameters, string name) => network.Effective(parameters)[name].ToArray();

    private static Parameters Initial(Network network) => network.Initialize(Inputs, Outputs, 0.1, 5);
}
