using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using Xunit;

namespace NoisyRnn.Tests.Networks;

/// <summary>An Elman network is a leaky one whose step is tau.</summary>
public sealed class LeakyFormTests
{
    [Theory]
    [InlineData("rnn_tanh", "tanh")]
    [InlineData("rnn_relu", "relu")]
    [InlineData("rnn_no_bias", "tanh")]
    public void The_leaky_network_answers_as_the_original_does(string name, string activation)
    {
        var import = NetworkImport.Read(NetworkImportTests.Golden($"{name}.pt"), null, ImportSidecar.Read(null, [$"network.activation={activation}"]));
        var leaky = LeakyForm.Of(import.Model!);
        Assert.IsType<Ctrnn>(leaky.Network);
        Assert.False(ImportCheck.Of(leaky, NetworkImportTests.Golden($"{name}_io.npz")).Differs);
    }

    [Fact]
    public void Other_networks_stay_themselves()
    {
        var gru = NetworkImport.Read(NetworkImportTests.Golden("gru.pt"), null, new ImportSidecar()).Model!;
        Assert.Same(gru, LeakyForm.Of(gru));
    }
}
