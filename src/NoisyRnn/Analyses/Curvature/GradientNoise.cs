using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Analyses;

/// <summary>
/// How much the training noise moves the gradient: of some training trials that stay the same, the gradient of the loss under many draws, before training and at
/// its end; and, where there is one, the gradient of the Gaussian closure, which has no draws, beside their mean.
/// </summary>
public sealed record GradientNoise : Analysis<GradientNoiseResult>
{
    /// <summary>Trials of the batch.</summary>
    [Description("training trials of the batch that stays the same")]
    [Range(1, 256)]
    public int Trials { get; init; } = 32;

    /// <summary>R.</summary>
    [Description("draws of the training noise")]
    [Range(2, 100_000)]
    public int Draws { get; init; } = 64;

    /// <inheritdoc/>
    public override string Summary => "the variance of the gradient over draws of the training noise, and the gradient of the Gaussian closure beside their mean";

    internal override double Cost(TrialTask task) => 2.0 * 2 * Trials * Draws;

    internal override string? Refusal(Setup setup) =>
        setup.LearntSource is not null ? "the gradient's noise is not for a noise level that is trained; allowed is any other noise-schedule" : null;

    private protected override GradientNoiseResult Measure(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var start = Look(subject.AtStart, threads, share => progress(share / 2), cancellation);
        var end = Look(subject, threads, share => progress((1 + share) / 2), cancellation);
        return new() { Trials = Count(subject), Draws = Draws, Start = start, End = end };
    }

    private int Count(TrainedNetwork subject) => subject.Task.TrialsAtMost(Trials, NoiseStream.Task);

    private GradientNoisePoint Look(TrainedNetwork subject, int threads, Action<double> progress, CancellationToken cancellation)
    {
        var (rollout, count, layout) = (subject.Prepare<double>(subject.Network, subject.Noise), Count(subject), subject.Setup.Layout);
        var loop = new ParallelLoop<TrialBlock<double>>(threads, () => new(subject.Task, rollout.Cell, layout, DenseProduct.Padded(count), backward: true));
        var gradients = loop.Run([.. Enumerable.Range(0, Draws)], (draw, block) => Gradient(subject, rollout, block, count, draw), progress, cancellation);
        var (mean, squares) = (new double[layout.Length], 0.0);
        foreach (var gradient in gradients)
        {
            for (var k = 0; k < mean.Length; k++)
                mean[k] += gradient[k] / Draws;
        }

        foreach (var gradient in gradients)
            squares += Squares(gradient, mean);
        return new(Math.Sqrt(Squares(mean, new double[mean.Length])), Math.Sqrt(squares / (Draws - 1)), OfClosure(subject, count, mean));
    }

    // Noise trial p R + r belongs to draw r of trial p, as in the analyses of outputs.
    private double[] Gradient(TrainedNetwork subject, Rollout<double> rollout, TrialBlock<double> block, int count, int draw)
    {
        block.Fill(subject.Seed, NoiseStream.Task, 0, count, subject.Loss.Weight);
        block.TakeDraw(draw, Draws);
        subject.Loss.Run(rollout, block, block.Weights.Sum());
        rollout.Backward(block.Block);
        var gradient = new double[subject.Setup.Layout.Length];
        block.Block.AddGradients(gradient);
        rollout.PullBack(gradient);
        return gradient;
    }

    // How far the closure's gradient is from the mean of the draws; null where there is no closure to train through.
    private static double? OfClosure(TrainedNetwork subject, int count, double[] mean)
    {
        var training = subject.Setup.Training with { Moments = TrainingMoments.Closure };
        if (MomentPass.Refusal(training, subject.Network, subject.Setup.Scheme, subject.Noise) is not null)
            return null;
        var (pass, gradient) = (new MomentPass(subject.Setup with { Training = training }, threads: 1), new double[mean.Length]);
        pass.Refresh(subject.Parameters);
        pass.Run(NoiseStream.Task, 0, count, gradient);
        return Math.Sqrt(Squares(gradient, mean));
    }

    private static double Squares(double[] values, double[] about)
    {
        var sum = 0.0;
        for (var k = 0; k < values.Length; k++)
            sum += (values[k] - about[k]) * (values[k] - about[k]);
        return sum;
    }
}
