using System.Collections.Immutable;
using MathNet.Numerics.LinearAlgebra;
using NoisyRnn.Noise;
using NoisyRnn.Numerics;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// Fixed points and Lyapunov exponents of a silent step that is known as a function alone, by central differences in the precision of its own numbers.
/// A difference over 2 e has the error f''' e^2/6 of the function and the rounding u |x|/e; e = (3 u)^(1/3) makes them alike, u^(2/3) of the numbers. The error is
/// measured too: by the same difference over twice the distance.
/// </summary>
/// <param name="Sentences">What was found.</param>
/// <param name="Findings">The same in numbers.</param>
internal sealed record StepPortrait(ImmutableArray<string> Sentences, Findings Findings)
{
    private const int MostTrials = 16, MostExponents = 4, MostNewton = 40, MostRows = 512;

    // What a direction that has ended counts as.
    private const double Ended = 1e-300;

    /// <summary>Asks a step.</summary>
    /// <param name="model">A function of one step.</param>
    /// <param name="task">The trials.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <returns>Null where the state has too many rows for differences.</returns>
    public static StepPortrait? Of(ExecutedModel model, TrialTask task, int threads, CancellationToken cancellation)
    {
        var rows = model.StateRows!.Value;
        if (rows > MostRows)
            return null;
        var step = new StepDifferences(model, task.InputCount);
        var paths = ParallelLoop.Run([.. Enumerable.Range(0, Math.Min(MostTrials, task.TrialCount(NoiseStream.Test)!.Value))], threads, trial => Path(step, task, trial), cancellation: cancellation);
        if (paths.Any(static path => path.Last.Any(static x => !double.IsFinite(x))))
            return new(["Silent, its state does not stay finite: it has no fixed points to look for."], new("One step, by differences", []));
        var exponents = Enumerable.Range(0, paths[0].Exponents.Length).Select(k => paths.Average(path => path.Exponents[k])).ToArray();
        // From where each trial ends, at the input that it ends with.
        var ends = ParallelLoop.Run(paths, threads, path => Fixed(step, path.Last, path.Input), cancellation: cancellation);
        var found = ends.OfType<FixedPoint>().ToArray();
        var stable = found.Count(static point => point.Radius < 1);
        var error = paths.Max(static path => path.Error);
        var words = FormattableString.Invariant($"largest Lyapunov exponent of the silent step {exponents[0]:G3} a step, over {paths.Length} trials ({(exponents[0] < 0 ? "states that start apart come together" : "states that start apart go further apart")}); by differences, whose derivatives are right to {error:G1}");
        var points = found.Length == 0
            ? "from where silent trials end, at the inputs that they end with, no fixed point was found"
            : FormattableString.Invariant($"from where silent trials end, at the inputs that they end with, {found.Length} of {ends.Length} searches reach a fixed point, {stable} of them stable (largest |eigenvalue| {found.Min(static point => point.Radius):G3} to {found.Max(static point => point.Radius):G3})");
        return new(
            [$"One step as a function: {words}.", $"Fixed points: {points}."],
            new Findings("One step, by differences",
            [
                .. exponents.Select((value, k) => new Metric($"Lyapunov exponent {k + 1}, silent", "1/step", value)),
                new("fixed points found", "", found.Length), new("of them stable", "", stable), new("error of derivatives", "", error),
                .. found.Length == 0 ? [] : new Metric[] { new("mean largest |eigenvalue|", "", found.Average(static point => point.Radius)) },
            ]));
    }

    // A silent trial, and how fast differences of its states grow on the second half of it.
    private static (double[] Last, double[] Input, double[] Exponents, double Error) Path(StepDifferences step, TrialTask task, int number)
    {
        var key = new TrialKey(0, NoiseStream.Test, (ulong)number);
        var trial = task.NewTrial();
        task.Refill(trial, key);
        var (state, steps) = (step.InitialState, task.StepsOf(key));
        var (count, transient) = (Math.Min(MostExponents, state.Length), steps / 2);
        var random = new RandomStream(NoiseKey.Of(0, Substream.LyapunovDirections), 0);
        var directions = Matrix<double>.Build.Dense(state.Length, count, (_, _) => random.NextNormal()).GramSchmidt().Q;
        var (sums, error, input) = (new double[count], 0.0, Array.Empty<double>());
        for (var t = 0; t < steps && Array.TrueForAll(state, double.IsFinite); t++)
        {
            input = trial.InputsAt(t).ToArray();
            var moved = step.Along(state, input, directions);
            if (t == steps - 1)
                error = (moved - step.Along(state, input, directions, 2)).Enumerate().Max(Math.Abs);
            state = step.Next(state, input);
            if (moved.Enumerate().Any(static x => !double.IsFinite(x)))
                return ([double.NaN], input, sums, error);
            var decomposed = moved.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin);
            for (var k = 0; k < count && t >= transient; k++)
                sums[k] += Elementary.Log(Math.Max(Math.Abs(decomposed.R[k, k]), Ended)) / (steps - transient);
            directions = decomposed.Q;
        }

        return (state, input, [.. sums.OrderDescending()], error);
    }

    private static FixedPoint? Fixed(StepDifferences step, double[] start, double[] input)
    {
        var x = Vector<double>.Build.DenseOfArray(start);
        var identity = Matrix<double>.Build.DenseIdentity(x.Count);
        for (var k = 0; k < MostNewton; k++)
        {
            var residual = Vector<double>.Build.DenseOfArray(step.Next(x.ToArray(), input)) - x;
            if (!double.IsFinite(residual.L2Norm()))
                return null;
            var jacobian = step.Along(x.ToArray(), input, identity);
            // The function's own rounding is the nearest that its state can come to a fixed one.
            if (residual.InfinityNorm() <= 64 * step.Rounding * (1 + x.InfinityNorm()))
                return new(jacobian.Evd().EigenValues.Max(static value => value.Magnitude));
            var change = (jacobian - identity).Solve(-residual);
            // Steps far beyond the states that occur are shortened.
            var longest = 1 + x.L2Norm();
            x += change.L2Norm() > longest ? change * (longest / change.L2Norm()) : change;
        }

        return null;
    }

    private sealed record FixedPoint(double Radius);
}
