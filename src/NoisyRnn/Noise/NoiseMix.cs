using System.Collections.Immutable;
using NoisyRnn.Formats;

namespace NoisyRnn.Noise;

/// <summary>What noise is made of, whatever its levels: two are equal where their sources are of the same kinds in the same order.</summary>
/// <param name="Kinds">The kind of each source.</param>
public sealed record NoiseMix(ImmutableArray<NoiseMix.SourceKind> Kinds)
{
    /// <summary>No noise.</summary>
    public static NoiseMix None { get; } = new([]);

    /// <summary>The mix of sources.</summary>
    /// <param name="sources">The sources that are active.</param>
    public static NoiseMix Of(IEnumerable<NoiseSource> sources) =>
        new([.. sources.Select(static source => new SourceKind(source.Placement, source.Kind, source.Distribution, source.CorrelationTime, source.Layer, source.Common))]);

    /// <summary>"additive", "multiplicative" (of state, drift or step), or "additive and multiplicative"; empty without noise.</summary>
    public string Kind => string.Join(" and ", Kinds.Select(static source => source.Kind is NoiseKind.Additive or NoiseKind.UnitUniform ? "additive" : "multiplicative").Distinct().Order(StringComparer.Ordinal));

    /// <inheritdoc/>
    public bool Equals(NoiseMix? other) => other is not null && Kinds.SequenceEqual(other.Kinds);

    /// <inheritdoc/>
    public override int GetHashCode() => Kinds.Aggregate(0, static (hash, kind) => HashCode.Combine(hash, kind));

    /// <summary>"state additive + state released-uniform"; empty where there is none.</summary>
    public override string ToString() => string.Join(" + ", Kinds.Select(static kind => $"{kind}"));

    /// <summary>A source without its level.</summary>
    /// <param name="Placement">Where it enters.</param>
    /// <param name="Kind">What its draws are multiplied with.</param>
    /// <param name="Distribution">The law of the draws.</param>
    /// <param name="CorrelationTime">0 for white noise.</param>
    /// <param name="Layer">The layer that it stands in; null for all.</param>
    /// <param name="Common">Which units share its draws; null for none.</param>
    public readonly record struct SourceKind(Placement Placement, NoiseKind Kind, NoiseDistribution Distribution, double CorrelationTime, int? Layer, NoiseGroup? Common)
    {
        /// <summary>"state multiplicative", "inside additive laplace".</summary>
        public override string ToString() =>
            $"{Catalogue.NameOf(Placement)}{(Layer is null ? "" : $" of layer {Layer}")} {Catalogue.NameOf(Kind)}{(Distribution == NoiseDistribution.Gaussian ? "" : $" {Catalogue.NameOf(Distribution)}")}{(CorrelationTime > 0 ? $" of correlation time {CorrelationTime}" : "")}{(Common is { } group ? $" common to the {Catalogue.NameOf(group)}" : "")}";
    }
}
