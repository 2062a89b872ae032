using NoisyRnn.Analyses;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Analyses;

/// <summary>
/// P + Q once more, backward (spec 2, section 3) and from the plain equations: the step is a function of state and draws, h' = G(h, xi), its first and second
/// derivatives come by nested dual numbers, and with Psi = H_l, lambda = grad l at the end, each step adds sum_k (G_k^T Psi G_k + lambda G_kk)
/// over its draws, then Psi = J^T Psi J + lambda G_hh (+ l'' there), lambda = J^T lambda (+ l').
/// </summary>
internal sealed class BackwardRegularizer
{
    private readonly TrainedNetwork _subject;
    private readonly Parameters _effective;
    private readonly NoiseShape _shape;
    private readonly int _units;

    private BackwardRegularizer(TrainedNetwork subject)
    {
        (_subject, _effective, _units) = (subject, subject.Network.Effective(subject.Parameters), subject.Network.Units);
        _shape = subject.Network.NoiseShape(subject.Task.InputCount, subject.Task.OutputCount);
    }

    /// <summary>P + Q of one test trial, unnormalised.</summary>
    public static double Of(TrainedNetwork subject, ulong number) => new BackwardRegularizer(subject).Sum(number);

    private double Sum(ulong number)
    {
        var task = _subject.Task;
        var trial = new Trial(task.StepCount, task.InputCount, task.OutputCount);
        var key = new TrialKey(_subject.Seed, NoiseStream.Test, number);
        task.Fill(key, trial);
        var (steps, draws) = (task.StepsOf(key), _subject.Noise.Sum(DrawsAStep));
        double[][] states = [_subject.Network is Ctrnn ? _subject.Parameters["init_state"].ToArray() : new double[_units]];
        for (var t = 0; t < steps; t++)
            states = [.. states, [.. Step<Real>([.. states[^1].Select(static h => new Real(h))], Row(trial.Inputs, t), new Real[draws]).Select(static x => x.Value)]];
        var (psi, lambda, sum) = (new double[_units, _units], new double[_units], 0.0);
        for (var t = steps - 1; t >= 0; t--)
        {
            sum += AddLoss(trial, t, states[t + 1], psi, lambda);
            sum += Back(states[t], Row(trial.Inputs, t), draws, ref psi, ref lambda);
        }

        return sum;
    }

    // Takes Psi and lambda over one step; returns what its draws add.
    private double Back(double[] state, double[] input, int draws, ref double[,] psi, ref double[] lambda)
    {
        var size = _units + draws;
        var (first, bend) = (new double[_units, size], new double[size, size]);
        for (var a = 0; a < size; a++)
        {
            for (var b = a; b < size; b++)
            {
                if (a >= _units && b > a)
                    continue;
                Dual<Dual<Real>> Seeded(double value, int k) => new(new(new(value), new(k == a ? 1 : 0)), new(new(k == b ? 1 : 0), new(0)));
                var next = Step<Dual<Dual<Real>>>(
                    [.. state.Select(Seeded)], input, [.. Enumerable.Range(0, draws).Select(k => Seeded(0, _units + k))]);
                for (var i = 0; i < _units; i++)
                {
                    first[i, a] = next[i].Primal.Tangent.Value;
                    bend[a, b] += lambda[i] * next[i].Tangent.Tangent.Value;
                }

                bend[b, a] = bend[a, b];
            }
        }

        var sum = 0.0;
        var (before, gradient) = (new double[_units, _units], new double[_units]);
        for (var a = 0; a < size; a++)
        {
            for (var b = 0; b < size; b++)
            {
                var image = bend[a, b];
                for (var i = 0; i < _units; i++)
                {
                    for (var j = 0; j < _units; j++)
                        image += first[i, a] * psi[i, j] * first[j, b];
                }

                if (a < _units && b < _units)
                    before[a, b] = image;
                else if (a == b)
                    sum += image;
            }

            for (var i = 0; a < _units && i < _units; i++)
                gradient[a] += first[i, a] * lambda[i];
        }

        (psi, lambda) = (before, gradient);
        return sum;
    }

