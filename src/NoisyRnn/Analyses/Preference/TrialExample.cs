using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace NoisyRnn.Analyses;

/// <summary>One trial of one network: its input, target and output at three noise conditions.</summary>
public sealed record TrialExample
{
    /// <summary>Time of each step, in the unit of tau. [T]</summary>
    public required ImmutableArray<double> Time { get; init; }

    /// <summary>Inputs, one array an input channel. [I][T]</summary>
    public required ImmutableArray<ImmutableArray<double>> Inputs { get; init; }

    /// <summary>Targets, one array an output; NaN where the mask is 0. [O][T]</summary>
    public required ImmutableArray<ImmutableArray<double>> Targets { get; init; }

    /// <summary>
    /// Cross-entropy: outputs are one channel, the probability (softmax of the logits) of the class that is right at the next
    /// step that asks, and the target there is 1.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsProbability { get; init; }

    /// <summary>Output at the training noise (one draw). [O][T]</summary>
    public required ImmutableArray<ImmutableArray<double>> NoisyOutputs { get; init; }

    /// <summary>Output without noise. [O][T]</summary>
    public required ImmutableArray<ImmutableArray<double>> SilentOutputs { get; init; }
}
