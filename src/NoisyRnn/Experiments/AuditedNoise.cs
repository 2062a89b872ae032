using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;

namespace NoisyRnn.Experiments;

/// <summary>The noise that an audit takes a network to have been trained with, from its file and from what the user says.</summary>
/// <param name="Sources">The sources; one of level 0 where the level is not known, or was 0.</param>
/// <param name="Level">s0; null where it is not known.</param>
/// <param name="Remarks">What was taken for granted: a sentence each.</param>
internal sealed record AuditedNoise(ImmutableArray<NoiseSource> Sources, double? Level, ImmutableArray<string> Remarks)
{
    // Of these layouts the original programs give their noise in this scale.
    private static readonly string[] ScaledBySqrt = [Catalogue.KindOf(typeof(Multitask)), Catalogue.KindOf(typeof(PsychRnn))];

    /// <summary>Decides.</summary>
    /// <param name="file">The network's file.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="model">The network.</param>
    /// <param name="level">s0, where the user says.</param>
    /// <param name="placement">Where it enters, where the user says.</param>
    /// <param name="scale">What the number means, where the user says.</param>
    /// <exception cref="InputException">The network cannot have such noise.</exception>
    public static AuditedNoise Of(string file, string layout, Model model, double? level, Placement? placement, NoiseScale? scale)
    {
        var isTold = level is not null || placement is not null || scale is not null;
        if (isTold && model.Noise.Length > 1)
            throw new InputException($"{file}: it tells {model.Noise.Length} sources of noise; allowed with these is no --train-noise, --placement or --scale");
        var known = model.Noise.SelectMany(static source => source.Sigma).DefaultIfEmpty(0).Max();
        if (!isTold && known > 0)
            return new(model.Noise, known, []);
        var source = model.Noise.FirstOrDefault() ?? new NoiseSource { Placement = DefaultPlacement(model.Network) };
        source = source with { Placement = placement ?? source.Placement, Scale = scale ?? source.Scale, Sigma = level is { } said ? [said] : source.Sigma };
        foreach (var (key, problem) in source.Problems().Take(1))
            throw new InputException($"{file}: noise.{key}: {problem}");
        if (model.Network.RefusalOf(source) is { } refusal)
            throw new InputException($"{file}: {refusal}");
        if (source.Kind != NoiseKind.Additive && level is null && known == 0)
            throw new InputException($"{file}: noise of kind {Catalogue.NameOf(source.Kind)}, and no level; needed is --train-noise S: its mean moves with its level, and silence keeps that mean");
        double? s0 = level ?? (known > 0 ? known : null);
        return new([source], s0, [.. Assumptions(layout, model, source, s0, placement is null && model.Noise.IsEmpty, scale is null && model.Noise.IsEmpty)]);
    }

    private static Placement DefaultPlacement(Network network) =>
        new[] { Placement.Inside, Placement.State, Placement.Outside }.Where(placement => network.Refusal(new NoiseSource { Placement = placement }) is null).FirstOrDefault(Placement.Inside);

    private static IEnumerable<string> Assumptions(string layout, Model model, NoiseSource source, double? level, bool isPlacementAssumed, bool isScaleAssumed)
    {
        if (level is null)
            yield return $"The level of its training noise is not told (--train-noise S): the preferred level is estimated, by testing noise {Catalogue.NameOf(source.Placement)} at several levels.";
        if (isPlacementAssumed)
            yield return $"Where its noise entered is not told: taken is {Catalogue.NameOf(source.Placement)} (--placement). Inside and outside the activation are answered otherwise.";
        // In a step of tau the scales say the same but for sqrt 2, and maps know the one a step.
        if (!model.Network.IsTimed || model.Dt >= model.Network.TimeConstants[0] || source.Placement is Placement.Readout or Placement.Input || level is 0)
            yield break;
        var number = level ?? 1;
        if (ScaledBySqrt.Contains(layout) && source.Scale != NoiseScale.SqrtTwoOverAlpha)
            yield return $"{layout} means its noise by the scale {Catalogue.NameOf(NoiseScale.SqrtTwoOverAlpha)}: there {Wording(number)} is {PerStep(NoiseScale.SqrtTwoOverAlpha)} per step; taken was the scale {Catalogue.NameOf(source.Scale)}: {PerStep(source.Scale)} per step. Is --scale {Catalogue.NameOf(NoiseScale.SqrtTwoOverAlpha)} meant?";
        else if (isScaleAssumed)
            yield return $"What the number of the noise means is not told: taken is the standard deviation of a step (--scale {Catalogue.NameOf(source.Scale)}): {Wording(number)} is {PerStep(source.Scale)} per step; by {Catalogue.NameOf(NoiseScale.SqrtTwoOverAlpha)} it would be {PerStep(NoiseScale.SqrtTwoOverAlpha)}.";

        string PerStep(NoiseScale scale) => Wording((source with { Scale = scale, Sigma = [number], Layer = null }).PerStepDeviation(1, model.Dt, [model.Network.TimeConstants[0]])[0]);
    }

    private static string Wording(double number) => Reports.Wording.Number(number);
}
