using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Training;

/// <summary>How a network is trained.</summary>
public sealed record TrainingSpec : IValidated
{
    /// <summary>Number of optimiser steps.</summary>
    [Description("number of iterations (optimiser steps)")]
    [Range(1, 100_000_000)]
    public int Iterations { get; init; } = 2000;

    /// <summary>Trials an iteration.</summary>
    [Description("trials in an iteration's batch")]
    [Range(1, 1_000_000)]
    public int Batch { get; init; } = 32;

    /// <summary>The loss.</summary>
    [Description("loss")]
    public Loss Loss { get; init; } = new MeanSquaredError();

    /// <summary>The optimiser.</summary>
    [Description("optimiser")]
    public Optimizer Optimizer { get; init; } = new Adam();

    /// <summary>The factor on the learning rate.</summary>
    [Description("factor on the learning rate over the iterations")]
    public Schedule Schedule { get; init; } = new ConstantSchedule();

    /// <summary>Gradients with a larger norm are scaled down to it; null for none.</summary>
    [Description("gradients whose norm over all parameters is larger are scaled down to it; empty for no clipping")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double? ClipNorm { get; init; } = 1;

    /// <summary>Gradients beyond it are set to it, value by value, before any clipping of the norm; null for none.</summary>
    [Description("gradients beyond it are set to it, value by value, before any clipping of the norm; empty for none")]
    [Range(0, double.MaxValue, MinimumIsExclusive = true)]
    public double? ClipValue { get; init; }

    /// <summary>lambda of lambda (sum W_rec^2 + sum W_in^2 + sum W_out^2).</summary>
    [Description("penalty on the sum of squared weights")]
    [Range(0, double.MaxValue)]
    public double L2Weights { get; init; }

    /// <summary>lambda of lambda mean(h^2) over steps, units and trials.</summary>
    [Description("penalty on the mean squared rate (hidden state)")]
    [Range(0, double.MaxValue)]
    public double L2Rates { get; init; }

    /// <summary>The explicit regulariser that stands for noise, on top of the loss; validations and the learning curve are without it.</summary>
    [Description("training without noise on the loss plus the explicit regulariser (P + Q)/2 of small noise; validations and the learning curve are without it")]
    public RegularizerPenalty Penalty { get; init; } = new();

    /// <summary>Iterations from one validation to the next.</summary>
    [Description("iterations between two entries of the learning curve, each with a validation")]
    [Range(1, 100_000_000)]
    public int ValidateEvery { get; init; } = 100;

    /// <summary>Trials of a validation.</summary>
    [Description("validation trials; they are never trained on; of a data set's validation part at most each once")]
    [Range(1, 1_000_000)]
    public int ValidationTrials { get; init; } = 128;

    /// <summary>Whether validations run with noise.</summary>
    [Description("noise of validations: training (that of training, its draws the same at every validation) or none")]
    public ValidationNoise ValidationNoise { get; init; } = ValidationNoise.Training;

    /// <summary>How the level of the training noise goes.</summary>
    [Description("how the level of the training noise goes over iterations and trials; validations with noise follow it")]
    public NoiseSchedule NoiseSchedule { get; init; } = new ConstantNoise();

    /// <summary>Whether training draws the noise, or goes through its moments.</summary>
    [Description("what training takes the noise for: draws, or, without any, mean and covariance of the state by the Gaussian closure with the loss bias^2 + variance; validations draw it either way")]
    [Unlisted]
    public TrainingMoments Moments { get; init; } = TrainingMoments.Drawn;

    /// <summary>Training stops when the validation loss is at or below this; null for never.</summary>
    [Description("training stops when the validation loss reaches this; empty for never")]
    [Range(0, double.MaxValue)]
    public double? TargetLoss { get; init; }

    /// <summary>Which parameters are the trained network's: those of the lowest validation loss, or the last.</summary>
    [Description("the trained network is the one with the lowest validation loss (the first of equal ones), not the last")]
    public bool KeepBest { get; init; }

    /// <summary>Training stops after so many validations without a new lowest loss; null for never.</summary>
    [Description("training stops after so many validations in a row without a new lowest loss; empty for never")]
    [Range(1, 100_000_000)]
    public int? Patience { get; init; }

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        if (NoiseSchedule.Problem(Iterations) is { } problem)
            yield return ("noise-schedule", problem);
        if (NoiseSchedule.Varies && Penalty.IsActive())
            yield return ("penalty", $"with noise-schedule: {Catalogue.KindOf(NoiseSchedule.GetType())}; allowed with a penalty is constant");
    }

    /// <summary>Why such training is not for a network with some noise; null where it is.</summary>
    internal string? Refusal(Network network, Scheme scheme, ImmutableArray<NoiseSource> noise) =>
        Penalty.Refusal(network, scheme, noise) ?? MomentPass.Refusal(this, network, scheme, noise) ?? NoiseSchedule.Refusal(network, scheme, noise);

    /// <summary>The line of the executed equations that says that no noise is drawn in training; empty where it is.</summary>
    internal string MomentsEquation => Moments == TrainingMoments.Drawn ? ""
        : "in training no noise is drawn: the loss is (E z - y)^2 + Var z by the Gaussian closure, m' = (1-g) m + g F_S(a), Sigma' = A Sigma A^T + noise";

    /// <summary>The line of the executed equations that says how the noise varies in training; empty where it does not.</summary>
    internal string NoiseEquation => NoiseSchedule.IsSilent(Iterations) ? "in training no iteration has noise: s0 is the level of the tests alone"
        : NoiseSchedule.Equation is { Length: > 0 } equation ? $"in training {equation}" : "";
}
