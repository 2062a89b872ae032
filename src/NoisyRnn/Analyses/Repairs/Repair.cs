using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// Networks trained with noise inside made to run without it (spec 1, section 3): each way of repair beside the network as it
/// is, without noise and under noise that the repaired network was not made for, inside and outside.
/// </summary>
public sealed record Repair : Analysis<RepairResult>, IValidated
{
    /// <summary>The ways.</summary>
    [Description("the ways of repair to compare")]
    public ImmutableArray<RepairMethod> Methods { get; init; } = [new AveragedRepair(), new ClosureRepair(), new BiasRepair(), new ReadoutRepair()];

    /// <summary>Levels r = s/s0.</summary>
    [Description("test levels relative to the training level s0, of noise inside and of noise outside; must hold 0")]
    [Range(0, 1e6)]
    public ImmutableArray<double> Levels { get; init; } = [0, 0.25, 0.5, 1];

    /// <summary>Number of test trials.</summary>
    [Description("test trials; of a data set's test part at most each once")]
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 64;

    /// <summary>R.</summary>
    [Description("noise draws of each test trial")]
    [Range(4, 1_000_000)]
    public int Draws { get; init; } = 16;

    /// <inheritdoc/>
    public override string Summary => "networks trained with noise inside made to run without it: the silent loss of each repair, and its robustness to noise";

    // 2: the readout is fitted with a ridge and searches along its steps; moved biases stay where nothing is gained, and count each trial once.
    // 3: the cross-entropy no longer by the platform's library.
    internal override int Revision => 3;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        foreach (var problem in NumberList.Problems("levels", Levels, ascending: false, holding: [0]))
            yield return problem;
        if (Methods.Distinct().Count() < Methods.Length || Methods.IsEmpty)
            yield return ("methods", "allowed is one way of repair or more, each once");
    }

    private protected override RepairResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var forms = ImmutableArray.CreateBuilder<RepairedForm>();
        forms.Add(Measure(RepairedForm.AsItIs, subject));
        foreach (var method in Methods)
        {
            forms.Add(Measure(method.Name, method.Apply(subject, cancellation)));
            progress((double)forms.Count / (Methods.Length + 1));
        }

        var noisy = new SweepConditions(subject, Trials, Draws, threads).Measure(subject.Network, subject.Noise, 1, subject.TrainingSigma, cancellation);
        return new() { TrainingSigma = subject.TrainingSigma, NoisyLoss = noisy.Loss, Forms = forms.ToImmutable() };

        RepairedForm Measure(string name, TrainedNetwork repaired)
        {
            var conditions = new SweepConditions(repaired, Trials, Draws, threads);
            double Loss(Placement placement, double level) => conditions.Measure(
                repaired.Network, level == 0 ? [] : [subject.Setup.SourceAt(placement, level * subject.TrainingSigma)], level, level * subject.TrainingSigma, cancellation).Loss;
            var silent = Loss(Placement.Inside, 0);
            return new(
                name, silent, [.. Levels.Select(level => level == 0 ? silent : Loss(Placement.Inside, level))],
                [.. Levels.Select(level => level == 0 ? silent : Loss(Placement.Outside, level))])
            { Levels = Levels };
        }
    }

    internal override bool Concerns(Setup setup) => setup.IsInside;

    internal override string? Refusal(Setup setup)
    {
        foreach (var method in Methods)
        {
            if (method.Refusal(setup) is not { } refusal)
                continue;
            string[] others = [.. new Repair().Methods.Where(other => other.Refusal(setup) is null).Select(static other => other.Name)];
            return others.Length == 0 ? refusal : $"{method.Name}: {refusal}; of the other methods allowed is methods: [{string.Join(", ", others)}]";
        }

        return null;
    }

    internal override double Cost(TrialTask task) => 2.0 * (Methods.Length + 1) * Levels.Length * Trials * Draws * ForwardCost;
}
