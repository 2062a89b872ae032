using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Statistics;

namespace NoisyRnn.Claims;

/// <summary>One cell of the grid: the networks of one arm at one level of training noise, a seed each.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Runs">The runs; in a table by seed.</param>
public sealed record RunCell(Arm Arm, ImmutableArray<NetworkRun> Runs)
{
    /// <summary>The runs; in a table by seed.</summary>
    public ImmutableArray<NetworkRun> Runs { get; } = Runs;

    /// <summary>The networks that count; in a table each has a sweep with finite losses at levels 0 and s0.</summary>
    public ImmutableArray<NetworkRun> Counted { get; } = [.. Runs.Where(static run => run.Counted)];

    // Of 5,000 networks and as many twins each would else be asked of each.
    private Dictionary<string, NetworkRun> ByTraining { get; } = Runs.Where(static run => run.Counted).DistinctBy(static run => run.Training).ToDictionary(static run => run.Training);

    /// <summary>The networks that do not.</summary>
    public ImmutableArray<LeftOut> LeftOut => [.. Runs.Where(static run => !run.Counted).Select(run => new LeftOut(run.Run, Label, run.LeftOutReason!))];

    /// <summary>Preview or NotTrained where no verdict may be given on this cell; null where one may.</summary>
    public Outcome? Withheld { get; init; }

    /// <summary>"relu, inside, s0 = 0.3".</summary>
    public string Label => Arm.Label;

    /// <summary>g = dt/tau, of the fastest unit; also where no network counts.</summary>
    public double Step => Runs[0].Step;

    /// <summary>Whether f of its networks is the identity; also where no network counts.</summary>
    public bool IsLinear => Runs[0].IsLinear;

    /// <summary>The arrays of its networks that are matrices of weights, by name.</summary>
    internal ImmutableArray<string> Matrices => Runs[0].Matrices;

    /// <summary>What its training noise is made of, whatever the levels.</summary>
    public NoiseMix Sources => Runs[0].Sources;

    /// <summary>Sweeps of the networks that count.</summary>
    internal IEnumerable<NoiseSweepResult> Sweeps => Counted.Select(static run => run.Sweep).OfType<NoiseSweepResult>();

    /// <summary>What an analysis found of the networks that count.</summary>
    internal IEnumerable<TResult> Found<TResult>()
        where TResult : AnalysisResult => Counted.Select(static run => run.Found<TResult>()).OfType<TResult>();

    /// <summary>Runs sorted into cells, in the order of the first run of each.</summary>
    /// <param name="runs">The runs.</param>
    public static ImmutableArray<RunCell> Of(IEnumerable<NetworkRun> runs) =>
        [.. runs.GroupBy(static run => run.Arm).Select(static cell => new RunCell(cell.Key, [.. cell]))];

    /// <summary>Why no verdict is given, "preview, n=3"; empty where one may be.</summary>
    public string WithheldNote => Withheld switch
    {
        Outcome.Preview when Counted.Length == Runs.Length => $"preview, n={Counted.Length}",
        Outcome.Preview => $"preview, n={Counted.Length}, {Runs.Length - Counted.Length} left out",
        Outcome.NotTrained => $"{Runs.Length - Counted.Length} of {Runs.Length} networks diverged or did not learn the task",
        _ => "",
    };

    /// <summary>The same networks under the rules of a claim: what is withheld may differ by its smallest number of seeds.</summary>
    internal RunCell Under(CommonRules rules) => this with
    {
        Withheld = Counted.IsEmpty ? Outcome.NotTrained
            : Runs.Length < rules.MinSeeds ? Outcome.Preview
            : Runs.Length - Counted.Length > rules.LeftOutShare * Runs.Length ? Outcome.NotTrained
            : null,
    };

    /// <summary>Its noise-off twin: the cell that has most twins of its networks; null where none has one.</summary>
    /// <param name="silent">All cells trained without noise. One network may be tested in several places: several cells, one twin.</param>
    internal RunCell? TwinAmong(ImmutableArray<RunCell> silent) => silent.Where(IsTwin).MaxBy(other => Counted.Count(run => other.TwinOf(run) is not null));

    /// <summary>Whether another cell has a twin of one of its networks.</summary>
    internal bool IsTwin(RunCell other) => Counted.Any(run => other.TwinOf(run) is not null);

    /// <summary>Its networks that count, each with its twin, where that is there and counts too.</summary>
    /// <param name="twin">The cell of the twins; null where there is none.</param>
    internal IEnumerable<(NetworkRun Noisy, NetworkRun Twin)> WithTwins(RunCell? twin) =>
        from run in Counted
        let other = twin?.TwinOf(run)
        where other is not null
        select (run, other);

