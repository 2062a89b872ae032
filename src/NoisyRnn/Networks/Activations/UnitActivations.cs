using System.Collections.Immutable;

namespace NoisyRnn.Networks;

/// <summary>The activation of each unit: f for all, or f averaged over noise of a level of its own.</summary>
internal sealed class UnitActivations
{
    private const int Lanes = 16;

    private readonly Activation _activation;
    private readonly Activation[] _own;

    /// <summary>Prepares the units.</summary>
    /// <param name="activation">f.</param>
    /// <param name="smoothing">Standard deviation of the noise, one a unit; empty for none.</param>
    public UnitActivations(Activation activation, ImmutableArray<double> smoothing)
    {
        _activation = activation;
        _own = [.. smoothing.Select(sigma => sigma > 0 ? new GaussianSmoothed { Of = activation, Sigma = sigma } : activation)];
    }

    /// <summary>f.</summary>
    public Activation Function => _activation;

    /// <summary>Whether units have a level of their own.</summary>
    public bool AreAveraged => _own.Length > 0;

    /// <summary>That of one unit.</summary>
    public Activation this[int unit] => _own.Length == 0 ? _activation : _own[unit];

    /// <summary>", averaged over noise of 0.3 to 0.5, a level a unit"; empty where there is none.</summary>
    public static string Words(ImmutableArray<double> smoothing) =>
        smoothing.IsEmpty ? "" : $", averaged over noise of {smoothing.Min():G6} to {smoothing.Max():G6}, a level a unit";

    /// <summary>f of each unit averaged over noise on its argument: one activation where the levels are the same.</summary>
    /// <param name="deviations">Standard deviations, one a unit.</param>
    public UnitActivations Averaged(ReadOnlySpan<double> deviations) =>
        deviations.ContainsAnyExcept(deviations[0]) ? new(_activation, [.. deviations])
        : new(deviations[0] > 0 ? new GaussianSmoothed { Of = _activation, Sigma = deviations[0] } : _activation, Array.Empty<Activation>());

    /// <summary>Some of the units, from one on.</summary>
    public UnitActivations Range(int first, int count) => _own.Length == 0 ? this : new(_activation, _own.AsSpan(first, count).ToArray());

    /// <summary>value = f(a), slope = f'(a) unless empty. [units][width]; spans may coincide.</summary>
    public void Evaluate<T>(Span<T> a, Span<T> value, Span<T> slope)
        where T : unmanaged
    {
        if (_own.Length == 0)
        {
            _activation.EvaluateAs(a, value, slope);
            return;
        }

        var width = a.Length / _own.Length;
        for (var i = 0; i < _own.Length; i++)
            _own[i].EvaluateAs(a.Slice(i * width, width), value.Slice(i * width, width), slope.IsEmpty ? slope : slope.Slice(i * width, width));
    }

    /// <summary>One argument a unit: value = f(a), slope = f'(a) unless empty. [units, filled up to a multiple of 16]</summary>
    public void EvaluateEach(ReadOnlySpan<double> a, Span<double> value, Span<double> slope)
    {
        if (_own.Length == 0)
        {
            _activation.Evaluate(a, value, slope);
            return;
        }

        Span<double> lanes = stackalloc double[Lanes], slopes = stackalloc double[Lanes];
        for (var i = 0; i < _own.Length; i++)
        {
            lanes.Fill(a[i]);
            _own[i].Evaluate(lanes, lanes, slopes);
            value[i] = lanes[0];
            if (!slope.IsEmpty)
                slope[i] = slopes[0];
        }
    }

    /// <summary>The moments of each unit under noise on its argument, as <see cref="Activation.Moments"/> has them. [units]</summary>
    public void Moments(ReadOnlySpan<double> a, ReadOnlySpan<double> s, Span<double> mean, Span<double> slope, Span<double> variance)
    {
        if (_own.Length == 0)
        {
            _activation.Moments(a, s, mean, slope, variance);
            return;
        }

        for (var i = 0; i < _own.Length; i++)
            _own[i].Moments(a.Slice(i, 1), s.Slice(i, 1), mean.Slice(i, 1), slope.Slice(i, 1), variance.Slice(i, 1));
    }

    private UnitActivations(Activation activation, Activation[] own) => (_activation, _own) = (activation, own);
}
