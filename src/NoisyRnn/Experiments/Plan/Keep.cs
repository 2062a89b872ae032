namespace NoisyRnn.Experiments;

/// <summary>What of a run stays beside its results.</summary>
public enum Keep
{
    /// <summary>Only the results.</summary>
    Nothing,

    /// <summary>The trained network too, as runs/HASH/model.safetensors.</summary>
    Models,
}
