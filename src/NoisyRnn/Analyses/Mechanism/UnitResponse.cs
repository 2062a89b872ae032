using NoisyRnn.Networks;

namespace NoisyRnn.Analyses;

/// <summary>What the units of a silent network answer to their pre-activations.</summary>
/// <param name="Activation">f of each unit, or f averaged over noise.</param>
internal sealed record UnitResponse(UnitActivations Activation)
{
    /// <summary>f of a network that <see cref="SilentPath.Refusal"/> does not refuse, averaged over noise inside it.</summary>
    /// <param name="network">The network.</param>
    /// <param name="deviations">The noise's standard deviation on the argument of f: one for all, or one a unit; 0 for f itself.</param>
    public static UnitResponse Averaged(Network network, params ReadOnlySpan<double> deviations) => new(network.LeakyLayers()[0].Activations.Averaged(deviations));

    /// <summary>What the mean of the units is under the training noise, to leading order in g: F averaged over noise inside, else f.</summary>
    public static UnitResponse OwnOf(TrainedNetwork subject) =>
        subject.Setup.IsInside ? Averaged(subject.Network, ArgumentNoise.Of(subject, subject.TrainingSigma)) : Averaged(subject.Network, 0);

    /// <summary>The activation of some units in some trials.</summary>
    public UnitActivations? Instead { get; init; }

    /// <summary>Which: 1 where <see cref="Instead"/> answers, 0 where not. [rows][width]</summary>
    public double[] Where { get; init; } = [];

    /// <summary>Added to what each unit answers; empty for nothing. [rows]</summary>
    public double[] Offset { get; init; } = [];

    /// <summary>value = R(a).</summary>
    /// <param name="a">Pre-activations of some rows. [rows][width]</param>
    /// <param name="value">Receives the answers.</param>
    /// <param name="firstRow">Number of the first of these rows.</param>
    /// <param name="width">Trials.</param>
    public void Evaluate(ReadOnlySpan<double> a, Span<double> value, int firstRow, int width)
    {
        var rows = a.Length / width;
        a.CopyTo(value);
        Activation.Range(firstRow, rows).Evaluate<double>(value, value, []);
        if (Instead is not null)
        {
            var other = new double[a.Length];
            a.CopyTo(other);
            Instead.Range(firstRow, rows).Evaluate<double>(other, other, []);
            var where = Where.AsSpan(firstRow * width, a.Length);
            for (var k = 0; k < other.Length; k++)
                value[k] = where[k] != 0 ? other[k] : value[k];
        }

        for (var k = 0; Offset.Length > 0 && k < value.Length; k++)
            value[k] += Offset[firstRow + (k / width)];
    }
}
