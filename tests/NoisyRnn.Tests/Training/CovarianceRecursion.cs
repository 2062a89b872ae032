using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Dynamics;

namespace NoisyRnn.Tests.Training;

/// <summary>
/// (P + Q)/2 of a CTRNN under mean squared error in plain loops: S' = J S J^T + N, mu' = J mu + (g/2) f''(a) v, where N and v are
/// what the placement of the noise makes of its variance.
/// </summary>
internal static class CovarianceRecursion
{
    public static double Of(Ctrnn network, Parameters parameters, Wiggle task, double dt, Placement placement, double sigma, ulong seed, int trials)
    {
        double sum = 0, weights = 0;
        for (var trial = 0ul; trial < (ulong)trials; trial++)
        {
            var made = new Trial(task.StepCount, task.InputCount, task.OutputCount);
            task.Fill(new TrialKey(seed, NoiseStream.Task, trial), made);
            var (value, weight) = OfTrial(network, parameters, made, dt, placement, sigma * sigma);
            (sum, weights) = (sum + value, weights + weight);
        }

        return sum / weights;
    }

    private static (double Value, double Weight) OfTrial(Ctrnn network, Parameters parameters, Trial trial, double dt, Placement placement, double s2)
    {
        var n = network.Units;
        double[] w = [.. parameters["W_rec"]], u = [.. parameters["W_in"]], b = [.. parameters["b_rec"]], readout = [.. parameters["W_out"]], bias = [.. parameters["b_out"]];
        double[] h = [.. parameters["init_state"]], mu = new double[n];
        var s = new double[n, n];
        double value = 0, weight = 0;
        var (inputs, outputs) = (u.Length / n, bias.Length);
        for (var t = 0; t < trial.Mask.GetLength(0); t++)
        {
            var (jacobian, next, nextMean) = (new double[n, n], new double[n], new double[n]);
            var added = new double[n];
            for (var i = 0; i < n; i++)
            {
                var a = b[i];
                for (var j = 0; j < n; j++)
                    a += w[(i * n) + j] * h[j];
                for (var j = 0; j < inputs; j++)
                    a += u[(i * inputs) + j] * trial.Inputs[t, j];
                var f = network.Activation.Apply(new Dual<Dual<Real>>(new(new(a), new(1)), new(new(1), new(0))));
                var (slope, second) = (f.Tangent.Primal.Value, f.Tangent.Tangent.Value);
                var g = dt / network.Tau[i];
                next[i] = ((1 - g) * h[i]) + (g * f.Value);
                // The variance of the pre-activation, w_i S w_i^T, with that of noise inside.
                var v = placement == Placement.Inside ? s2 : 0;
                for (var j = 0; j < n; j++)
                {
                    jacobian[i, j] = (i == j ? 1 - g : 0) + (g * slope * w[(i * n) + j]);
                    nextMean[i] += jacobian[i, j] * mu[j];
                    for (var k = 0; k < n; k++)
                        v += w[(i * n) + j] * s[j, k] * w[(i * n) + k];
                }

                nextMean[i] += g / 2 * second * v;
                added[i] = placement switch { Placement.Inside => g * slope * g * slope, Placement.Outside => g * g, _ => 1 } * s2;
            }

            var spread = new double[n, n];
            for (var i = 0; i < n; i++)
            {
                for (var j = 0; j < n; j++)
                {
                    spread[i, j] = i == j ? added[i] : 0;
                    for (var k = 0; k < n; k++)
                    {
                        for (var l = 0; l < n; l++)
                            spread[i, j] += jacobian[i, k] * s[k, l] * jacobian[j, l];
                    }
                }
            }

            (h, mu, s) = (next, nextMean, spread);
            for (var o = 0; o < outputs; o++)
            {
                double z = bias[o], shift = 0, variance = 0;
                for (var i = 0; i < n; i++)
                {
                    z += readout[(o * n) + i] * h[i];
                    shift += readout[(o * n) + i] * mu[i];
                    for (var j = 0; j < n; j++)
                        variance += readout[(o * n) + i] * s[i, j] * readout[(o * n) + j];
                }

                // l = m (z - y)^2: P/2 = l' shift, Q/2 = l'' variance / 2.
                value += trial.Mask[t, o] * ((2 * (z - trial.Targets[t, o]) * shift) + variance);
                weight += trial.Mask[t, o];
            }
        }

        return (value, weight);
    }
}