    private NetworkRun? TwinOf(NetworkRun run) => run.Twin.Length > 0 ? ByTraining.GetValueOrDefault(run.Twin) : null;

    /// <summary>One value a counted network, by seed.</summary>
    internal double[] Values(Func<NoiseSweepResult, double> figure) => [.. Counted.Select(run => figure(run.Sweep!))];

    /// <summary>rho of each counted network.</summary>
    internal double[] Rho() => Values(sweep => sweep.Preferred.Level);

    /// <summary>The end of the tested range at which more than half of the networks prefer to be; else inside.</summary>
    internal RangeEnd PreferredEnd =>
        Counted.GroupBy(run => run.Sweep!.Preferred.End).FirstOrDefault(end => 2 * end.Count() > Counted.Length)?.Key ?? RangeEnd.Inside;

    /// <summary>D of each counted network; only where s0 &gt; 0.</summary>
    internal double[] Gain() => Values(sweep => sweep.Gain!.Value);

    /// <summary>What D is called: of outputs averaged over draws it is G = tanh(D/2), which is told of bias^2 below 0 too.</summary>
    internal string GainSymbol => IsOfMeans ? "G" : "D";

    /// <summary>D, or G, where the loss without noise is so many times that at the training noise.</summary>
    internal double GainAt(double ratio) => IsOfMeans ? (ratio - 1) / (ratio + 1) : Elementary.Log(ratio);

    private bool IsOfMeans => Runs.Any(static run => run.Sweep is { IsOfUnbiasedMeans: true });

    /// <summary>Of other cells that are trained, the one whose output variance is nearest in log, with the ratio of its variance to this cell's; null where there is none to compare.</summary>
    internal (RunCell Cell, double Ratio)? NearestByVariance(IEnumerable<RunCell> others) => LogOutputVariance() is not { } own ? null : others
        .Where(static other => other.Withheld != Outcome.NotTrained)
        .Select(static other => (Cell: other, Log: other.LogOutputVariance()))
        .Where(static other => other.Log is not null)
        .Select(other => ((RunCell Cell, double Ratio)?)(other.Cell, Elementary.Exp(other.Log!.Value - own)))
        .MinBy(static other => Math.Abs(Elementary.Log(other!.Value.Ratio)));

    /// <summary>Whether variances of a ratio count as alike: those of exactly the factor too, whatever the rounding of log and exp.</summary>
    internal static bool AreAlike(double ratio, double factor) => Math.Abs(Elementary.Log(ratio)) <= Elementary.Log(factor) + 1e-9;

    // Mean over networks of ln of the output variance at the training level; null where a network has none, or 0.
    private double? LogOutputVariance()
    {
        var level = Arm.IsSilent ? 0.0 : 1.0;
        var variances = Counted.Select(run => run.Sweep!.Points.First(point => point.Level == level).Variance).ToArray();
        return variances.Length > 0 && variances.All(variance => variance > 0)
            ? variances.Average(variance => Elementary.Log(variance!.Value))
            : null;
    }

    /// <summary>The cell's line in the tables and figures.</summary>
    internal CellSummary Summarise(CommonRules rules)
    {
        var runs = Counted;
        return new()
        {
            Arm = Arm,
            N = runs.Length,
            Preferred = rules.IntervalOf(Rho()),
            PreferredEnd = PreferredEnd,
            PreferredBias = WhereAllHave(sweep => sweep.PreferredBias?.Level),
            Gain = IsOfMeans ? null : WhereAllHave(sweep => sweep.Gain),
            SilentLoss = rules.IntervalOf(Values(sweep => sweep.SilentLoss)),
            TrainingLevelLoss = rules.IntervalOf(Values(sweep => sweep.TrainingLevelLoss)),
            ValidationLoss = runs.All(static run => run.ValidationLoss is { } loss && double.IsFinite(loss))
                ? rules.IntervalOf([.. runs.Select(static run => run.ValidationLoss!.Value)])
                : null,
            SilentAccuracy = WhereAllHave(sweep => sweep.Points.First(point => point.Level == 0).Accuracy),
            TrainingLevelAccuracy = WhereAllHave(sweep => sweep.TrainingLevelAccuracy),
            RepairedLoss = WhereAllHave(sweep => sweep.RepairedLoss),
            RepairGain = WhereAllHave(sweep => sweep is { RepairedLoss: > 0 and var repaired, SilentLoss: > 0 } ? Elementary.Log(sweep.SilentLoss / repaired) : null),
            Runs = [.. runs.Select(run => run.Run)],
        };

        Interval? WhereAllHave(Func<NoiseSweepResult, double?> figure) =>
            runs.All(run => figure(run.Sweep!) is { } value && double.IsFinite(value))
                ? rules.IntervalOf(Values(sweep => figure(sweep)!.Value))
                : null;
    }
}
