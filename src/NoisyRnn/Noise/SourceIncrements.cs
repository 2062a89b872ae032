using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Noise;

/// <summary>
/// Noise from the experiment's list of sources. A source draws from the substream of its place in the list, so
/// arms that differ only in placement, kind or level share every draw.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class SourceIncrements<T> : Increments<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ImmutableArray<Part> _parts;
    private readonly bool[] _has = new bool[Enum.GetValues<NoiseTerm>().Length];
    private readonly double[] _stateFactorVariance;

    /// <summary>Prepares the sources whose level is above zero.</summary>
    /// <param name="sources">The list.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">Training (Dynamics) or testing (Analysis).</param>
    /// <param name="shape">Rows at each placement.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="tau">Time constants.</param>
    public SourceIncrements(
        ImmutableArray<NoiseSource> sources, ulong seed, NoiseStream stream, NoiseShape shape, double dt, ImmutableArray<double> tau)
    {
        var parts = ImmutableArray.CreateBuilder<Part>();
        _stateFactorVariance = new double[shape.State];
        for (var k = 0; k < sources.Length; k++)
        {
            var source = sources[k];
            var deviation = source.PerStepDeviation(shape, dt, tau);
            if (!source.IsActive())
                continue;
            var (key, draws) = (NoiseKey.OfItem(seed, stream, k), shape.Draws(source));
            var resting = source.Kind == NoiseKind.ReleasedUniform ? 1.0 : 0;
            Add(TermOf(source), source.Kind, source, key, draws, deviation, [.. deviation.Select((_, row) => shape.Holds(source, row) ? resting + source.Offset : resting)]);
            if (source.Base > 0)
                Add(NoiseTerm.State, NoiseKind.Additive, source, key, draws, source.PerStepBase(shape, dt, tau), []);
        }

        _parts = parts.ToImmutable();

        void Add(NoiseTerm term, NoiseKind kind, NoiseSource source, NoiseKey key, int draws, double[] deviation, double[] offset)
        {
            var filter = source.CorrelationTime > 0 ? new OrnsteinUhlenbeck(key, draws, dt, source.CorrelationTime) : null;
            int[] groups = draws == deviation.Length ? [] : [.. deviation.Select((_, row) => shape.DrawOf(source, row))];
            parts.Add(new(term, kind, source.Distribution, filter, key, draws, groups, [.. deviation.Select(T.CreateTruncating)], [.. offset.Select(T.CreateTruncating)]));
            _has[(int)term] = true;
            for (var i = 0; term == NoiseTerm.StateFactor && i < deviation.Length; i++)
                _stateFactorVariance[i] += deviation[i] * deviation[i];
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<double> StateFactorVariance => _stateFactorVariance;

    /// <inheritdoc/>
    public override bool Has(NoiseTerm term) => _has[(int)term];

    /// <inheritdoc/>
    public override void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<T> values) =>
        Fill(term, step, trials, values, new FilterMemory());

    /// <inheritdoc/>
    public override void Fill(NoiseTerm term, uint step, ReadOnlySpan<ulong> trials, Span<T> values, FilterMemory memory)
    {
        var first = true;
        foreach (var part in _parts)
        {
            if (part.Term != term)
                continue;
            if (first)
            {
                part.Fill(trials, step, values, memory);
                first = false;
                continue;
            }

            var length = part.Deviation.Length * trials.Length;
            var more = ArrayPool<T>.Shared.Rent(length);
            if (part.Kind == NoiseKind.ReleasedUniform)
            {
                part.Fill(trials, step, more.AsSpan(0, length), memory);
                Rows.Multiply<T>(more.AsSpan(0, length), values);
            }
            else
            {
                part.Draw(trials, step, more.AsSpan(0, length), memory);
                Rows.AddScaled<T>(part.Deviation, more, values, trials.Length);
                part.AddOffset(values, trials.Length);
            }

            ArrayPool<T>.Shared.Return(more);
        }
    }

    internal static NoiseTerm TermOf(NoiseSource source) => source.Kind switch
    {
        NoiseKind.Additive or NoiseKind.UnitUniform => (NoiseTerm)source.Placement,
        NoiseKind.DriftMultiplicative => NoiseTerm.DriftFactor,
        NoiseKind.ReleasedUniform => NoiseTerm.StepFactor,
        NoiseKind.Multiplicative when source.Placement == Placement.Inside => NoiseTerm.InsideFactor,
        NoiseKind.Multiplicative when source.Placement == Placement.Outside => NoiseTerm.OutsideFactor,
        _ => NoiseTerm.StateFactor,
    };

    // One source's part of a term; its offset is that of the draws, or the highest factor of the step: a row each.
    private sealed record Part(
        NoiseTerm Term, NoiseKind Kind, NoiseDistribution Distribution, OrnsteinUhlenbeck? Filter, NoiseKey Key, int Draws, int[] Groups, T[] Deviation, T[] Offset)
    {
        public void Fill(ReadOnlySpan<ulong> trials, uint step, Span<T> values, FilterMemory memory)
        {
            Draw(trials, step, values, memory);
            Rows.Scale(Deviation, values, trials.Length);
            if (Kind == NoiseKind.ReleasedUniform)
                Rows.SubtractFrom<T>(Offset, values, trials.Length);
            else
                AddOffset(values, trials.Length);
        }

        public void AddOffset(Span<T> values, int width)
        {
            if (Kind == NoiseKind.UnitUniform && Offset.AsSpan().ContainsAnyExcept(T.Zero))
                Rows.AddTo<T>(Offset, values, values, width);
        }

        public void Draw(ReadOnlySpan<ulong> trials, uint step, Span<T> values, FilterMemory memory)
        {
            var width = trials.Length;
            var drawn = values[..(Draws * width)];
            if (Filter is not null)
                Filter.Fill(trials, step, memory, drawn);
            else if (Kind is NoiseKind.ReleasedUniform or NoiseKind.UnitUniform)
                Uniform.Fill(Key, trials, step, Draws, drawn);
            else
                StandardDraws.Fill(Distribution, Key, trials, step, Draws, drawn);
            // Shared draws go to all rows of their group, from the last on, so that none is written over before its turn.
            for (var row = Groups.Length - 1; row >= 0; row--)
                values.Slice(Groups[row] * width, width).CopyTo(values.Slice(row * width, width));
        }
    }
}
