using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>All that an audit shows, of recorded outputs or of networks that are run here.</summary>
public sealed record AuditContent
{
    /// <summary>What was audited: the files.</summary>
    public required string Title { get; init; }

    /// <summary>What the outputs are.</summary>
    public required OutputKind Kind { get; init; }

    /// <summary>s0; null where it was not given.</summary>
    public required double? TrainingLevel { get; init; }

    /// <summary>The networks, with the same levels; one a training seed.</summary>
    public required ImmutableArray<RecordedNetwork> Networks { get; init; }

    /// <summary>Those of them that count for nothing, for their outputs are not finite without noise or with any.</summary>
    public required ImmutableArray<RecordedNetwork> LeftOut { get; init; }

    /// <summary>The answer in numbers.</summary>
    public required NoisePreference Preference { get; init; }

    /// <summary>What was taken for granted in reading: a sentence each.</summary>
    public required ImmutableArray<string> Remarks { get; init; }

    /// <summary>Files with their hashes, version, command, machine: name -> value.</summary>
    public required ImmutableArray<KeyValuePair<string, string>> Provenance { get; init; }

    /// <summary>Why, and what can be done, of networks that are here; none of recorded outputs.</summary>
    public ImmutableArray<NetworkExplanation> Explanations { get; init; } = [];

    /// <summary>The equation that was executed; none of recorded outputs, which another program made.</summary>
    public ImmutableArray<string> Equations { get; init; } = [];

    /// <summary>What was done at each level: outputs were recorded elsewhere, or the network was tested here.</summary>
    internal string Done => Equations.IsEmpty ? "recorded" : "tested";

    /// <summary>Whether levels are told in units of the training level.</summary>
    internal bool IsRelative => TrainingLevel > 0;

    /// <summary>Whether outputs are classes.</summary>
    internal bool IsOfClasses => Kind != OutputKind.Values;

    /// <summary>The networks that count.</summary>
    internal ImmutableArray<RecordedNetwork> Counted => Networks.RemoveRange(LeftOut);

    /// <summary>Whether silence was compared with noise: what is said is of both.</summary>
    internal bool ComparesSilence => Preference.Verdict is AuditVerdict.PrefersNoise or AuditVerdict.PrefersSilence or AuditVerdict.NoDifference or AuditVerdict.NothingGained or AuditVerdict.Undecided;

    /// <summary>Whether silence was compared with noise, and an error is exactly 0.</summary>
    internal bool HasErrorOfZero => ComparesSilence
        && Counted.Any(static network => network.Points.Any(point => point.Loss == 0 && (point.Level == 0 || point.Level == network.Preference.Compared || point.Level == network.Preference.BestNoisy)));

    /// <summary>The word for what a network should have little of.</summary>
    internal string Error => IsOfClasses ? "loss" : "error";
}
