using System.Collections.Immutable;

namespace NoisyRnn.Tasks;

/// <summary>What the answers to a suite's test trials add up to.</summary>
/// <param name="trials">The trials. [n]</param>
/// <param name="answers">The answers at their last steps. [n]</param>
internal sealed class CognitiveScore(IReadOnlyList<CognitiveTrial> trials, IReadOnlyList<CognitiveAnswer> answers)
{
    private const string XLabel = "signed coherence: half of strength 1 - strength 2";

    /// <summary>Performance and psychometric curves.</summary>
    /// <param name="tasks">The suite's tasks, in order.</param>
    public Behaviour Of(ImmutableArray<CognitiveTask> tasks)
    {
        double[] shares = [.. tasks.Select(ShareRight)];
        double[] told = [.. shares.Where(static share => !double.IsNaN(share))];
        const string Unit = "share of trials right";
        var decisions = tasks.OfType<CognitiveDecision>().ToList();
        return new Behaviour
        {
            Metrics =
            [
                new Metric("perf_avg", Unit, told.Length == 0 ? double.NaN : told.Average()),
                new Metric("perf_min", Unit, told.Length == 0 ? double.NaN : told.Min()),
                .. tasks.Select((task, k) => new Metric(task.Name, Unit, shares[k])),
            ],
            Curves =
            [
                .. decisions.Select(task => Curve(task, "psychometric curves", "share of choices of stimulus 1", static answers => Share(answers.Where(static a => a is not null), static a => a == true))),
                .. decisions.Select(task => Curve(task, "trials without a choice", "share of trials without a choice", static answers => Share(answers, static a => a is null))),
            ],
        };
    }

    private double ShareRight(CognitiveTask task) =>
        Share(Enumerable.Range(0, trials.Count).Where(n => trials[n].Task == task), n => answers[n].IsRight(trials[n].Target));

    // A point for each signed coherence, ascending, of the choices made there.
    private BehaviourCurve Curve(CognitiveDecision task, string title, string yLabel, Func<IEnumerable<bool?>, double> share)
    {
        double[] coherences = [.. task.Coherences.Reverse().Select(static c => -c), .. task.Coherences];
        var choices = Enumerable.Range(0, trials.Count).Where(n => trials[n].Task == task).ToLookup(
            n => trials[n].Evidence!.Coherence, n => answers[n].IsFirst(trials[n].Evidence!.First, trials[n].Evidence!.Second));
        return new BehaviourCurve(title, task.Name, XLabel, yLabel, [.. coherences], [.. coherences.Select(c => share(choices[c]))]);
    }

    private static double Share<T>(IEnumerable<T> all, Func<T, bool> isCounted)
    {
        var (counted, count) = (0, 0);
        foreach (var one in all)
            (counted, count) = (counted + (isCounted(one) ? 1 : 0), count + 1);
        return count == 0 ? double.NaN : (double)counted / count;
    }
}
