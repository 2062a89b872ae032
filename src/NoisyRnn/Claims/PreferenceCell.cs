using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Numerics;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>One cell of the grid: the networks of all seeds with one activation, placement and training noise.</summary>
public sealed record PreferenceCell
{
    /// <summary>How the placement ends of networks tested with the mean of the step's factor kept.</summary>
    public const string MeanMatched = ", mean matched";

    /// <summary>How the placement ends of networks judged by their output averaged over draws.</summary>
    public const string MeanOutput = ", mean output";

    /// <summary>The activation's name.</summary>
    public required string Activation { get; init; }

    /// <summary>Placement of the training noise; "silent" where s0 = 0.</summary>
    public required string Placement { get; init; }

    /// <summary>s0.</summary>
    public required double TrainingSigma { get; init; }

    /// <summary>The networks that count, by seed; each has a sweep with finite losses at levels 0 and s0.</summary>
    public required ImmutableArray<SweptRun> Counted { get; init; }

    /// <summary>The networks that do not, by seed.</summary>
    public required ImmutableArray<LeftOut> LeftOut { get; init; }

    /// <summary>The runs of those, diverged ones too: for claims on training itself, which they are part of.</summary>
    public ImmutableArray<SweptRun> NotCounted { get; init; } = [];

    /// <summary>g = dt/tau, of the fastest unit; also where no network counts.</summary>
    public double Step { get; init; }

    /// <summary>Preview or NotTrained where no verdict may be given on this cell; null where one may.</summary>
    public required Outcome? Withheld { get; init; }

    /// <summary>What its training noise is made of, whatever the levels: "state additive + state released-uniform"; empty where there is none.</summary>
    public string Sources { get; init; } = "";

    /// <summary>Whether it is another cell over again: tested with the mean of the step's factor kept, or judged by its mean output.</summary>
    internal bool IsOverAgain => Placement.EndsWith(MeanMatched, StringComparison.Ordinal) || Placement.EndsWith(MeanOutput, StringComparison.Ordinal);

    /// <summary>"relu, inside, s0 = 0.3".</summary>
    public string Label => LabelOf(Activation, Placement, TrainingSigma);

    /// <summary>Why no verdict is given, "preview, n=3"; empty where one may be.</summary>
    public string WithheldNote => Withheld switch
    {
        Outcome.Preview when LeftOut.IsEmpty => $"preview, n={Counted.Length}",
        Outcome.Preview => $"preview, n={Counted.Length}, {LeftOut.Length} left out",
        Outcome.NotTrained => $"{LeftOut.Length} of {Counted.Length + LeftOut.Length} networks diverged or did not learn the task",
        _ => "",
    };

    /// <summary>The same networks, for a claim with a smallest number of seeds of its own.</summary>
    internal PreferenceCell Under(CommonRules rules) => this with { Withheld = WithheldFor(Counted.Length, LeftOut.Length, rules) };

    /// <summary>Why a cell gets no verdict by the numbers of its networks; null where it may.</summary>
    internal static Outcome? WithheldFor(int counted, int leftOut, CommonRules rules) =>
        counted == 0 ? Outcome.NotTrained
        : counted + leftOut < rules.MinSeeds ? Outcome.Preview
        : leftOut > rules.LeftOutShare * (counted + leftOut) ? Outcome.NotTrained
        : null;

    internal static string LabelOf(string activation, string placement, double trainingSigma) =>
        $"{activation}, {placement}, s0 = {trainingSigma}";

    /// <summary>One value a counted network, by seed.</summary>
    internal double[] Values(Func<NoiseSweepResult, double> figure) => [.. Counted.Select(run => figure(run.Sweep!))];

    /// <summary>rho of each counted network.</summary>
    internal double[] Rho() => Values(sweep => sweep.Preferred.Level);

    /// <summary>rho over seeds, and the end of the range at which more than half of the networks sit.</summary>
    internal Effect PreferredEffect(CommonRules rules) => new("rho", rules.IntervalOf(Rho()), MajorityEnd());

    /// <summary>D of each counted network; only where s0 &gt; 0.</summary>
    internal double[] Gain() => Values(sweep => sweep.Gain!.Value);

    /// <summary>Mean over networks of ln of the output variance at the training level; null where a network has none, or 0.</summary>
    internal double? LogOutputVariance()
    {
        var level = TrainingSigma > 0 ? 1.0 : 0.0;
        var variances = Counted.Select(run => run.Sweep!.Points.First(point => point.Level == level).Variance).ToArray();
        return variances.Length > 0 && variances.All(variance => variance > 0)
            ? variances.Average(variance => Elementary.Log(variance!.Value))
            : null;
    }

    private RangeEnd MajorityEnd() =>
        Counted.GroupBy(run => run.Sweep!.Preferred.End).FirstOrDefault(end => 2 * end.Count() > Counted.Length)?.Key ?? RangeEnd.Inside;

    /// <summary>The cell's line in the tables and figures.</summary>
    internal CellSummary Summarise(CommonRules rules)
    {
        var runs = Counted;
        return new()
        {
            Activation = Activation,
            Placement = Placement,
            TrainingSigma = TrainingSigma,
            N = runs.Length,
            Preferred = rules.IntervalOf(Rho()),
            PreferredEnd = MajorityEnd(),
            PreferredBias = WhereAllHave(sweep => sweep.PreferredBias?.Level),
            Gain = WhereAllHave(sweep => sweep.Gain),
            SilentLoss = rules.IntervalOf(Values(sweep => sweep.SilentLoss)),
            TrainingLevelLoss = rules.IntervalOf(Values(sweep => sweep.TrainingLevelLoss)),
            ValidationLoss = runs.All(static run => run.ValidationLoss is { } loss && double.IsFinite(loss))
                ? rules.IntervalOf([.. runs.Select(static run => run.ValidationLoss!.Value)])
                : null,
            SilentAccuracy = WhereAllHave(sweep => sweep.Points.First(point => point.Level == 0).Accuracy),
            TrainingLevelAccuracy = WhereAllHave(sweep => sweep.TrainingLevelAccuracy),
            RepairedLoss = WhereAllHave(sweep => sweep.RepairedLoss),
            Runs = [.. runs.Select(run => run.Run)],
        };

        Interval? WhereAllHave(Func<NoiseSweepResult, double?> figure) =>
            runs.All(run => figure(run.Sweep!) is { } value && double.IsFinite(value))
                ? rules.IntervalOf(Values(sweep => figure(sweep)!.Value))
                : null;
    }
}
