using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>The targets of test trials: how many count, and how much they vary.</summary>
/// <param name="Count">Trials times steps times outputs whose mask is not 0.</param>
/// <param name="Variance">Weighted variance of the targets about the mean of each output, squared units of the target.</param>
internal sealed record TargetSpread(int Count, double Variance)
{
    /// <summary>One pass over trials 0 .. trials - 1.</summary>
    public static TargetSpread Of(TrialTask task, ulong seed, int trials)
    {
        var sums = new Sums(task.OutputCount);
        foreach (var (_, trial, _, _) in task.OneByOne(seed, NoiseStream.Test, trials))
        {
            for (var t = 0; t < trial.Steps; t++)
                sums.Add(trial.TargetsAt(t), trial.MaskAt(t));
        }

        return sums.ToSpread();
    }

    /// <summary>Adds targets up, step by step.</summary>
    /// <param name="outputs">Number of outputs.</param>
    internal sealed class Sums(int outputs)
    {
        private readonly double[] _sums = new double[outputs], _squares = new double[outputs], _weights = new double[outputs];
        private readonly double[] _least = Filled(outputs, double.PositiveInfinity), _most = Filled(outputs, double.NegativeInfinity);
        private int _count;

        /// <summary>Adds a step; a target of weight 0 need not be a number.</summary>
        /// <param name="targets">y. [O]</param>
        /// <param name="masks">Weights. [O]</param>
        public void Add(ReadOnlySpan<double> targets, ReadOnlySpan<double> masks)
        {
            for (var o = 0; o < targets.Length; o++)
            {
                var (y, m) = (targets[o], masks[o]);
                if (m == 0)
                    continue;
                _count++;
                _weights[o] += m;
                _sums[o] += m * y;
                _squares[o] += m * y * y;
                (_least[o], _most[o]) = (Math.Min(_least[o], y), Math.Max(_most[o], y));
            }
        }

        /// <summary>The spread of what was added.</summary>
        public TargetSpread ToSpread()
        {
            // The difference of two sums leaves their rounding, which is no spread.
            if (_least.Zip(_most).All(static range => range.First >= range.Second))
                return new TargetSpread(_count, 0);
            double total = 0, weight = 0;
            for (var o = 0; o < _weights.Length; o++)
            {
                total += _weights[o] > 0 ? _squares[o] - (_sums[o] * _sums[o] / _weights[o]) : 0;
                weight += _weights[o];
            }

            return new TargetSpread(_count, total / weight);
        }

        private static double[] Filled(int length, double value)
        {
            var values = new double[length];
            Array.Fill(values, value);
            return values;
        }
    }
}
