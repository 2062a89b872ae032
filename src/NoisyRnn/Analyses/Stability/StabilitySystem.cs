using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// The equation that a network discretises, dh_i/dt = (A h)_i + r_i f((W h + U u + b)_i): A with the rates in it, r the rate of each unit
/// (1/tau, or its trainable step over dt). Its linearisation along a path is A + R diag(f') W.
/// </summary>
internal sealed class StabilitySystem
{
    // f' is looked through for its largest value on [-Reach, Reach]: so many places at a time, and so many times.
    private const double Reach = 32;
    private const int Places = 1024, Finer = 4;

    /// <summary>Takes the matrices.</summary>
    /// <param name="linear">A, rates included. [n, n]</param>
    /// <param name="recurrent">W. [n, n]</param>
    /// <param name="rates">r. [n]</param>
    /// <param name="activations">f.</param>
    public StabilitySystem(double[] linear, double[] recurrent, double[] rates, UnitActivations activations)
    {
        (Linear, Recurrent, Rates, Activations) = (linear, recurrent, rates, activations);
        LargestSlope = Enumerable.Range(0, rates.Length).Select(i => activations[i]).Distinct().Max(SlopeOf);
        // Column-major or row-major: neither a symmetric part nor a norm tells them apart.
        var a = Matrix<double>.Build.Dense(Size, Size, linear);
        var symmetric = ((a + a.Transpose()) / 2).Evd(Symmetricity.Symmetric).EigenValues;
        (LargestSymmetric, SmallestSymmetric) = (symmetric.Max(static value => value.Real), symmetric.Min(static value => value.Real));
        LinearNorm = a.L2Norm();
        RecurrentNorm = Matrix<double>.Build.Dense(Size, Size, [.. recurrent.Select((w, k) => rates[k / Size] * w)]).L2Norm();
    }

    /// <summary>n.</summary>
    public int Size => Rates.Length;

    /// <summary>A, rates included. [n, n]</summary>
    public double[] Linear { get; }

    /// <summary>W. [n, n]</summary>
    public double[] Recurrent { get; }

    /// <summary>r. [n]</summary>
    public double[] Rates { get; }

    /// <summary>f.</summary>
    public UnitActivations Activations { get; }

    /// <summary>L = sup |f'|.</summary>
    public double LargestSlope { get; }

    /// <summary>lambda_max of (A + A^T)/2, per unit of time.</summary>
    public double LargestSymmetric { get; }

    /// <summary>lambda_min of (A + A^T)/2, per unit of time.</summary>
    public double SmallestSymmetric { get; }

    /// <summary>||A||_2, per unit of time.</summary>
    public double LinearNorm { get; }

    /// <summary>s_max(R W), per unit of time.</summary>
    public double RecurrentNorm { get; }

    /// <summary>The equation of a network that discretises one, with a drift of one layer; null of any other.</summary>
    /// <param name="subject">The network, trained.</param>
    public static StabilitySystem? Of(TrainedNetwork subject)
    {
        var (network, effective) = (subject.Network, subject.Network.Effective(subject.Parameters));
        if (!network.IsTimed || network.Form(effective.Layout) is not [{ Recurrent: { } recurrent } layer])
            return null;
        double[] rates = [.. network.StepSizes(effective, subject.Dt).Select(step => step / subject.Dt)];
        var linear = layer.LinearPart(effective);
        for (var k = 0; k < linear.Length; k++)
            linear[k] *= rates[k / layer.Units];
        return new(linear, effective[recurrent].ToArray(), rates, layer.Activations);
    }

    // The best of a row of places, then of a finer row about it: of a smooth f' right to rounding, as it is flat there.
    private static double SlopeOf(Activation activation)
    {
        double[] a = new double[Places], value = new double[Places], slope = new double[Places];
        var (middle, reach, largest) = (0.0, Reach, 0.0);
        for (var row = 0; row < Finer; row++)
        {
            for (var k = 0; k < Places; k++)
                a[k] = middle + (reach * (((2.0 * k) + 1 - Places) / Places));
            activation.Evaluate(a, value, slope);
            var best = Enumerable.Range(0, Places).MaxBy(k => Math.Abs(slope[k]));
            (middle, reach, largest) = (a[best], 2 * reach / Places, Math.Abs(slope[best]));
        }

        return largest;
    }
}
