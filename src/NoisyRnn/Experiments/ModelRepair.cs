using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;

namespace NoisyRnn.Experiments;

/// <summary>Makes a network of a file, ours or another program's, that was trained with noise inside run without it, and writes it as a model file.</summary>
public sealed record ModelRepair
{
    private const int LeastDraws = 16;

    /// <summary>The way of repair.</summary>
    public required RepairMethod Method { get; init; }

    /// <summary>What the file does not tell: its layout, its noise, and the trials, taken as an audit takes them.</summary>
    public required ModelAudit Asked { get; init; }

    /// <summary>The file that receives the network; null for NAME-repaired-METHOD.safetensors beside it.</summary>
    public string? Output { get; init; }

    /// <summary>Repairs.</summary>
    /// <param name="file">The network.</param>
    /// <param name="cancellation">Stops it; nothing is written then.</param>
    /// <exception cref="InputException">A file is at fault, the level of the noise or trials are missing, or the network cannot be repaired so. Nothing is written.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public RepairedModel Of(string file, CancellationToken cancellation = default)
    {
        var (way, import) = (Catalogue.KindOf(Method.GetType()), Asked.Import(file));
        var output = Output ?? $"{Path.ChangeExtension(file, null)}-repaired-{way}.safetensors";
        if (Path.GetFullPath(output) == Path.GetFullPath(file))
            throw new InputException($"--out: {output} is the network itself; allowed is another file");
        if (Asked.Data is { Length: > 0 } data && Path.GetFullPath(output) == Path.GetFullPath(UserPath.Expand(data, "--data")))
            throw new InputException($"--out: {output} are the trials; allowed is another file");
        var noise = AuditedNoise.Of(file, import.Layout, import.Model!, Asked.TrainingLevel, Asked.Placement, Asked.Scale);
        if (noise.Level is not > 0)
            throw new InputException($"{file}: the level of the noise that it was trained with is not told; needed is --train-noise S{(noise.Level is 0 ? ", above 0" : "")}");
        if (Method.NeedsTrials && Asked.Data is null)
            throw new InputException($"--method {way}: is fitted to trials; needed is --data TRIALS.npz, or allowed is --method {Catalogue.KindOf(typeof(AveragedRepair))}, for which weights and noise are enough");
        var known = KnownSetup.Of(import.File);
        var trials = Asked.Data is { Length: > 0 } ? Asked.TrialsOf([file], [known], import.Model!) : null;
        trials?.Require(file, import.Model!.Inputs, import.Model.Outputs);
        var subject = ModelAudit.Subject(import.Model!, noise.Sources, known.Scheme, trials);
        if (!subject.Setup.IsInside)
            throw new InputException($"{file}: noise {Catalogue.NameOf(subject.Setup.Source.Placement)}; allowed is a network trained with noise inside, which alone has a shift to repair (--placement inside)");
        if (Method.Refusal(subject.Setup) is { } refusal)
            throw new InputException($"{file}: {refusal}");
        var repaired = Method.Apply(subject, cancellation);
        var losses = trials is null ? null : Losses(subject, repaired, trials, cancellation);
        Write(output, import.Model!, repaired, ("repair", way), ("repaired-from", Path.GetFileName(file)));
        return new(output, losses, [.. import.Assumed.Where(static assumed => assumed.Key != "noise").Select(static assumed => $"Assumed: {assumed.Words}."), .. noise.Remarks, .. losses is { } told && told.Repaired > told.Silent ? ["Silent it is better as it was: noise is not what it needs."] : (string[])[]]);
    }

    private RepairedLosses Losses(TrainedNetwork subject, TrainedNetwork repaired, AuditTask trials, CancellationToken cancellation)
    {
        var draws = Asked.Draws ?? LeastDraws;
        return new(Of(subject, 1), Of(subject, 0), Of(repaired, 0));

        double Of(TrainedNetwork network, double level) => new SweepConditions(network, trials.Trials, draws, Asked.Threads)
            .Measure(network.Network, level == 0 ? [] : network.Noise, level, level * subject.TrainingSigma, cancellation).Loss;
    }

    private static void Write(string path, Model model, TrainedNetwork repaired, params ReadOnlySpan<(string Key, string Value)> about)
    {
        try
        {
            (model with { Network = repaired.Network, Parameters = repaired.Parameters, Noise = [] }).Write(path, about);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be written ({e.Message})", e);
        }
    }
}
