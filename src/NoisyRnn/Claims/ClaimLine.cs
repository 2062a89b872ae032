using System.Collections.Immutable;

namespace NoisyRnn.Claims;

/// <summary>A line of a claim before the correction for the number of lines: what it speaks of, what is required there, and what is said.</summary>
internal sealed record ClaimLine
{
    private ClaimLine()
    {
    }

    /// <inheritdoc cref="Verdict.Cell"/>
    public required string Cell { get; init; }

    /// <inheritdoc cref="Verdict.Place"/>
    public VerdictPlace? Place { get; init; }

    /// <inheritdoc cref="Verdict.N"/>
    public required int N { get; init; }

    /// <inheritdoc cref="Verdict.LeftOut"/>
    public ImmutableArray<LeftOut> LeftOut { get; init; } = [];

    /// <inheritdoc cref="Verdict.Effects"/>
    public ImmutableArray<Effect> Effects { get; init; } = [];

    /// <summary>The outcome where no test decides: too few networks, nothing to compare, or what other lines say.</summary>
    public Outcome? Given { get; private init; }

    /// <inheritdoc cref="Verdict.Preview"/>
    public string Preview { get; private init; } = "";

    /// <summary>What is said of a given outcome, and where the requirements leave it open.</summary>
    public string Note { get; private init; } = "";

    /// <summary>Added to every note, whatever the outcome.</summary>
    public string Remark { get; init; } = "";

    /// <inheritdoc cref="Verdict.Kind"/>
    public LineKind Kind { get; init; }

    /// <inheritdoc cref="Verdict.Counted"/>
    public bool Counted { get; init; } = true;

    /// <inheritdoc cref="Verdict.AtThreshold"/>
    public bool AtThreshold { get; init; }

    /// <summary>Whether its intervals meet all requirements.</summary>
    public bool IsMet { get; private init; }

    /// <summary>p of the requirements' not being met.</summary>
    public double PUnlessMet { get; private init; } = 1;

    /// <summary>Whether an interval speaks against the claim.</summary>
    public bool IsBroken { get; private init; }

    /// <summary>p of their not being broken.</summary>
    public double PUnlessBroken { get; private init; } = 1;

    /// <summary>Whether its intervals say that what would speak either way is small.</summary>
    private bool HasNoEffect { get; init; }

    /// <summary>p of its not being small.</summary>
    public double PUnlessNoEffect { get; private init; } = 1;

    /// <summary>Of a preview, its direction where other lines tell it, not requirements of its own.</summary>
    public Outcome? SoFar { get; init; }

    /// <inheritdoc cref="Verdict.Direction"/>
    public string Direction { get; init; } = "";

    /// <summary>Seeds whose values alone meet all requirements; null where they are not of the same seeds.</summary>
    private int? SeedsFor { get; init; }

    /// <summary>Whether a requirement was asked of it.</summary>
    private bool IsAsked { get; init; }

    private string HoldsNote { get; init; } = "";

    private string FailsNote { get; init; } = "";

    /// <summary>What is said where the requirements are neither met nor broken.</summary>
    private string OpenNote { get; init; } = "";

    private string NotCountedNote { get; init; } = "";

    /// <summary>A line on the networks of a cell that count.</summary>
    /// <param name="cell">The cell, which names the line.</param>
    /// <param name="part">The part of the claim's matrix in which it stands.</param>
    /// <param name="beside">Cells with which it is compared: without a verdict on one there is none on the line.</param>
    public static ClaimLine Of(RunCell cell, string part, params ReadOnlySpan<RunCell?> beside)
    {
        RunCell[] cells = [cell, .. beside.ToArray().OfType<RunCell>()];
        var withheld = Array.Find(cells, static cell => cell.Withheld is not null);
        return OfAll(cell, part) with
        {
            N = cell.Counted.Length,
            LeftOut = [.. cells.SelectMany(static cell => cell.LeftOut)],
            Given = withheld?.Withheld,
            Preview = withheld is { Withheld: Outcome.Preview } ? withheld.WithheldNote : "",
            Note = withheld is { Withheld: not Outcome.Preview } ? withheld.WithheldNote : "",
        };
    }

    /// <summary>A line on all networks of a cell, those too that do not count elsewhere.</summary>
    /// <param name="cell">The cell, which names the line.</param>
    /// <param name="part">The part of the claim's matrix in which it stands.</param>
    public static ClaimLine OfAll(RunCell cell, string part) =>
        new() { Cell = cell.Label, Place = new(part, cell.Arm.Name, cell.Arm.TrainingSigma), N = cell.Runs.Length };

