using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// How a trained network behaves in its task, in the task's own terms (success, error, share of right answers), at some test
/// noise levels: the same trials and draws at each.
/// </summary>
public sealed record BehaviourAnalysis : Analysis<BehaviourResult>, IValidated
{
    /// <summary>Levels r = s/s0; a network trained without noise is tested at 0 alone.</summary>
    [Description("test levels relative to the training level s0; a network trained without noise behaves at 0 alone")]
    [Range(0, 1e6)]
    public ImmutableArray<double> Levels { get; init; } = [0, 1];

    /// <summary>Number of test trials.</summary>
    [Description("test trials; of a data set's test part at most each once")]
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 256;

    /// <inheritdoc/>
    public override string Summary => "what a network does in its task, with noise and without: success, error, share of right answers";

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => NumberList.Problems("levels", Levels, ascending: false);

    private protected override BehaviourResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var sigma = subject.TrainingSigma;
        var trials = subject.Task.TrialsAtMost(Trials, NoiseStream.Test);
        ImmutableArray<double> levels = sigma > 0 ? Levels : [0];
        var points = ImmutableArray.CreateBuilder<BehaviourPoint>();
        foreach (var level in levels)
        {
            points.Add(At(level, [.. subject.Noise.Select(source => source.Scaled(level))]));
            progress((double)points.Count / levels.Length);
        }

        // Silence once more, with the mean of the noise in its place.
        var matched = levels.Contains(0) && subject.WithMeanInSilence is { } silent ? At(0, silent.Silence) : null;
        return new() { Trials = trials, Points = points.ToImmutable(), MeanMatched = matched };

        BehaviourPoint At(double level, ImmutableArray<NoiseSource> noise) =>
            new(level, level * sigma, subject.Task.Behave(subject.Prepare<double>(subject.Network, noise), subject.Seed, trials, threads, cancellation));
    }

    internal override string? Refusal(Setup setup) => setup.Task.Behaves
        ? null
        : $"the task {Catalogue.KindOf(setup.Task.GetType())} has no measure of behaviour but its loss; {(setup.Task is DescribedTask ? "give it task.answer, or " : "")}leave the key out";

    internal override double Cost(TrialTask task) => Levels.Length * (double)Trials * ForwardCost;
}
