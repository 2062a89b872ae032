using System.Buffers;
using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Noise;

/// <summary>
/// Independent Gaussian noise from the experiment's list of sources. A source draws from the substream of its place in the
/// list, so arms that differ only in placement or level share every draw.
/// </summary>
/// <typeparam name="T">float or double.</typeparam>
public sealed class GaussianIncrements<T> : Increments<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ImmutableArray<(NoiseKey Key, Placement Placement, T[] Deviation)> _active;
    private readonly bool[] _has = new bool[Enum.GetValues<Placement>().Length];

    /// <summary>Prepares the sources whose level is above zero.</summary>
    /// <param name="sources">The list.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">Training (Dynamics) or testing (Analysis).</param>
    /// <param name="units">N.</param>
    /// <param name="inputs">I.</param>
    /// <param name="outputs">O.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="tau">Time constants.</param>
    public GaussianIncrements(
        ImmutableArray<NoiseSource> sources, ulong seed, NoiseStream stream, int units, int inputs, int outputs, double dt,
        ImmutableArray<double> tau)
    {
        var active = ImmutableArray.CreateBuilder<(NoiseKey, Placement, T[])>();
        for (var k = 0; k < sources.Length; k++)
        {
            var source = sources[k];
            var rows = source.Placement switch { Placement.Input => inputs, Placement.Readout => outputs, _ => units };
            var deviation = source.PerStepDeviation(rows, dt, tau);
            if (!source.IsActive())
                continue;
            active.Add((new NoiseKey(seed, stream, (byte)k), source.Placement, [.. deviation.Select(T.CreateTruncating)]));
            _has[(int)source.Placement] = true;
        }

        _active = active.ToImmutable();
    }

    /// <inheritdoc/>
    public override bool Has(Placement placement) => _has[(int)placement];

    /// <inheritdoc/>
    public override void Fill(Placement placement, uint step, ReadOnlySpan<ulong> trials, Span<T> term)
    {
        var first = true;
        foreach (var (key, where, deviation) in _active)
        {
            if (where != placement)
                continue;
            if (first)
            {
                Gaussian.Fill(key, trials, step, deviation.Length, term);
                Rows.Scale(deviation, term, trials.Length);
                first = false;
                continue;
            }

            var draws = ArrayPool<T>.Shared.Rent(deviation.Length * trials.Length);
            Gaussian.Fill(key, trials, step, deviation.Length, draws.AsSpan(0, deviation.Length * trials.Length));
            Rows.AddScaled<T>(deviation, draws, term, trials.Length);
            ArrayPool<T>.Shared.Return(draws);
        }
    }
}
