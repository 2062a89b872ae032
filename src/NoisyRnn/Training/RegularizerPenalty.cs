using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Training;

/// <summary>
/// The explicit regulariser as a penalty on training without noise: the loss of a trial is l_0 + (w/2)(P + Q), what small
/// additive noise would make of it on average, up to the fourth order of its level (spec 2, section 3).
/// </summary>
/// <remarks>
/// Unbiased by one probe xi a trial: along the noise-free path h, h1' = J h1 + s xi and h2' = J h2 + (dt/2) D^2 f[h1, h1], so that the
/// path under noise e s xi is h + e h1 + e^2 h2 + O(e^3); then P + Q is the mean of 2 grad l . z2 + z1^T H_l z1 over xi, z1 and z2 the
/// readouts of h1 and h2, and Q that of z1^T H_l z1. Of the law of the noise only the covariance enters: probes of white
/// noise are -1 or +1, which have the least variance. The gradient is that of the probe's value, exactly.
/// </remarks>
public sealed record RegularizerPenalty : IValidated
{
    /// <summary>P + Q, or Q alone.</summary>
    [Description("terms of the penalty (P + Q)/2: p-and-q, or q alone, which is not negative for a convex loss")]
    public RegularizerTerms Terms { get; init; } = RegularizerTerms.PAndQ;

    /// <summary>The noise that the penalty stands for.</summary>
    [Description("the noise that the penalty stands for: additive sources inside, outside or on the state, as in noise of the experiment, which then has none; none for no penalty")]
    public ImmutableArray<NoiseSource> Noise { get; init; } = [];

    /// <summary>w.</summary>
    [Description("factor of the penalty: 1 is what the noise itself adds to the loss; 0 for no penalty")]
    [Range(0, double.MaxValue)]
    public double Weight { get; init; } = 1;

    /// <summary>Whether it changes anything.</summary>
    public bool IsActive() => Weight > 0 && Noise.Any(static source => source.IsRandom());

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems()
    {
        foreach (var source in Noise)
        {
            if (source.Kind != NoiseKind.Additive)
                yield return ("noise", $"kind {Catalogue.NameOf(source.Kind)}: for it the regulariser is an analysis only; allowed is additive");
            if (source.Placement is Placement.Input or Placement.Readout or Placement.Feedback)
                yield return ("noise", $"placement {Catalogue.NameOf(source.Placement)}; allowed is inside, outside or state");
        }
    }

    /// <summary>Why a network cannot be trained with it; null where it can.</summary>
    /// <param name="network">The network.</param>
    /// <param name="scheme">How its steps are made.</param>
    /// <param name="noise">The noise of training.</param>
    internal string? Refusal(Network network, Scheme scheme, ImmutableArray<NoiseSource> noise)
    {
        if (!IsActive())
            return null;
        var layer = network.IsDriven && network.Form() is [var only] ? only : null;
        if (layer?.Activations.AreAveraged != false)
            return $"training.penalty: {(layer is not null ? "network.smoothing has" : $"{network.Kind} has")} no trainable regulariser, it is an analysis only; allowed is ctrnn without smoothing, lipschitz or antisymmetric";
        if (!layer.Activations.Function.HasCurvature)
            return $"training.penalty: the activation {Catalogue.KindOf(layer.Activations.Function.GetType())} has no second and third derivative here; allowed is tanh, sigmoid, softplus or identity";
        if (layer.Factors is not null)
            return "training.penalty: a recurrent matrix of low rank is not expanded; allowed is network.recurrent without rank";
        if (scheme is HeunStratonovich)
            return "training.penalty: a step of heun-stratonovich is not expanded; allowed is euler-maruyama";
        if (noise.Any(static source => source.IsActive()))
            return "training.penalty: it stands for the noise of training; allowed with it is noise: [], or sources with sigma: 0";
        return Noise.FirstOrDefault(source => source.Sigma.Length != 1 && source.Sigma.Length != network.Units) is { } wrong
            ? $"training.penalty.noise.sigma: {wrong.Sigma.Length} levels for {network.Units} units; allowed is one level, or one a unit"
            : null;
    }

    /// <summary>The network's steps expanded in the level of the noise, and driven by probes.</summary>
    internal Rollout<T> Prepare<T>(Setup setup)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // The law of coloured noise is that of its filter; of white noise the variance alone counts.
        ImmutableArray<NoiseSource> probe = [.. Noise.Select(static source => source.CorrelationTime > 0 ? source : source with { Distribution = NoiseDistribution.TwoPoint })];
        return new(setup.Network, setup.Layout, setup.Draw<T>(probe, NoiseStream.Probe), new ExpandedCell<T>(
            (DrivenNetwork)setup.Network, setup.Layout, setup.Dt, Terms == RegularizerTerms.Q ? 1 : 2));
    }

    /// <summary>The lines of the executed equations that say what is trained on; none where it is not active.</summary>
    internal ImmutableArray<string> Equations => !IsActive() ? [] :
    [
        $"in training the loss is l + {(Weight == 1 ? "" : $"{Weight} ")}{(Terms == RegularizerTerms.Q ? "Q/2" : "(P + Q)/2")} of noise "
            + string.Join(" and ", Noise.Where(static source => source.IsRandom()).Select(static source =>
                $"{Catalogue.NameOf(source.Placement)} (sigma {(source.Sigma.Length == 1 ? source.Sigma[0] : $"{source.Sigma.Min():G6} to {source.Sigma.Max():G6}")}, {Catalogue.NameOf(source.Scale)})")),
        Terms == RegularizerTerms.Q
            ? "Q ~ z1^T l'' z1; z1 = W_out h1, h + e h1 the step under e times one probe a trial, to order e"
            : "P + Q ~ 2 l' . z2 + z1^T l'' z1; z1 = W_out h1, z2 = W_out h2, h + e h1 + e^2 h2 the step under e times one probe a trial, to order e^2",
    ];
}
