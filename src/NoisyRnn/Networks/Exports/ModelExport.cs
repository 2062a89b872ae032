using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Networks;

/// <summary>
/// A network as arrays for other programs. Under our own names come, beside the parameters, dt, tau and smoothing (the noise that each
/// unit of a repaired network is averaged over), NAME_effective of a matrix that is made from a parameter, and in words equation,
/// settings and noise.
/// </summary>
public sealed record ModelExport
{
    private ModelExport(ImmutableArray<Tensor> arrays, ImmutableArray<(string Name, string Text)> texts, string module) => (Arrays, Texts, Module) = (arrays, texts, module);

    /// <summary>The arrays.</summary>
    public ImmutableArray<Tensor> Arrays { get; }

    /// <summary>What is said in words.</summary>
    public ImmutableArray<(string Name, string Text)> Texts { get; }

    /// <summary>The Python that makes PyTorch's module; empty under our own names.</summary>
    public string Module { get; }

    /// <summary>What a network's file would hold.</summary>
    /// <param name="model">The network, original or repaired.</param>
    /// <param name="names">Under whose names.</param>
    /// <param name="isSingle">Whether numbers are rounded to float32.</param>
    /// <exception cref="InputException">PyTorch has no such network, or a number is too large for float32.</exception>
    public static ModelExport Of(Model model, ExportNames names, bool isSingle)
    {
        var texts = Words(model);
        if (names == ExportNames.Own)
            return new([.. Own(model).Select(array => isSingle ? array.ToSingle() : array)], texts, "");
        var (module, reason) = TorchModule.Of(model);
        if (module is null)
            throw new InputException($"--names pytorch: {reason}; allowed is --names own");
        return new([.. module.Arrays.Select(array => isSingle ? array.ToSingle() : array)], texts, model.Readout == Readout.Sigmoid ? $"{module.Words}; the outputs are torch.sigmoid of that" : module.Words);
    }

    /// <summary>What is said of a network in words: equation, settings and noise.</summary>
    internal static ImmutableArray<(string Name, string Text)> Words(Model model) =>
    [
        ("equation", string.Join("\n", model.Equations)), ("settings", CanonicalJson.WriteWhole(model.Network)),
        ("noise", $"[{string.Join(",", model.Noise.Select(static source => CanonicalJson.WriteWhole(source)))}]"),
    ];

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="format">Its format, of arrays: ONNX is <see cref="OnnxExport"/>'s.</param>
    /// <exception cref="InputException">It cannot be written, or the format cannot hold these names.</exception>
    public void Write(string path, ExportFormat format)
    {
        if (format == ExportFormat.Safetensors)
            Safetensors.Write(path, Arrays, Texts.Append(("module", Module)).Where(static text => text.Item2.Length > 0).Select(static text => KeyValuePair.Create(text.Item1, text.Item2)));
        else if (format == ExportFormat.Npz)
            NpzWriter.Write(path, Arrays, Texts);
        else if (Module.Length > 0)
            throw new InputException($"--to mat: MATLAB's variables have no names like '{Arrays[0].Name}'; allowed is --names own, or --to npz or safetensors");
        else
            MatWriter.Write(path, Arrays, Texts);
    }

    private static IEnumerable<Tensor> Own(Model model)
    {
        // As PsychRNN has it, whose networks are of the current form.
        foreach (var array in model.Arrays)
            yield return model.Network is CurrentRnn && array.Name == "init_state" ? Tensor.Of(array.Name, [1, array.Shape[0]], model.Parameters[array.Name]) : array;

        if (model.Network.IsTimed)
        {
            yield return Tensor.Of("dt", [], [model.Dt]);
            yield return Vector("tau", model.TimeConstants);
        }

        var smoothing = model.Network switch
        {
            Ctrnn ctrnn => ctrnn.Smoothing,
            CurrentRnn current => current.Smoothing,
            FeedForward layers => layers.Smoothing,
            GatedNetwork gated => gated.Smoothing,
            _ => [],
        };
        if (!smoothing.IsEmpty)
            yield return Vector("smoothing", smoothing);
    }

    private static Tensor Vector(string name, ImmutableArray<double> values) => Tensor.Of(name, [values.Length], values.AsSpan());
}
