using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>What repairs do to a network that is silenced, and where the repaired one lies.</summary>
internal static class AuditRemedy
{
    // Repaired and silent, not over this times the error with noise: then nothing of silence's cost is left.
    private const double AsGood = 1.1;

    /// <summary>A sentence each; none where repairs were not asked.</summary>
    public static ImmutableArray<string> Of(AuditContent content)
    {
        var networks = content.Explanations;
        if (networks.IsEmpty || networks.Any(static network => network.Repair is null))
            return [];
        if (content.Preference.Verdict != AuditVerdict.PrefersNoise)
            return ["There is nothing to repair: noise is not what the network needs."];
        return
        [
            .. networks[0].Repair!.Forms.Where(static form => form.Name != RepairedForm.AsItIs).Select(form => Sentence(networks, form.Name)),
            .. networks.SelectMany(static network => network.Files).Select(static file => $"Written: {file.Value} ({Words(file.Key)}; it runs without noise)."),
            .. networks.SelectMany(static network => network.Files).Take(1).Select(static file => $"Other programs take it from: noisyrnn export {file.Value} --to npz (or safetensors, mat)."),
        ];
    }

    /// <summary>What the first repair does, for the answer; empty where there is none.</summary>
    public static string First(AuditContent content) =>
        content.Preference.Verdict == AuditVerdict.PrefersNoise && Of(content) is [var first, ..] ? $" {first}" : "";

    private static string Sentence(ImmutableArray<NetworkExplanation> networks, string way)
    {
        var noisy = networks.Average(static network => network.Repair!.NoisyLoss);
        var silent = networks.Average(static network => Form(network, RepairedForm.AsItIs).SilentLoss);
        var repaired = networks.Average(network => Form(network, way).SilentLoss);
        var does = !double.IsFinite(repaired) || repaired >= silent ? $"does not help: without noise its error is then {Times(repaired / silent)} what it is unrepaired"
            : repaired <= AsGood * noisy ? $"removes that: without noise its error is then {Times(repaired / noisy)} that with noise"
            : $"removes a part of that: without noise its error is then {Times(repaired / noisy)} that with noise, {Times(repaired / silent)} what it is unrepaired";
        return $"{Capital(Words(way))} {does}.";
    }

    private static string Words(string way) => way switch
    {
        "averaged" => "smoothing the activation over the noise",
        "biases" => "moving the units' biases",
        _ => $"the repair {way}",
    };

    private static RepairedForm Form(NetworkExplanation network, string name) => network.Repair!.Forms.First(form => form.Name == name);

    private static string Times(double ratio) => $"{Wording.Number(ratio)} times";

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
