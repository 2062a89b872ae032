using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Numerics;

namespace NoisyRnn.Analyses;

/// <summary>
/// By how much a silent network can stretch a perturbation of its inputs, whatever the inputs (spec 2, section 5). A step
/// h' = K h + diag(d) f(W h + U u + b) with slopes f' between p and q has the Jacobian K + diag(s) D W, p &lt;= s &lt;= q: with
/// c = (p+q)/2 and r = (q-p)/2 its norm is at most rho = ||K + c D W|| + r ||D W||, never more than ||K|| + max|f'| ||D W||; that of dh'/du at
/// most beta = max|f'| ||D U||. After M steps ||[dh/dx_0 ... dh/dx_M-1]|| &lt;= beta sqrt(1 + rho^2 + ... + rho^2(M-1)).
/// </summary>
internal sealed class MarginBound
{
    // Singular values come with a relative error of some n u, 3e-14 for n = 256: the bound must not be smaller than it is.
    private const double Rounding = 1 + 1e-10;

    private readonly double[] _readout;
    private readonly int _units;

    private MarginBound(double stepGain, double inputGain, double[] readout, int units)
    {
        (StepGain, InputGain, _readout, _units) = (stepGain, inputGain, readout, units);
        ReadoutGain = Norm(readout, readout.Length / units, units);
    }

    /// <summary>rho.</summary>
    public double StepGain { get; }

    /// <summary>beta.</summary>
    public double InputGain { get; }

    /// <summary>||V||.</summary>
    public double ReadoutGain { get; }

    /// <summary>The bound of a network; null where it has none here: its step is of another form, or its activation's slopes are not known.</summary>
    /// <param name="subject">The network.</param>
    public static MarginBound? Of(TrainedNetwork subject)
    {
        // Without noise Milstein's step is Euler's; Heun's is another.
        if (subject.Setup.Scheme is HeunStratonovich)
            return null;
        var effective = subject.Network.Effective(subject.Parameters);
        if (subject.Network.Form(effective.Layout) is not [{ Recurrent: { } recurrent } layer] || SlopesOf(layer.Activations.Function) is not { } slopes)
            return null;
        var (units, steps, readout) = (layer.Units, subject.Network.StepSizes(effective, subject.Dt), effective.ReadoutWeights.ToArray());
        double[] linear = Scaled(layer.LinearPart(effective), steps), input = Scaled(effective[layer.Input], steps), driven = Scaled(effective[recurrent], steps);
        for (var i = 0; i < units; i++)
            linear[i * (units + 1)] += 1;
        // Parameters that are not finite bound nothing.
        if (!Array.TrueForAll([.. driven, .. input, .. linear, .. readout], double.IsFinite))
            return null;
        var (middle, spread) = ((slopes.Greatest + slopes.Least) / 2, (slopes.Greatest - slopes.Least) / 2);
        double[] mean = [.. linear.Zip(driven, (x, y) => x + (middle * y))];
        var stepGain = Norm(mean, units, units) + (spread * Norm(driven, units, units));
        var inputGain = Math.Max(Math.Abs(slopes.Least), Math.Abs(slopes.Greatest)) * Norm(input, units, input.Length / units);
        return new(stepGain * Rounding, inputGain * Rounding, readout, units);
    }

    /// <summary>A bound of the norm of the hidden state's derivative by the inputs of all steps so far.</summary>
    /// <param name="steps">M.</param>
    public double StateGain(int steps)
    {
        var sum = 0.0;
        for (var k = 0; k < steps; k++)
            sum = 1 + (StepGain * StepGain * sum);
        return InputGain * Math.Sqrt(sum) * Rounding;
    }

    /// <summary>||v_i - v_j||: the norm of the difference of two outputs by the hidden state, at most sqrt(2) ||V||.</summary>
    /// <param name="i">One output.</param>
    /// <param name="j">Another.</param>
    public double DifferenceGain(int i, int j)
    {
        var sum = 0.0;
        for (var k = 0; k < _units; k++)
        {
            var difference = _readout[(i * _units) + k] - _readout[(j * _units) + k];
            sum += difference * difference;
        }

        return Math.Sqrt(sum) * Rounding;
    }

    /// <summary>The least and the greatest slope of an activation anywhere; null where they are not known.</summary>
    internal static (double Least, double Greatest)? SlopesOf(Activation activation) => activation switch
    {
        Relu or SoftPlus => (0, 1),
        Tanh tanh => (0, tanh.Slope),
        Probit probit => (0, probit.Slope * Elementary.NormalDensity(0.0)),
        LeakyRelu leaky => (Math.Min(leaky.Slope, 1), Math.Max(leaky.Slope, 1)),
        Sigmoid => (0, 0.25),
        Identity => (1, 1),
        // Phi + a phi has its extremes where (2 - a^2) phi = 0.
        Gelu => (1 - GreatestOfGelu, GreatestOfGelu),
        // A mean of slopes lies between them.
        GaussianSmoothed smoothed => SlopesOf(smoothed.Of),
        DistributionSmoothed smoothed => SlopesOf(smoothed.Of),
        _ => null,
    };

    private static double GreatestOfGelu => Elementary.NormalCumulative(Math.Sqrt(2)) + (Math.Sqrt(2) * Elementary.NormalDensity(Math.Sqrt(2)));

    private static double[] Scaled(ReadOnlySpan<double> matrix, ReadOnlySpan<double> rows)
    {
        var (scaled, columns) = (matrix.ToArray(), matrix.Length / rows.Length);
        for (var k = 0; k < scaled.Length; k++)
            scaled[k] *= rows[k / columns];
        return scaled;
    }

    private static double Norm(double[] matrix, int rows, int columns) => Matrix<double>.Build.DenseOfRowMajor(rows, columns, matrix).L2Norm();
}