    /// <summary>The line over the whole table.</summary>
    /// <param name="outcome">What is said of the claim.</param>
    /// <param name="note">And why.</param>
    /// <param name="cells">The cells that it speaks of.</param>
    /// <param name="preview">Of how many seeds it is, where there are too few.</param>
    public static ClaimLine Whole(Outcome outcome, string note, ImmutableArray<RunCell> cells, string preview = "") => new()
    {
        Cell = Verdict.All,
        N = cells.Sum(static cell => cell.Counted.Length),
        LeftOut = [.. cells.SelectMany(static cell => cell.LeftOut)],
        Given = outcome,
        Preview = preview,
        Note = note,
    };

    /// <summary>The line whose outcome no requirement decides: it follows from other lines, from all networks together, or from a count.</summary>
    /// <param name="outcome">What is said of it.</param>
    /// <param name="note">And why.</param>
    /// <param name="preview">Of how many seeds it is, where there are too few.</param>
    public ClaimLine Told(Outcome outcome, string note, string preview = "") => this with { Given = outcome, Note = note, Preview = preview };

    /// <summary>The line where nothing can be asked; one that is given an outcome already keeps it, and a preview says why it has no direction.</summary>
    public ClaimLine Undecided(string why) => Given switch
    {
        null => this with { Given = Outcome.Undecided, Note = why },
        Outcome.Preview => this with { Note = why },
        _ => this,
    };

    /// <summary>A preview where there are fewer networks, or pairs of them, than a verdict needs.</summary>
    public ClaimLine UnlessPreview(int minSeeds) => Given is null && N < minSeeds ? this with { Given = Outcome.Preview, Preview = $"preview, n={N}" } : this;

    /// <summary>Undecided where too many seeds lack what is compared: of five one may be left out on each side, not a different one at each level.</summary>
    /// <param name="seeds">All seeds, of which N are compared.</param>
    /// <param name="what">"have both networks".</param>
    /// <param name="rules">How many may be left out.</param>
    public ClaimLine UnlessMostLack(int seeds, string what, CommonRules rules) =>
        seeds - N <= rules.LeftOutShare * seeds ? this : Undecided($"of {seeds} seeds {N} {what}");

    /// <summary>The line where it cannot hold, whatever its intervals say.</summary>
    public ClaimLine CannotHold(string why) => Given is null or Outcome.Preview ? this with { IsMet = false, OpenNote = why } : this;

    /// <summary>The line where the whole is told without it; it is shown, its outcome as it was measured. Of networks that are not trained nothing is said.</summary>
    public ClaimLine NotCounted(string why) =>
        Given is Outcome.NotTrained ? this : this with { Counted = false, NotCountedNote = $"not counted: {why}" };

