using System.Collections.Immutable;
using NoisyRnn.Formats;
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

    /// <summary>Why, a sentence each; none of recorded outputs.</summary>
    public ImmutableArray<string> Why => AuditWhy.Of(Content);

    /// <summary>What can be done, a sentence each; none of recorded outputs.</summary>
    public ImmutableArray<string> Remedies => AuditRemedy.Of(Content);

    /// <summary>The repaired networks that were written: way of repair (averaged, biases) and model file. None where no network prefers noise.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Repaired => [.. Content.Explanations.SelectMany(static explanation => explanation.Files)];

    /// <summary>What could not be asked of the networks, with the reason, a sentence each.</summary>
    public ImmutableArray<string> NotAsked => AuditWhy.NotAsked(Content);

    /// <summary>Answer and numbers as JSON.</summary>
    public string ToJson() => ResultJson.Write(new
    {
        Answer, Scope, Caveats, Why, Remedies, NotAsked, Content.Equations, Content.Explanations, Content.Kind, Content.TrainingLevel, Content.Preference, Content.Networks, LeftOut = Content.LeftOut.Select(static network => network.Name), Report = ReportPath,
    });

    /// <summary>Writes the page; where it cannot be, the answer is still there.</summary>
    /// <param name="content">What it shows.</param>
    /// <param name="folder">Its folder.</param>
    internal static AuditOutcome Written(AuditContent content, string folder)
    {
        try
        {
            return new AuditOutcome(content, Report.Write(content, folder), null);
        }
        catch (InputException error)
        {
            return new AuditOutcome(content, null, error.Message);
        }
    }
}
