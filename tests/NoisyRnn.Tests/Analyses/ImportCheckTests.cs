using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Tests.Networks;
using Xunit;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Imported networks against what PyTorch and NumPy answered (Formats/golden/models).</summary>
public sealed class ImportCheckTests : IDisposable
{
    // PyTorch computes in 32 bits: a few units in the last place of numbers near 1.
    private const double Rounding = 1e-6;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("rnn_tanh")]
    [InlineData("rnn_relu", "network.activation=relu")]
    [InlineData("rnn_no_bias")]
    [InlineData("rnn_cell")]
    [InlineData("gru")]
    [InlineData("lstm")]
    public void A_recurrent_network_of_PyTorch_answers_as_it_did_there(string name, params string[] settings)
    {
        var check = ImportCheck.Of(NetworkImportTests.Read($"{name}.pt", settings).Model!, NetworkImportTests.Golden($"{name}_io.npz"));
        Assert.Equal((20, 30), (check.Trials, check.Steps));
        Assert.InRange(check.LargestDifference, 1e-12, Rounding);
        Assert.InRange(check.LargestOutput, .2, 2);
        Assert.False(check.Differs);
    }

    [Fact]
    public void So_do_recurrent_layers_one_above_the_other()
    {
        var check = ImportCheck.Of(NetworkImportTests.Read("two_layers.pt").Model!, NetworkImportTests.Golden("two_layers_io.npz"));
        Assert.Equal((2, 30), (check.Trials, check.Steps));
        Assert.InRange(check.LargestDifference, 1e-12, Rounding);
        Assert.InRange(check.LargestOutput, .2, 2);
    }

    [Fact]
    public void So_does_a_stack_of_layers()
    {
        var check = ImportCheck.Of(NetworkImportTests.Read("linear.pt").Model!, NetworkImportTests.Golden("linear_io.npz"));
        Assert.Equal((20, 1), (check.Trials, check.Steps));
        Assert.InRange(check.LargestDifference, 1e-12, Rounding);
    }

    [Theory]
    [InlineData("multitask_io.npz", 15)]
    [InlineData("multitask_last.npz", 15)]
    public void So_does_one_whose_equation_was_written_out_in_NumPy(string saved, int steps)
    {
        var check = ImportCheck.Of(NetworkImportTests.Read("multitask.npz", "network.activation=softplus", "readout=identity").Model!, NetworkImportTests.Golden(saved));
        Assert.Equal((20, steps), (check.Trials, check.Steps));
        Assert.InRange(check.LargestDifference, 0, Rounding);
    }

    [Theory]
    [InlineData("psychrnn", "dt=10", "network.tau=100")]
    [InlineData("nn4n", "network.activation=relu")]
    public void So_does_one_whose_state_is_the_current(string name, params string[] settings)
    {
        var check = ImportCheck.Of(NetworkImportTests.Read($"{name}.npz", settings).Model!, NetworkImportTests.Golden($"{name}_io.npz"));
        Assert.InRange(check.LargestDifference, 0, Rounding);
        Assert.InRange(check.LargestOutput, .1, 50);
    }

    [Theory]
    [InlineData("keras_simple_rnn.h5")]
    [InlineData("keras_simple_rnn.weights.h5")]
    [InlineData("keras_gru.h5")]
    [InlineData("keras_gru.weights.h5")]
    [InlineData("keras_lstm.h5")]
    [InlineData("keras_lstm.weights.h5")]
    [InlineData("keras_lstm.keras")]
    public void So_does_one_of_Keras_whose_equation_was_written_out_in_NumPy(string name)
    {
        var check = ImportCheck.Of(NetworkImportTests.Read(name).Model!, NetworkImportTests.Golden($"{name.Split('.')[0]}_io.npz"));
        Assert.Equal((20, 12), (check.Trials, check.Steps));
        Assert.InRange(check.LargestDifference, 0, Rounding);
        Assert.InRange(check.LargestOutput, .2, 5);
    }

    [Fact]
    public void So_does_one_that_a_sidecar_tells() => Assert.InRange(
        ImportCheck.Of(NetworkImport.Read(NetworkImportTests.Golden("own.npz"), null, NetworkImportTests.Sidecar()).Model!, NetworkImportTests.Golden("own_io.npz")).LargestDifference, 0, Rounding);

    /// <summary>y = 1 / (1 + exp(-z)): the z that were saved, made y.</summary>
    [Fact]
    public void The_sigmoid_of_its_readout_is_multitask_s_output()
    {
        using var saved = NpzFile.Open(NetworkImportTests.Golden("multitask_io.npz"));
        var (inputs, outputs) = (saved.Find("inputs")!, saved.Find("outputs")!);
        using var folder = new TemporaryFolder();
        var file = folder.Write("y.npz", Tests.Tasks.NpzBytes.Of(("inputs", [.. inputs.Shape], inputs.ToDouble()), ("outputs", [.. outputs.Shape], outputs.ToDouble().Select(static z => 1 / (1 + Math.Exp(-z))).ToArray())));
        Assert.InRange(ImportCheck.Of(NetworkImportTests.Read("multitask.npz", "network.activation=softplus").Model!, file).LargestDifference, 0, 1e-6);
    }

    [Theory]
    [InlineData("rnn_relu")]
    [InlineData("multitask", "network.activation=relu", "readout=identity")]
    [InlineData("multitask", "network.activation=softplus", "dt=10", "readout=identity")]
    [InlineData("multitask", "network.activation=softplus")]
    public void Another_activation_or_time_step_is_noticed(string name, params string[] settings)
    {
        var check = ImportCheck.Of(NetworkImportTests.Read(name == "multitask" ? "multitask.npz" : $"{name}.pt", settings).Model!, NetworkImportTests.Golden($"{name}_io.npz"));
        Assert.True(check.Differs);
        Assert.InRange(check.LargestDifference, .01, 10);
        Assert.Matches("^trial [0-9]+, step [0-9]+, output [01], from 0$", check.Place);
    }

    [Theory]
    [InlineData("linear_io.npz", "'inputs' is float32 [20, 3]; allowed is [trials, steps, 3], trials first")]
    [InlineData("own_io.npz", "'inputs' is float32 [20, 15, 2]")]
    [InlineData("own.npz", "no array 'inputs'; needed are inputs and outputs")]
    [InlineData("none.npz", "no such file")]
    public void Saved_trials_that_do_not_fit_are_refused_with_the_shape_that_was_read(string saved, string expected) =>
        Assert.Contains(expected, Refusal.Of(() => ImportCheck.Of(NetworkImportTests.Read("rnn_tanh.pt").Model!, NetworkImportTests.Golden(saved))));

    [Fact]
    public void Outputs_of_another_number_of_steps_are_refused()
    {
        string path = _folder.Write("a.npz", ZipBytes.Of(
            ("inputs.npy", ZipBytes.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2, 3), }", new byte[24])),
            ("outputs.npy", ZipBytes.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 3, 2), }", new byte[24]))));
        Assert.Contains("'outputs' is float32 [1, 3, 2]; allowed is [1, 2, 2] for these inputs, or [1, 2]", Refusal.Of(() => ImportCheck.Of(NetworkImportTests.Read("rnn_tanh.pt").Model!, path)));
    }

    [Fact]
    public void Outputs_that_are_no_numbers_differ()
    {
        byte[] nan = [.. Enumerable.Repeat(BitConverter.GetBytes(float.NaN), 2).SelectMany(static b => b)];
        string path = _folder.Write("a.npz", ZipBytes.Of(
            ("inputs.npy", ZipBytes.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 3), }", new byte[12])),
            ("outputs.npy", ZipBytes.Npy("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1, 2), }", nan))));
        Assert.True(ImportCheck.Of(NetworkImportTests.Read("rnn_tanh.pt").Model!, path).Differs);
    }
}
