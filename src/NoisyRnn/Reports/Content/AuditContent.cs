using System.Collections.Immutable;
using NoisyRnn.Analyses;

namespace NoisyRnn.Reports;

/// <summary>All that the audit of recorded outputs shows.</summary>
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

    /// <summary>Whether levels are told in units of the training level.</summary>
    internal bool IsRelative => TrainingLevel > 0;

    /// <summary>Whether outputs are classes.</summary>
    internal bool IsOfClasses => Kind != OutputKind.Values;

    /// <summary>The networks that count.</summary>
    internal ImmutableArray<RecordedNetwork> Counted => Networks.RemoveRange(LeftOut);

    /// <summary>The word for what a network should have little of.</summary>
    internal string Error => IsOfClasses ? "loss" : "error";
}