    private double AddLoss(Trial trial, int t, double[] state, double[,] psi, double[] lambda)
    {
        var outputs = _subject.Task.OutputCount;
        var (readout, bias) = (_subject.Parameters["W_out"].ToArray(), _subject.Parameters["b_out"].ToArray());
        double[] z = [.. Enumerable.Range(0, outputs).Select(o => bias[o] + Enumerable.Range(0, _units).Sum(i => readout[(o * _units) + i] * state[i]))];
        var (slope, bend, sum) = (new double[outputs], new double[outputs * outputs], 0.0);
        _subject.Loss.Differentiate(z, Row(trial.Targets, t), Row(trial.Mask, t), slope, bend);
        for (var o = 0; o < outputs; o++)
        {
            sum += bend[o * (outputs + 1)] * _subject.Noise.Where(static source => source.Placement == Placement.Readout).Sum(source => Math.Pow(Deviation(source)[o], 2));
            for (var i = 0; i < _units; i++)
            {
                lambda[i] += slope[o] * readout[(o * _units) + i];
                for (var k = 0; k < outputs; k++)
                {
                    for (var j = 0; j < _units; j++)
                        psi[i, j] += readout[(o * _units) + i] * bend[(o * outputs) + k] * readout[(k * _units) + j];
                }
            }
        }

        return sum;
    }

    // The executed step, written out.
    private TReal[] Step<TReal>(TReal[] state, double[] input, TReal[] draws)
        where TReal : struct, IReal<TReal>
    {
        TReal[] Zeros(int rows) => [.. Enumerable.Repeat(TReal.Constant(0), rows)];
        var (inside, outside, added, noisy) = (Zeros(_shape.Inside), Zeros(_shape.Outside), Zeros(_units), input.Select(TReal.Constant).ToArray());
        var (byState, byDrift) = (Zeros(_units), Zeros(_units));
        TReal[] factor = [.. Enumerable.Repeat(TReal.Constant(1), _units)];
        var first = 0;
        foreach (var source in _subject.Noise)
        {
            var deviation = Deviation(source);
            TReal Noise(int i, double size) => TReal.Constant(size) * draws[first + (DrawsAStep(source) == 1 ? 0 : i)];
            for (var i = 0; i < deviation.Length; i++)
            {
                switch (source.Kind)
                {
                    case NoiseKind.Additive when source.Placement != Placement.Readout:
                        (source.Placement switch { Placement.Inside => inside, Placement.Outside => outside, Placement.State => added, _ => noisy })[i] += Noise(i, deviation[i]);
                        break;
                    case NoiseKind.Multiplicative or NoiseKind.CommonScalar:
                        byState[i] += Noise(i, deviation[i]);
                        break;
                    case NoiseKind.DriftMultiplicative:
                        byDrift[i] += Noise(i, deviation[i]);
                        added[i] += Noise(i, source.PerStepBase(_units, _subject.Dt, _subject.Network.TimeConstants)[i]);
                        break;
                    case NoiseKind.ReleasedUniform:
                        factor[i] *= TReal.Constant(1 + source.Offset - (deviation[i] / 2)) + Noise(i, deviation[i] / Math.Sqrt(12));
                        break;
                }
            }

            first += DrawsAStep(source);
        }

        var next = new TReal[_units];
        TReal[] parameters = [.. _effective.Values.Select(TReal.Constant)];
        if (_subject.Network is not DrivenNetwork driven)
        {
            _subject.Network.Map<TReal>(_effective.Layout, parameters, _subject.Dt, state, noisy, inside, outside, next);
            return [.. next.Zip(added, static (x, y) => x + y)];
        }

        driven.Drift<TReal>(_effective.Layout, parameters, state, noisy, inside, outside, next);
        return [.. Enumerable.Range(0, _units).Select(i =>
            state[i] + (((driven.Step<TReal>(_effective.Layout, parameters, _subject.Dt, i) * factor[i]) + byDrift[i]) * next[i]) + (byState[i] * state[i]) + added[i])];
    }

    private double[] Deviation(NoiseSource source) => source.PerStepDeviation(_shape[source.Placement], _subject.Dt, _subject.Network.TimeConstants);

    private int DrawsAStep(NoiseSource source) =>
        source.Placement == Placement.Readout ? 0 : source.Kind == NoiseKind.CommonScalar ? 1 : _shape[source.Placement];

    private static double[] Row(double[,] array, int t) => [.. Enumerable.Range(0, array.GetLength(1)).Select(k => array[t, k])];
}
