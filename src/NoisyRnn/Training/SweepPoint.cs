using System.Text.Json.Serialization;

namespace NoisyRnn.Training;

/// <summary>
/// The loss of one network at one test-noise level. For the squared error loss = bias^2 + variance exactly; for
/// cross-entropy, which has neither, loss = loss of the mean logits + Jensen gap. A level at which an output was not
/// finite has infinity for all of its figures: see <see cref="Diverged"/>.
/// </summary>
/// <param name="Level">r = s/s0 where the network was trained with noise s0 &gt; 0; the absolute level s where s0 = 0.</param>
/// <param name="Sigma">The absolute test level s, in the scale of the experiment's noise.</param>
/// <param name="Loss">Mean loss over conditions and draws.</param>
/// <param name="BiasSquared">Unbiased estimate of the squared bias, never clipped (may be slightly negative); null for cross-entropy.</param>
/// <param name="Variance">Mean over conditions of the unbiased variance over draws; null for cross-entropy.</param>
/// <param name="EvenLoss">Loss over the even draws: the preferred level is chosen on these.</param>
/// <param name="OddLoss">Loss over the odd draws: the gain D is measured on these.</param>
[JsonNumberHandling(JsonNumberHandling.AllowNamedFloatingPointLiterals)]
public sealed record SweepPoint(
    double Level, double Sigma, double Loss, double? BiasSquared, double? Variance, double EvenLoss, double OddLoss)
{
    /// <summary>Cross-entropy only: the loss of the logits averaged over the draws, mean over conditions, nats.</summary>
    public double? MeanLogitsLoss { get; init; }

    /// <summary>Cross-entropy only: mean loss minus the loss of the mean logits (never negative, by Jensen), nats.</summary>
    public double? JensenGap { get; init; }

    /// <summary>Cross-entropy only: share of draws whose largest logit is the likeliest class.</summary>
    public double? Accuracy { get; init; }

    /// <summary>Squared error of the output averaged over the even draws, mean over conditions; null for cross-entropy.</summary>
    [JsonIgnore]
    public double? EvenMeanLoss { get; init; }

    /// <summary>Squared error of the output averaged over the odd draws, mean over conditions; null for cross-entropy.</summary>
    [JsonIgnore]
    public double? OddMeanLoss { get; init; }

    /// <summary>The point as it is of outputs averaged over half of the draws.</summary>
    internal SweepPoint OfMeanOutput() => new(
        Level, Sigma, Diverged ? Loss : (EvenMeanLoss!.Value + OddMeanLoss!.Value) / 2, BiasSquared, Variance, EvenMeanLoss ?? Loss, OddMeanLoss ?? Loss);

    /// <summary>Whether an output, or a sum of losses, was infinite or NaN at this level.</summary>
    [JsonIgnore]
    public bool Diverged => !double.IsFinite(Loss);
}