    /// <summary>
    /// The line that holds if all requirements are met, by their intervals and by the largest of their p-values, and
    /// does not if any is broken: p the smallest of theirs, times their number.
    /// </summary>
    /// <param name="rules">The intervals' confidence.</param>
    /// <param name="holds">What is said where all are met.</param>
    /// <param name="quantities">The requirements, and what is shown beside them, in the order of the effects.</param>
    public ClaimLine Require(CommonRules rules, string holds, params ImmutableArray<Quantity> quantities)
    {
        var requirements = quantities.OfType<Requirement>().ToArray();
        var unknown = Array.Find(requirements, static requirement => requirement.Values.Any(double.IsNaN));
        // Where a requirement cannot be told none is asked: what is beside them is shown all the same.
        var measured = quantities.Where(quantity => quantity.Values.Length > 0 && (unknown is null || quantity is not Requirement))
            .Select(quantity => (Quantity: quantity, Interval: quantity.IntervalBy(rules))).ToArray();
        ImmutableArray<Effect> effects = [.. measured.Select(static pair => new Effect(pair.Quantity.Symbol, pair.Interval, pair.Quantity.End)).DistinctBy(static effect => effect.Symbol)];
        if (unknown is not null)
            return Undecided($"{unknown.Symbol} is not a number in {unknown.Values.Count(double.IsNaN)} of {unknown.Values.Length} networks") with { Effects = effects };
        var known = measured.Where(static pair => pair.Quantity is Requirement).Select(static pair => (Requirement: (Requirement)pair.Quantity, pair.Interval)).ToArray();
        var breakable = known.Where(static pair => pair.Requirement.Broken.Length > 0).ToArray();
        var small = rules.AreFormer ? [] : known.Where(static pair => pair.Requirement.NoEffectWithin is not null).ToArray();
        var broken = breakable.Where(pair => pair.Requirement.IsBroken(pair.Interval, rules)).Select(static pair => pair.Requirement.Broken).Distinct().ToArray();
        var open = known.Where(static pair => !pair.Requirement.IsMet(pair.Interval)).Select(static pair => pair.Requirement.Open).Distinct().ToArray();
        return this with
        {
            Effects = effects,
            IsMet = open.Length == 0 && broken.Length == 0 && known.Length == requirements.Length,
            IsAsked = known.Length > 0,
            SeedsFor = Array.TrueForAll(requirements, requirement => requirement.Values.Length == N)
                ? Enumerable.Range(0, N).Count(seed => Array.TrueForAll(requirements, requirement => requirement.IsMetBy(requirement.Values[seed]))) : null,
            PUnlessMet = requirements.Max(requirement => requirement.PUnlessMet(rules)),
            IsBroken = broken.Length > 0,
            PUnlessBroken = breakable.Length == 0 ? 1 : Math.Min(1, breakable.Length * breakable.Min(pair => pair.Requirement.PUnlessBroken(rules, pair.Interval))),
            HasNoEffect = small.Length > 0 && Array.TrueForAll(small, static pair => pair.Interval.Low > -pair.Requirement.NoEffectWithin && pair.Interval.High < pair.Requirement.NoEffectWithin),
            PUnlessNoEffect = small.Length == 0 ? 1 : small.Max(pair => pair.Requirement.PUnlessNoEffect(rules)),
            HoldsNote = holds,
            FailsNote = string.Join("; ", broken),
            OpenNote = string.Join("; ", open),
        };
    }

    /// <summary>The verdict, from the two p-values corrected over the family.</summary>
    /// <param name="claim">The claim's symbol.</param>
    /// <param name="forP">p of the requirements' not being met.</param>
    /// <param name="againstP">p of their not being broken.</param>
    /// <param name="smallP">p of the effects' not being small.</param>
    /// <param name="tail">The error allowed on each side.</param>
    public Verdict Settle(string claim, double forP, double againstP, double smallP, double tail)
    {
        if (Given == Outcome.Preview)
            return Directed(claim);
        if (Given is { } given)
            return Say(claim, given, Note, null);
        if (IsMet && forP <= tail)
            return Say(claim, Outcome.Holds, HoldsNote, forP);
        if (IsBroken && againstP <= tail)
            return Say(claim, Outcome.DoesNotHold, FailsNote, againstP);
        if (HasNoEffect && smallP <= tail)
            return Say(claim, Outcome.NoEffect, "too small to speak either way", smallP);
        return Say(claim, Outcome.Undecided, IsMet || IsBroken ? $"{(IsBroken ? "against it" : "for it")} by its intervals alone: p, corrected, is too large" : string.Join("; ", new[] { Note, OpenNote }.Where(static part => part.Length > 0)), IsBroken ? againstP : forP);
    }

    // A preview informs: what its intervals say so far, and how many of the seeds say it alone.
    private Verdict Directed(string claim)
    {
        var soFar = SoFar ?? (!IsAsked ? null : IsMet ? Outcome.Holds : IsBroken ? Outcome.DoesNotHold : (Outcome?)Outcome.Undecided);
        var words = soFar is not { } known ? "" : Verdict.InWords(known) + (SeedsFor is { } seeds ? $", {seeds} of {N} seeds" : "");
        var note = !IsAsked ? Note : soFar switch { Outcome.Holds => HoldsNote, Outcome.DoesNotHold => FailsNote, _ => OpenNote };
        return Say(claim, Outcome.Preview, note, null) with { SoFar = soFar, Direction = Direction.Length > 0 ? Direction : words };
    }

    private Verdict Say(string claim, Outcome outcome, string note, double? adjustedP) => new()
    {
        Claim = claim,
        Cell = Cell,
        Place = Place,
        Kind = Kind,
        Outcome = outcome,
        Preview = Preview,
        Beside = string.Join("; ", new[] { NotCountedNote, note, Remark }.Where(static part => part.Length > 0)),
        Effects = Effects,
        N = N,
        LeftOut = LeftOut,
        AdjustedP = adjustedP,
        Counted = Counted,
        AtThreshold = AtThreshold,
    };
}
