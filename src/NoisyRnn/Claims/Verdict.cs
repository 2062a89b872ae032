using System.Collections.Immutable;

namespace NoisyRnn.Claims;

/// <summary>One line of the table of verdicts: a claim, for one cell of the grid or over all of them.</summary>
public sealed record Verdict
{
    /// <summary>The cell of the verdict over the whole table.</summary>
    public const string All = "all";

    /// <summary>C1, C2, ...</summary>
    public required string Claim { get; init; }

    /// <summary>The cell, "relu, inside, s0 = 0.3"; <see cref="All"/> for the claim over the whole table.</summary>
    public required string Cell { get; init; }

    /// <summary>The verdict.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>"preview, n=3, 1 left out": of how many seeds, where there are too few; else empty.</summary>
    public string Preview { get; init; } = "";

    /// <summary>What is said beside that: "at the training noise", "near the training noise", "threshold s_c = 0.3".</summary>
    public string Beside { get; init; } = "";

    /// <summary>Of a preview, what its intervals say so far: that the criterion is met (holds), that they speak against it (does not hold), or neither (undecided); null where nothing was asked.</summary>
    public Outcome? SoFar { get; init; }

    /// <summary>The same in words: "so far for, 3 of 3 seeds"; over the whole table "so far 5 of 6 cells for, 1 against"; empty where there is no direction.</summary>
    public string Direction { get; init; } = "";

    /// <summary>As it would stand if what a preview says so far were a verdict; any other as it is.</summary>
    internal Verdict AsSoFar => Outcome != Outcome.Preview ? this : this with { Outcome = SoFar ?? Outcome.Undecided, Preview = "", Direction = "" };

    /// <summary>The outcome by the rules before 2026-11-30, where it was another; else null.</summary>
    public Outcome? Formerly { get; init; }

    /// <summary>"held by the rules before 2026-11-30", where the outcome was another; else empty.</summary>
    public string FormerNote => Formerly is not { } outcome ? "" : $"{outcome switch { Outcome.Holds => "held", Outcome.DoesNotHold => "did not hold", Outcome.NotTrained => "was not trained", Outcome.Preview => "was a preview", _ => "was undecided" }} by the rules before {CommonRules.Since}";

    /// <summary>"64 units", "32 to 256 units": how wide the networks are that the claim speaks of; empty on a line, and where that is not known.</summary>
    public string Width { get; init; } = "";

    /// <summary>All that is said.</summary>
    public string Note => string.Join("; ", new[] { Preview, Direction, Beside, FormerNote, Width }.Where(static part => part.Length > 0));

    /// <summary>The measured quantities with their intervals.</summary>
    public ImmutableArray<Effect> Effects { get; init; } = [];

    /// <summary>Number of networks counted.</summary>
    public required int N { get; init; }

    /// <summary>The networks not counted.</summary>
    public ImmutableArray<LeftOut> LeftOut { get; init; } = [];

    /// <summary>The p-value adjusted over the table (Holm), where the claim has one.</summary>
    public double? AdjustedP { get; init; }

    /// <summary>Where the line stands in the claim's matrix; null for the claim over the whole table.</summary>
    public VerdictPlace? Place { get; init; }

    /// <summary>"so far for", "so far against", "so far open": the direction of a preview in words.</summary>
    internal static string InWords(Outcome soFar) => soFar switch { Outcome.Holds => "so far for", Outcome.DoesNotHold => "so far against", _ => "so far open" };

    /// <summary>What kind of thing the line speaks of.</summary>
    internal LineKind Kind { get; init; }

    /// <summary>Whether the verdict over the whole table counts this line; where it does not, the note says why.</summary>
    public bool Counted { get; init; } = true;

    /// <summary>Whether the claim's threshold s_c lies here: this cell and all of its row with larger s0 hold.</summary>
    public bool AtThreshold { get; init; }
}
