using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>Dale's law, connections and fixed weights: what the step reads, what training may change, what a model file holds.</summary>
public sealed class RecurrentStructureTests : IDisposable
{
    private const int Units = 40;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DaleForm.Absolute)]
    [InlineData(DaleForm.Rectified)]
    public void All_weights_from_a_unit_have_its_sign(DaleForm form)
    {
        var network = new Ctrnn { Units = Units, Recurrent = new() { Dale = new() { Excitatory = 0.75, Form = form } } };
        Assert.Equal([new("excitatory", 0, 30), new("inhibitory", 30, 10)], network.Populations);
        var parameters = Initial(network);
        // As training may leave them.
        parameters["W_rec"][3] *= -1;
        var effective = network.Effective(parameters)["W_rec"].ToArray();
        for (var k = 0; k < effective.Length; k++)
            Assert.True(k % Units < 30 ? effective[k] >= 0 : effective[k] <= 0, $"{effective[k]} from unit {k % Units}");
        Assert.Equal(form == DaleForm.Absolute ? Math.Abs(parameters["W_rec"][3]) : 0, effective[3]);
    }

    [Fact]
    public void At_the_start_the_inputs_of_a_unit_balance_and_the_draw_keeps_its_size()
    {
        var network = new Ctrnn { Units = 400, Recurrent = new() { Dale = new() } };
        double[] plain = Initial(network with { Recurrent = new() })["W_rec"].ToArray(), weights = network.Effective(Initial(network))["W_rec"].ToArray();
        Assert.Equal(plain.Sum(static w => w * w), weights.Sum(static w => w * w), 1e-9);
        // A sum of 400 weights of some .8/sqrt(400): 400 rows of standard deviation below .8.
        Assert.InRange(weights.Sum() / 400, -0.15, 0.15);
        Assert.True(weights.Where((_, k) => k % 400 < 320).Sum() > 1000);
    }

    [Fact]
    public void Other_arrays_start_as_those_of_a_plain_network()
    {
        var network = new Ctrnn { Units = Units, Recurrent = new() { Dale = new(), Density = 0.3 } };
        var (structured, plain) = (Initial(network), Initial(new Ctrnn { Units = Units }));
        foreach (var name in new[] { "W_in", "b_rec", "init_state", "W_out", "b_out" })
            Assert.Equal(plain[name].ToArray(), structured[name].ToArray());
    }

    [Fact]
    public void Connections_are_drawn_by_the_seed_and_those_that_are_not_there_have_no_gradient()
    {
        var network = new Ctrnn { Units = Units, Recurrent = new() { Density = 0.2, SelfConnections = false } };
        var parameters = Initial(network);
        var (there, weights) = (parameters["W_rec_free"].ToArray(), network.Effective(parameters)["W_rec"].ToArray());
        // 1560 draws of .2: 312, standard deviation 16.
        Assert.InRange(there.Sum(), 312 - 64, 312 + 64);
        Assert.All(Enumerable.Range(0, Units), i => Assert.Equal(0, there[i * (Units + 1)]));
        Assert.Equal(there, weights.Select(static w => w == 0 ? 0.0 : 1));
        Assert.NotEqual(there, network.Initialize(2, 1, 0.1, 6)["W_rec_free"].ToArray());
        Assert.Equal(there, Initial(network)["W_rec_free"].ToArray());
        var gradient = Enumerable.Repeat(1.0, parameters.Layout.Length).ToArray();
        network.PullBack(parameters, gradient);
        Assert.Equal(there, gradient[..(Units * Units)]);
    }

    [Fact]
    public void A_fixed_weight_is_what_it_is_whatever_the_optimiser_does()
    {
        var network = new Ctrnn { Units = 3, Recurrent = new() { Fixed = [new() { To = 0, From = 2, Weight = 0.25 }] } };
        var parameters = Initial(network);
        Assert.Equal(0.25, network.Effective(parameters)["W_rec"][2]);
        parameters["W_rec"].Fill(7);
        Assert.Equal([7, 7, 0.25, 7, 7, 7, 7, 7, 7], network.Effective(parameters)["W_rec"].ToArray());
    }

    [Fact]
    public void Connections_come_from_a_file_too()
    {
        NpzWriter.Write(Path.Combine(_folder.Path, "net.npz"), [Tensor.Of("mask", [2, 2], [1.0, 0, 1, 1]), Tensor.Of("fixed", [2, 2], [double.NaN, 0.5, 0, 0])], []);
        var network = new Ctrnn { Units = 2, Recurrent = new() { File = "net.npz" } };
        var loaded = (Ctrnn)network.Load(_folder.Path);
        Assert.Equal(["10", "11"], loaded.Recurrent.Mask);
        Assert.Equal([new FixedEntry { To = 0, From = 1, Weight = 0.5 }], loaded.Recurrent.Fixed);
        Assert.Null(loaded.Recurrent.File);
    }

    [Theory]
    [InlineData("fixed", "no array 'mask'")]
    [InlineData("mask", "array 'mask' is [2, 1]; the network of 2 units needs [2, 2]")]
    public void A_file_that_is_none_says_what_it_must_be(string name, string words)
    {
        NpzWriter.Write(Path.Combine(_folder.Path, "net.npz"), [Tensor.Of(name, [2, 1], [1.0, 0])], []);
        Assert.Contains(words, Assert.Throws<InputException>(() => new Ctrnn { Units = 2, Recurrent = new() { File = "net.npz" } }.Load(_folder.Path)).Message, StringComparison.Ordinal);
        Assert.Contains("no such file; network.recurrent.file must be an npz file", Assert.Throws<InputException>(() => new Ctrnn { Units = 2, Recurrent = new() { File = "other.npz" } }.Load(_folder.Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{density: 0}", "density")]
    [InlineData("{density: .5, mask: ['11', '11']}", "allowed is one of density, mask and file")]
    [InlineData("{mask: ['11']}", "allowed are 2 rows of 2 digits")]
    [InlineData("{mask: ['11', '12']}", "'12' is not allowed; digits 0 and 1 alone")]
    [InlineData("{fixed: [{to: 0, from: 2, weight: 1}]}", "allowed are units 0 to 1")]
    [InlineData("{dale: {excitatory: .5}, fixed: [{to: 0, from: 1, weight: 1}]}", "1 from unit 1, which is inhibitory by Dale's law")]
    [InlineData("{fixed: [{to: 0, from: 1, weight: 1}, {to: 0, from: 1, weight: 2}]}", "the weight from 1 to 0 is given twice")]
    [InlineData("{dale: {excitatry: .5}}", "excitatory")]
    public void What_does_not_fit_is_refused_by_its_key(string recurrent, string words)
    {
        foreach (var kind in new[] { "ctrnn", "current" })
        {
            var message = Assert.Throws<InputException>(() => Binder.Bind<Network>(YamlTree.ParseValue($"{{kind: {kind}, units: 2, recurrent: {recurrent}}}", "network"))).Message;
            Assert.Contains(words, message, StringComparison.Ordinal);
            Assert.Contains("recurrent", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_model_file_holds_the_stored_and_the_effective_weights_and_is_read_again()
    {
        var network = new Ctrnn { Units = 5, Recurrent = new() { Dale = new(), Density = 0.6, Fixed = [new() { To = 1, From = 0, Weight = 0.5 }] } };
        var model = new Model(network, Initial(network), [], 0.1, 5);
        model.Parameters["W_rec"][0] = -0.3;
        model.Write(Path.Combine(_folder.Path, "model.safetensors"));
        var file = Safetensors.Read(Path.Combine(_folder.Path, "model.safetensors"));
        Assert.Equal(network.Effective(model.Parameters)["W_rec"].ToArray(), file.Find("W_rec_effective")!.ToDouble());
        Assert.Equal(model.Parameters["W_rec"].ToArray(), file.Find("W_rec")!.ToDouble());
        Assert.Contains("W_rec = M (s |V|) + F of the stored V, s = 1 from units that excite (the first 4), -1 from those that inhibit (the other 1); each connection is there with probability 0.6, 1 weight is fixed (F, where M is 0)", file.Metadata["equation"], StringComparison.Ordinal);
        var read = Model.Read(Path.Combine(_folder.Path, "model.safetensors"));
        Assert.Equal(model.Parameters.Values, read.Parameters.Values);
        Assert.Equal(CanonicalJson.Write(network), CanonicalJson.Write(read.Network));
    }

    [Fact]
    public void A_network_that_is_told_nothing_has_the_arrays_and_the_settings_that_it_had() =>
        Assert.Equal(("W_rec W_in b_rec init_state W_out b_out", "{\"kind\":\"ctrnn\"}"), (string.Join(' ', new Ctrnn().Layout(1, 1).Slices.Select(static s => s.Name)), CanonicalJson.Write(new Ctrnn())));

    [Theory]
    [InlineData("{units: 2, train-tau: by-population}", "train-tau: by-population, and there is one population; allowed with it is recurrent.dale, or train-tau: shared")]
    [InlineData("{units: 2, tau: [1, 2], train-tau: shared}", "shared of units with different tau; allowed is one tau, or train-tau: per-unit")]
    [InlineData("{units: 2, train-tau: each}", "per-unit")]
    public void A_trained_tau_that_does_not_fit_is_refused(string network, string words)
    {
        foreach (var kind in new[] { "ctrnn", "current" })
            Assert.Contains(words, Assert.Throws<InputException>(() => Binder.Bind<Network>(YamlTree.ParseValue($"{{kind: {kind}, {network[1..]}", "network"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_trained_tau_starts_where_it_is_told_and_stays_above_dt()
    {
        var network = new Ctrnn { Units = 3, Tau = [0.2, 1, 50], TrainTau = TauTraining.PerUnit };
        var parameters = Initial(network);
        Assert.Equal([0.2, 1, 50], new Model(network, parameters, [], 0.1, 5).TimeConstants.Select(static tau => Math.Round(tau, 10)));
        parameters["leak"].Fill(30);
        Assert.All(new Model(network, parameters, [], 0.1, 5).TimeConstants, static tau => Assert.InRange(tau, 0.1, 0.1 + 1e-12));
        parameters["leak"].Fill(-30);
        Assert.All(network.StepSizes(network.Effective(parameters), 0.1), static g => Assert.InRange(g, 0, 1e-12));
    }

    private static Parameters Initial(Network network) => network.Initialize(2, 1, 0.1, 5);
}
