using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>One trial of a CTRNN stepped through its drift, with plain loops: what the kernels must reproduce.</summary>
internal sealed class ReferenceRollout
{
    public ReferenceRollout(Ctrnn network, Parameters parameters, double dt, Increments<double> noise, double[,] inputs, ulong trial)
    {
        var (steps, n, outputs) = (inputs.GetLength(0), network.Units, parameters.Layout["W_out"].Rows);
        var inputCount = inputs.GetLength(1);
        States = new double[steps + 1, n];
        Outputs = new double[steps, outputs];
        var values = parameters.Values.Select(v => new Real(v)).ToArray();
        var h = parameters["init_state"].ToArray().Select(v => new Real(v)).ToArray();
        Keep(States, 0, h);
        var (drift, linear) = (new Real[n], new Real[n]);
        for (var t = 0; t < steps; t++)
        {
            var u = Enumerable.Range(0, inputCount).Select(i => new Real(inputs[t, i])).ToArray();
            Add(u, Draw(noise, Placement.Input, t, trial, inputCount));
            var inside = new Real[n];
            Add(inside, Draw(noise, Placement.Inside, t, trial, n));
            network.Drift<Real>(parameters.Layout, values, h, u, inside, drift);
            (network with { Activation = new Identity() }).Drift<Real>(parameters.Layout, values, h, u, inside, linear);
            var outside = Draw(noise, Placement.Outside, t, trial, n);
            var state = Draw(noise, Placement.State, t, trial, n);
            for (var i = 0; i < n; i++)
            {
                var tau = network.Tau[network.Tau.Length == 1 ? 0 : i];
                if (network.Activation.Kink is { } kink)
                    DistanceToKink = Math.Min(DistanceToKink, Math.Abs((linear[i].Value * tau) + h[i].Value - kink));
                h[i] = new Real(h[i].Value + (dt * drift[i].Value) + (dt / tau * outside[i]) + state[i]);
            }

            Keep(States, t + 1, h);
            var readout = Draw(noise, Placement.Readout, t, trial, outputs);
            for (var o = 0; o < outputs; o++)
            {
                Outputs[t, o] = parameters["b_out"][o] + readout[o];
                for (var i = 0; i < n; i++)
                    Outputs[t, o] += parameters["W_out"][(o * n) + i] * h[i].Value;
            }
        }
    }

    public double[,] States { get; }

    public double[,] Outputs { get; }

    /// <summary>How near any pre-activation came to a kink.</summary>
    public double DistanceToKink { get; } = double.PositiveInfinity;

    private static double[] Draw(Increments<double> noise, Placement placement, int step, ulong trial, int rows)
    {
        var term = new double[rows * 16];
        if (noise.Has(placement))
            noise.Fill(placement, (uint)step, [.. Enumerable.Repeat(trial, 16)], term);
        return [.. Enumerable.Range(0, rows).Select(i => term[i * 16])];
    }

    private static void Add(Real[] x, double[] y)
    {
        for (var i = 0; i < x.Length; i++)
            x[i] = new Real(x[i].Value + y[i]);
    }

    private static void Keep(double[,] states, int step, Real[] h)
    {
        for (var i = 0; i < h.Length; i++)
            states[step, i] = h[i].Value;
    }
}
