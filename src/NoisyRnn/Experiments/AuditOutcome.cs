using System.Collections.Immutable;
using NoisyRnn.Reports;
using NoisyRnn.Runs;

namespace NoisyRnn.Experiments;

/// <summary>What an audit gave.</summary>
/// <param name="Content">All that its page shows.</param>
/// <param name="ReportPath">The page; null where it could not be written.</param>
/// <param name="PageProblem">Why it could not; null where it was.</param>
public sealed record AuditOutcome(AuditContent Content, string? ReportPath, string? PageProblem)
{
    /// <summary>The answer in plain words.</summary>
    public string Answer => AuditAnswer.Of(Content);

    /// <summary>What the intervals are over.</summary>
    public string Scope => AuditAnswer.Scope(Content);

    /// <summary>What must be known beside the answer, and what was taken for granted in reading: a sentence each.</summary>
    public ImmutableArray<string> Caveats => [.. AuditCaveats.Of(Content), .. Content.Remarks];

    /// <summary>The numbers, a line a level.</summary>
    public AuditTable Table => AuditTable.Of(Content);

    /// <summary>Answer and numbers as JSON.</summary>
    public string ToJson() => ResultJson.Write(new
    {
        Answer, Scope, Caveats, Content.Kind, Content.TrainingLevel, Content.Preference, Content.Networks, LeftOut = Content.LeftOut.Select(static network => network.Name), Report = ReportPath,
    });
}
