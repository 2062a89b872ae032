using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>The trained network of a run, as its folder keeps it, held to the store's record of the training.</summary>
/// <param name="store">The store.</param>
/// <param name="plan">The run.</param>
internal sealed class StoredModel(RunStore store, PlannedRun plan)
{
    /// <summary>The file.</summary>
    public string Path => System.IO.Path.Combine(store.RunFolder(plan.TrainingHash), "model.safetensors");

    /// <summary>Whether there is a file.</summary>
    public bool Exists => File.Exists(Path);

    /// <summary>Its parameters.</summary>
    /// <exception cref="InputException">The file is damaged, or its parameters are not those that the training ended with.</exception>
    public Parameters Read()
    {
        var parameters = Model.Read(Path).Parameters;
        return HashOf(parameters) == Record?.ParametersHash
            ? parameters
            : throw new InputException($"{Path}: not the parameters that the store's record of the training names");
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="InputException">The file cannot be written.</exception>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="noiseFactors">By which the level of the noise has changed, where it was trained: one for all units, or one each; else empty.</param>
    public void Write(Parameters parameters, IReadOnlyList<double> noiseFactors)
    {
        var spec = plan.Spec;
        var task = spec.Setup.Task.Part.Length == 0 ? spec.Setup.Task.Summary : $"{spec.Setup.Task.Summary}; tested on {spec.Setup.Task.Part}";
        // The level that training left is the one that the network is run with.
        new Model(spec.Setup.Network, parameters, spec.Setup.WithLearntLevel(noiseFactors).Noise, spec.Setup.Dt, spec.Setup.Seed) { Readout = spec.Setup.Readout }.Write(
            Path, [.. KnownSetup.Of(spec.Setup), ("task", task), ("training", plan.TrainingHash.Hex)]);
    }

    /// <summary>What the store says of the training; null where it says nothing.</summary>
    public TrainingResult? Record => store.Results.Get<TrainingResult>(plan.TrainingHash, RunWork.TrainingStageName);

    /// <summary>SHA-256 of the parameters' bytes.</summary>
    public static string HashOf(Parameters parameters) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(parameters.Values.AsSpan())));
}
