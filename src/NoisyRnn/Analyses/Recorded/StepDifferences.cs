using MathNet.Numerics.LinearAlgebra;

namespace NoisyRnn.Analyses;

/// <summary>The derivative of a silent step along directions, by central differences.</summary>
/// <param name="model">A function of one step.</param>
/// <param name="inputs">I.</param>
internal sealed class StepDifferences(ExecutedModel model, int inputs)
{
    /// <summary>The relative rounding of the function's numbers.</summary>
    public double Rounding => model.Rounding;

    /// <summary>The state before the first step. [rows]</summary>
    public double[] InitialState => model.InitialState;

    /// <summary>One step. [rows]</summary>
    public double[] Next(double[] state, double[] input)
    {
        var next = new double[state.Length];
        model.Step(1, state, input, next);
        return next;
    }

    /// <summary>J V. [rows, directions]</summary>
    /// <param name="state">Where. [rows]</param>
    /// <param name="input">u. [I]</param>
    /// <param name="directions">V. [rows, directions]</param>
    /// <param name="stretch">How many times as far apart as is best.</param>
    public Matrix<double> Along(double[] state, double[] input, Matrix<double> directions, double stretch = 1)
    {
        var (rows, count) = (state.Length, directions.ColumnCount);
        // The power of two next to (3 u)^(1/3), in the unit of the state: a number that its precision holds.
        var best = (int)Math.Round((1.6 + Math.ILogB(model.Rounding)) / 3) + Math.ILogB(Math.Max(1, state.Max(Math.Abs)));
        var e = Math.ScaleB(stretch, best);
        var (states, us, next) = (new double[2 * count * rows], new double[2 * count * inputs], new double[2 * count * rows]);
        for (var k = 0; k < 2 * count; k++)
        {
            for (var i = 0; i < rows; i++)
                states[(k * rows) + i] = state[i] + ((k < count ? e : -e) * directions[i, k % count]);
            input.CopyTo(us, k * inputs);
        }

        model.Step(2 * count, states, us, next);
        return Matrix<double>.Build.Dense(rows, count, (i, k) => (next[(k * rows) + i] - next[((k + count) * rows) + i]) / (2 * e));
    }
}
