using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>An nn.Linear of a state_dict: x -> W x + b.</summary>
/// <param name="Name">The module's name; empty where it is the whole model.</param>
/// <param name="Weight">W [out, in].</param>
/// <param name="Bias">b [out]; null where it has none.</param>
internal sealed record TorchLinearModule(string Name, Tensor Weight, Tensor? Bias)
{
    /// <summary>Number of inputs.</summary>
    internal int Inputs => Weight.Shape[1];

    /// <summary>Number of outputs.</summary>
    internal int Outputs => Weight.Shape[0];

    /// <summary>Its arrays under names of ours.</summary>
    internal IEnumerable<ImportedArray> As(string weight, string bias) =>
        Bias is null ? [ImportedArray.Of(weight, Weight)] : [ImportedArray.Of(weight, Weight), ImportedArray.Of(bias, Bias)];
}
