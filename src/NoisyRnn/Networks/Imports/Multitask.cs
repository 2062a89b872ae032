using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// gyyang/multitask (Yang et al. 2019), LeakyRNN, its variables saved as npz under TensorFlow's names: one kernel [I + N, N] for inputs and
/// states. Source: network.py (LeakyRNNCell, Model) and the defaults of train.py.
/// </summary>
public sealed record Multitask : WeightLayout
{
    private const string Kernel = "rnn/leaky_rnn_cell/kernel:0", Bias = "rnn/leaky_rnn_cell/bias:0", Weights = "output/weights:0", Biases = "output/biases:0";

    /// <inheritdoc/>
    public override string Summary => $"LeakyRNN of gyyang/multitask as npz ({Kernel}, {Bias}, {Weights}, {Biases})";

    internal override WeightsFound? Find(ModelFile file, bool isAsked)
    {
        if (file.Find(Kernel) is not { Shape: [var rows, > 0 and var units] } kernel)
            return null;
        if (rows <= units)
            throw new InputException($"{file.Path}: array '{Kernel}' is {kernel}; needed is [inputs + units, units]");
        var (inputs, readout) = (rows - units, Need(file, Weights, units, -1));
        var both = ImportedArray.Of("W_in", kernel);
        return new WeightsFound($"LeakyRNN of {units} units, {inputs} inputs and {readout.Shape[1]} outputs")
        {
            Kind = "ctrnn",
            Settings = [("activation", "relu"), ("tau", "100")],
            Dt = 20,
            Readout = Readout.Sigmoid,
            Assumed =
            [
                ("activation", "f is relu, the default of its train.py: the file does not say; for another give --set network.activation=softplus"),
                ("tau", "tau is 100 (ms), the default of its train.py: the file does not say; for another give --set network.tau=..."),
                ("dt", "dt is 20 (ms), the default of its train.py: the file does not say; for another give --set dt=..."),
                ("readout", "y is sigmoid(z), of its loss_type lsq; of cross_entropy, where outputs are those before the softmax, give --set readout=identity"),
                ("noise", "its noise, sigma_rec (.05 by default), stands inside: --set \"noise={placement: inside, sigma: .05, scale: sqrt-2-over-alpha}\""),
            ],
            Arrays =
            [
                both.Slice(0, inputs, $" (rows 1 to {inputs})").Transposed(),
                (both with { Role = "W_rec" }).Slice(inputs, units, $" (rows {inputs + 1} to {rows})").Transposed(),
                ImportedArray.Of("b_rec", Need(file, Bias, units)),
                ImportedArray.Of("W_out", readout).Transposed(),
                ImportedArray.Of("b_out", Need(file, Biases, readout.Shape[1])),
            ],
        };
    }
}
