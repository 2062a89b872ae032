using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// Robustness to perturbed inputs (spec 2, section 7): loss and accuracy of a trained network, without noise of its own,
/// on test trials perturbed in several ways and strengths. Draws are keyed by seed, perturbation, repetition and trial: all
/// networks of a seed see the same perturbed inputs.
/// </summary>
public sealed record Robustness : Analysis<RobustnessResult>, IValidated
{
    /// <summary>What is done to the inputs.</summary>
    [Description("what is done to the inputs, each with its strengths")]
    public ImmutableArray<Perturbation> Perturbations { get; init; } =
        [new WhitePerturbation(), new MultiplicativePerturbation(), new SaltAndPepper(), new DroppedValues(), new FastGradientSign(), new ProjectedGradient()];

    /// <summary>Draws of each random perturbation.</summary>
    [Description("draws of each random perturbation (of the random start, for pgd)")]
    [Range(1, 10_000)]
    public int Draws { get; init; } = 10;

    /// <summary>Test trials of the clean accuracy.</summary>
    [Description("test trials of the clean accuracy; a data set's are never repeated, here and below")]
    [Range(1, 10_000_000)]
    public int Trials { get; init; } = 10_000;

    /// <summary>Test trials of each draw of a random perturbation.</summary>
    [Description("test trials of each draw of a random perturbation")]
    [Range(1, 10_000_000)]
    public int PerturbedTrials { get; init; } = 10_000;

    /// <summary>Test trials of the adversarial perturbations.</summary>
    [Description("test trials for adversarial perturbations, which cost a gradient a step")]
    [Range(1, 10_000_000)]
    public int AdversarialTrials { get; init; } = 2000;

    /// <inheritdoc/>
    public override string Summary => "accuracy of the network without noise against the strength of perturbations of its input";

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        var names = Perturbations.Select(static p => p.Name).ToArray();
        if (names.Length == 0 || names.Distinct().Count() < names.Length)
            yield return ("perturbations", $"[{string.Join(", ", names)}]; allowed is one kind or more, each once");
    }

    private protected override RobustnessResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var result = Look(subject, threads, progress, cancellation);
        return subject.MeanMatched is { } matched ? result with { MeanMatched = Look(matched, threads, static _ => { }, cancellation) } : result;
    }

    private RobustnessResult Look(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var rollout = subject.Prepare<float>(subject.Network, subject.Silence);
        var task = subject.Task;
        var (perturbedTrials, adversarialTrials) = (task.TrialsAtMost(PerturbedTrials, NoiseStream.Test), task.TrialsAtMost(AdversarialTrials, NoiseStream.Test));
        var range = task.InputRange();
        var clean = Scores(task, task.TrialsAtMost(Trials, NoiseStream.Test));
        // Each curve starts from the clean accuracy on its own trials.
        var (start, adversarialStart) = (Scores(task, perturbedTrials), Scores(task, adversarialTrials));
        var attack = Perturbations.Any(static p => p.Ascent is not null)
            ? new AdversarialPass(rollout, task, subject.Loss, adversarialTrials, threads)
            : null;
        var points = ImmutableArray.CreateBuilder<RobustnessPoint>();
        var (done, all) = (0.0, Cost(task));
        foreach (var perturbation in Perturbations)
        {
            var (count, unperturbed) = perturbation.Ascent is null ? (perturbedTrials, start) : (adversarialTrials, adversarialStart);
            points.Add(new(perturbation.Name, 0, unperturbed.Accuracy, 0, unperturbed.Loss, 0, 1, count));
            foreach (var strength in perturbation.Strengths)
                points.Add(Point(perturbation, strength, count));
        }

        return new() { CleanAccuracy = clean.Accuracy, CleanLoss = clean.Loss, Points = points.ToImmutable() };

        (double Loss, double? Accuracy) Scores(TrialTask perturbed, int count) =>
            new ForwardPass<float>(rollout, perturbed, subject.Loss, count, threads).Run(subject.Seed, NoiseStream.Test);

        RobustnessPoint Point(Perturbation perturbation, double strength, int count)
        {
            var draws = DrawsOf(perturbation);
            var (losses, accuracies) = (new double[draws], new double?[draws]);
            for (var draw = 0; draw < draws; draw++)
            {
                cancellation.ThrowIfCancellationRequested();
                (losses[draw], accuracies[draw]) = perturbation.Ascent is { } ascent
                    ? attack!.Run(subject.Seed, ascent, strength, draw, cancellation)
                    : Scores(perturbation.Perturbed(task, strength, draw, range), count);
                progress(Math.Min(1, (done += DrawCost(perturbation, task)) / all));
            }

            return accuracies.Contains(null)
                ? new(perturbation.Name, strength, null, 0, losses.Average(), Deviation(losses), draws, count)
                : new(perturbation.Name, strength, accuracies.Average(), Deviation([.. accuracies.Select(static a => a!.Value)]), losses.Average(), Deviation(losses), draws, count);
        }
    }

    // A data set has only so many test trials.
    internal override double Cost(TrialTask task) => Perturbations.Sum(p => p.Strengths.Length * DrawsOf(p) * DrawCost(p, task));

    // A perturbed trial that only goes forward costs half of one that also comes back.
    private double DrawCost(Perturbation perturbation, TrialTask task) => perturbation.Ascent is { } ascent
        ? task.TrialsAtMost(AdversarialTrials, NoiseStream.Test) * (ascent.Steps + 0.5)
        : task.TrialsAtMost(PerturbedTrials, NoiseStream.Test) * 0.5;

    // Without anything random all draws are the same.
    private int DrawsOf(Perturbation perturbation) => perturbation.Ascent is { StartsAtRandom: false } ? 1 : Draws;

    private static double Deviation(double[] values)
    {
        var mean = values.Average();
        return values.Length < 2 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
