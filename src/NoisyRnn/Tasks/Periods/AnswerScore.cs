using System.Collections.Immutable;

namespace NoisyRnn.Tasks;

/// <summary>What the answers to test trials add up to.</summary>
/// <param name="answer">By what they were judged.</param>
/// <param name="outcomes">What became of each trial.</param>
/// <param name="against">The value of a variable in each trial; null where no curve is asked for.</param>
/// <param name="timeUnit">The unit of times.</param>
internal sealed class AnswerScore(TrialAnswer answer, IReadOnlyList<AnswerOutcome> outcomes, IReadOnlyList<double>? against, string timeUnit)
{
    private const int MostValues = 16, Bins = 10;

    private const string Share = "share of trials right";

    /// <summary>Share of trials right, and the curves that go with the kind of answer.</summary>
    public Behaviour Behaviour => new()
    {
        Metrics = [new("right", Share, Mean(outcomes.Select(static one => one.IsRight ? 1.0 : 0))), .. answer is TimeAnswer ? Times() : []],
        Curves = [.. answer is TimeAnswer ? TimeCurves() : [], .. against is null ? [] : Curves(against)],
    };

    private IEnumerable<Metric> Times()
    {
        var told = outcomes.Where(static one => !double.IsNaN(one.Said) && !double.IsNaN(one.Asked)).ToList();
        yield return new("bias of the time", "share of the time asked for", Mean(told.Select(static one => (one.Said - one.Asked) / one.Asked)));
        yield return new("error of the time", "root of the mean square, share of the time asked for", Math.Sqrt(Mean(told.Select(static one => ((one.Said - one.Asked) / one.Asked) is var error ? error * error : 0))));
    }

    private IEnumerable<BehaviourCurve> TimeCurves()
    {
        var asked = Groups([.. outcomes.Select(static one => one.Asked)]);
        ImmutableArray<double> x = [.. asked.Select(static group => group.X)];
        var said = asked.Select(group => group.Trials.Select(n => outcomes[n].Said).Where(static time => !double.IsNaN(time)).ToList()).ToList();
        yield return new("times produced", "mean", $"time asked for ({timeUnit})", $"time produced ({timeUnit})", x, [.. said.Select(Mean)]);
        yield return new("times produced", "asked", $"time asked for ({timeUnit})", $"time produced ({timeUnit})", x, x);
        yield return new("spread of times", "", $"time asked for ({timeUnit})", $"standard deviation ({timeUnit})", x, [.. said.Select(Deviation)]);
    }

    private IEnumerable<BehaviourCurve> Curves(IReadOnlyList<double> values)
    {
        var groups = Groups(values);
        ImmutableArray<double> x = [.. groups.Select(static group => group.X)];
        yield return new("trials right", "", answer.Against!, Share, x, [.. groups.Select(group => Mean(group.Trials.Select(n => outcomes[n].IsRight ? 1.0 : 0)))]);
        if (answer.Boundary is { } boundary)
            yield return new("psychometric curve", "", answer.Against!, $"share of answers above {boundary}", x, [.. groups.Select(group => Mean(group.Trials.Select(n => outcomes[n].Said > boundary ? 1.0 : 0)))]);
    }

    // A group for each value, or where they are many for each tenth of the range between the least and the greatest.
    private static List<(double X, List<int> Trials)> Groups(IReadOnlyList<double> values)
    {
        var told = Enumerable.Range(0, values.Count).Where(n => !double.IsNaN(values[n])).ToList();
        if (told.Count == 0)
            return [];
        var (low, high) = (told.Min(n => values[n]), told.Max(n => values[n]));
        var isFew = told.Select(n => values[n]).Distinct().Take(MostValues + 1).Count() <= MostValues;
        return [.. told.GroupBy(n => isFew ? values[n] : Math.Min(Bins - 1, Math.Floor(Bins * (values[n] - low) / (high - low))))
            .OrderBy(static group => group.Key).Select(group => (isFew ? group.Key : group.Average(n => values[n]), group.ToList()))];
    }

    private static double Mean(IEnumerable<double> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values)
            (sum, count) = (sum + value, count + 1);
        return count == 0 ? double.NaN : sum / count;
    }

    private static double Deviation(List<double> values)
    {
        var mean = Mean(values);
        return values.Count < 2 ? double.NaN : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
