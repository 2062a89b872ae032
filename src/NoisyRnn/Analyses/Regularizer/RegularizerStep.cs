using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// The step of a network in the form that its second derivatives are known in: h' = h + d F, F = l h + L h + f(a), a = W h + U u + b, with d and l a
/// number a unit. Of the networks of one recurrent <see cref="DriftLayer"/>. The only second derivative is then that of f:
/// (d^2 h'/dh^2)[x, x] = d f''(a) (W x)^2. Read by all threads.
/// </summary>
internal sealed class RegularizerStep
{
    private readonly UnitActivations _activations;
    private readonly double[] _bias;

    /// <summary>Reads a network.</summary>
    /// <param name="subject">One that <see cref="Refusal"/> does not refuse.</param>
    public RegularizerStep(TrainedNetwork subject)
    {
        var (network, parameters) = (subject.Network, subject.Network.Effective(subject.Parameters));
        if (network.Form(parameters.Layout) is not [{ Recurrent: { } recurrent } layer])
            throw new ArgumentException(Refusal(network), nameof(subject));
        Units = network.Units;
        Width = DenseProduct.Padded(Units);
        Recurrent = Padded(parameters[recurrent], Units);
        Linear = layer.Linear is { } linear ? Padded(parameters[linear], Units) : [];
        Input = parameters[layer.Input].ToArray();
        _bias = parameters[layer.Bias].ToArray();
        Leak = layer.Leaks ? -1 : 0;
        _activations = layer.Activations;
        Sizes = network.StepSizes(parameters, subject.Dt);
    }

    /// <summary>N.</summary>
    public int Units { get; }

    /// <summary>N, padded to 16: the distance of the rows of all matrices.</summary>
    public int Width { get; }

    /// <summary>d. [N]</summary>
    public double[] Sizes { get; }

    /// <summary>l.</summary>
    public double Leak { get; }

    /// <summary>L [N, width]; empty where there is none.</summary>
    public double[] Linear { get; }

    /// <summary>W. [N, width]</summary>
    public double[] Recurrent { get; }

    /// <summary>U. [N, I]</summary>
    public double[] Input { get; }

    /// <summary>Why the step of a network has no such form, or no second derivative; null where it has.</summary>
    /// <param name="network">The architecture.</param>
    public static string? Refusal(Network network)
    {
        if (network.Form() is not [{ Recurrent: not null } layer])
            return $"the explicit regulariser is not for {network.Kind}; allowed is {network.Allowed(static other => other.Form() is [{ Recurrent: not null }])}";
        return Enumerable.Range(0, network.Units).Select(unit => layer.Activations[unit]).FirstOrDefault(static f => f.Kink is not null) is { } kinked
            ? $"the explicit regulariser is not applicable to {Catalogue.KindOf(kinked.GetType())}: noise across its kink has no Taylor form; use the predicted shift (analysis bias), or allowed is a smooth activation"
            : null;
    }

    /// <summary>The drift and its derivatives at a state.</summary>
    /// <param name="state">h. [width]</param>
    /// <param name="input">u. [I]</param>
    /// <param name="drift">Receives F. [N]</param>
    /// <param name="slope">Receives f'(a). [N]</param>
    /// <param name="bend">Receives f''(a). [N]</param>
    public void Evaluate(ReadOnlySpan<double> state, ReadOnlySpan<double> input, Span<double> drift, Span<double> slope, Span<double> bend)
    {
        for (var i = 0; i < Units; i++)
        {
            var a = _bias[i] + DotProduct.Of(Recurrent.AsSpan(i * Width, Width), state);
            for (var k = 0; k < input.Length; k++)
                a += Input[(i * input.Length) + k] * input[k];
            // x + e + e' gives f, f' and f'' at once.
            var f = _activations[i].Apply(new Dual<Dual<Real>>(new(new(a), new(1)), new(new(1), new(0))));
            (drift[i], slope[i], bend[i]) = (f.Primal.Primal.Value + (Leak * state[i]), f.Primal.Tangent.Value, f.Tangent.Tangent.Value);
            if (Linear.Length > 0)
                drift[i] += DotProduct.Of(Linear.AsSpan(i * Width, Width), state);
        }
    }

    private double[] Padded(ReadOnlySpan<double> matrix, int columns)
    {
        var padded = new double[matrix.Length / columns * Width];
        DenseProduct.Copy(matrix, columns, padded, Width, matrix.Length / columns, columns);
        return padded;
    }
}
