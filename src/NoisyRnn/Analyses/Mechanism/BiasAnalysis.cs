using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// The cause of the preference (C4, C5): what removing the noise does to the mean output, dz(u) = z_silent(u) - E z_s0(u),
/// measured and predicted from the weights alone: the silent readout under f minus that under F_s0, f averaged over the
/// training noise. With what should not work as well (placebos), and which units make the difference.
/// </summary>
/// <remarks>
/// For networks trained with noise outside, F_s0 is swapped in where it does not belong: it should raise their loss.
/// </remarks>
public sealed record BiasAnalysis : Analysis<BiasResult>
{
    /// <summary>Number of test trials.</summary>
    [Description("test trials; of a data set's test part at most each once")]
    [Range(1, 1_000_000)]
    public int Trials { get; init; } = 64;

    /// <summary>R.</summary>
    [Description("noise draws of each test trial: their mean is the measured output")]
    [Range(4, 1_000_000)]
    public int Draws { get; init; } = 256;

    /// <summary>Steps of each trial for the first-order prediction and the units' contributions.</summary>
    [Description("steps of each trial, evenly spread over those that count, for the first-order prediction and the units' shares")]
    [Range(1, 1_000_000)]
    public int Steps { get; init; } = 4;

    /// <summary>Random thirds of the units.</summary>
    [Description("random thirds of the units, beside the third with the largest shift")]
    [Range(1, 10_000)]
    public int RandomThirds { get; init; } = 100;

    /// <summary>Random constant shifts.</summary>
    [Description("random constant shifts of all units, as large as the noise's")]
    [Range(1, 1_000_000)]
    public int RandomShifts { get; init; } = 20;

    /// <inheritdoc/>
    public override string Summary => "the shift of the mean output when the noise is removed: measured, predicted from the weights, undone, with placebos";

    private protected override BiasResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var trials = subject.Task.TrialsAtMost(Trials, NoiseStream.Test);
        var rollout = subject.Prepare<double>(subject.Network, subject.Noise);
        var deviations = ArgumentNoise.Of(subject, subject.TrainingSigma, cancellation);
        var blocks = ParallelLoop.Run(TrialRange.Blocks(trials, SilentPath.Width), threads, range =>
        {
            var block = new BiasBlock(this, subject, range, deviations);
            block.Observe(rollout, cancellation);
            return block;
        }, share => progress(share / 2), cancellation);
        // Which units and trials are the third with the largest shifts, and how large a random shift is to be, all blocks say together.
        var shifts = blocks.SelectMany(static block => block.Magnitudes).Order().ToArray();
        var least = shifts[^((shifts.Length + 2) / 3)];
        var norm = blocks.Sum(static block => block.SumOfNorms) / blocks.Sum(static block => block.Samples);
        ParallelLoop.Run(blocks, threads, block => block.Intervene(least, norm, cancellation), share => progress((1 + share) / 2), cancellation);
        return BiasSums.Total([.. blocks.Select(static block => block.Sums)]).ToResult(subject.TrainingSigma, subject.Setup.IsInside);
    }

    internal override bool Concerns(Setup setup) => setup.TrainingSigma > 0;

    internal override string? Refusal(Setup setup) => SilentPath.Refusal(setup) ?? setup.Training.Loss.RefusalWithoutBias
        ?? (setup.Noise is [{ Placement: not (Placement.Inside or Placement.Outside) } source] ? $"placement {Catalogue.NameOf(source.Placement)}: allowed is inside or outside" : null)
        ?? (setup.TrainingSigma > 0 && !setup.IsInside && setup.Network.LeakyLayers()[0].LeaksFirst
            ? "placement outside: what is added to the rates reaches the currents that the activations read, to the same order in g as noise inside, and is no placebo for it; allowed is inside" : null);

    internal override double Cost(TrialTask task) => (double)Trials * (Draws + RandomThirds + RandomShifts) * ForwardCost;
}
