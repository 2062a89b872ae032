using System.Numerics;
using NoisyRnn.Numerics;

namespace NoisyRnn.Noise;

/// <summary>
/// Coloured noise of variance 1: the Ornstein-Uhlenbeck process read at multiples of dt (Uhlenbeck and Ornstein 1930),
/// n[0] = xi[0], n[t] = c n[t-1] + sqrt(1 - c^2) xi[t], c = exp(-dt/correlation time). It is stationary from the first step;
/// the correlation of n[t] and n[t+k] is c^k.
/// </summary>
/// <remarks>
/// The draws xi are those of white noise with the same key. The filter runs in float, whoever reads it, so that training and
/// analyses see the same noise: n = fma(c, n, d xi) with c rounded to float and d = sqrt(1 - c^2) of that float, rounded. The
/// rounding of d moves the variance by at most 2^-23.
/// </remarks>
internal sealed class OrnsteinUhlenbeck
{
    private readonly NoiseKey _key;
    private readonly int _units;
    private readonly float _keep, _fresh;

    /// <summary>A filter.</summary>
    /// <param name="key">Seed, stream and source.</param>
    /// <param name="units">Rows.</param>
    /// <param name="dt">Time step.</param>
    /// <param name="correlationTime">Above 0, in the unit of dt.</param>
    public OrnsteinUhlenbeck(NoiseKey key, int units, double dt, double correlationTime)
    {
        (_key, _units) = (key, units);
        _keep = (float)Elementary.Exp(-dt / correlationTime);
        _fresh = (float)Math.Sqrt((1 - (double)_keep) * (1 + (double)_keep));
    }

    /// <summary>n of one step.</summary>
    /// <param name="trials">The trial of each lane.</param>
    /// <param name="step">t.</param>
    /// <param name="memory">Where steps before may be found, and this one is left.</param>
    /// <param name="values">Receives n. [units, trials]</param>
    public void Fill<T>(ReadOnlySpan<ulong> trials, uint step, FilterMemory memory, Span<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var state = memory.Of(this);
        if (!state.Leads(trials, step))
        {
            state.Restart(trials, _units);
            Gaussian.Fill<float>(_key, trials, 0, _units, state.Values);
        }

        while (state.Step < step)
        {
            state.Step++;
            Gaussian.Fill<float>(_key, trials, state.Step, _units, state.Fresh);
            Rows.Scale<float>([_fresh], state.Fresh, state.Fresh.Length);
            Rows.Advance<float>([_keep], state.Fresh, state.Values, state.Values.Length);
        }

        for (var i = 0; i < state.Values.Length; i++)
            values[i] = T.CreateTruncating(state.Values[i]);
    }
}
