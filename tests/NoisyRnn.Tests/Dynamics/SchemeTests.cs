using System.Collections.Concurrent;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>Every scheme of the catalogue against solutions on the same Brownian paths: where it goes, and how fast.</summary>
public class SchemeTests
{
    private const int Batches = 16;
    private static readonly int[] StepCounts = [16, 32, 64, SolvedPaths.KeptSteps];
    private static readonly ConcurrentDictionary<(NoiseKind, bool, string), Lazy<SolvedPaths>> Solutions = new();

    public static TheoryData<string, NoiseKind, bool> Cases()
    {
        var data = new TheoryData<string, NoiseKind, bool>();
        foreach (var scheme in Catalogue.Leaves(typeof(Scheme)).Select(static leaf => leaf.Name))
        {
            foreach (var kind in new[] { NoiseKind.Additive, NoiseKind.Multiplicative, NoiseKind.CommonScalar, NoiseKind.DriftMultiplicative })
            {
                if (!Takes(scheme, kind))
                    continue;
                data.Add(scheme, kind, true);
                // Noise times a drift that couples units does not commute; no scheme here claims an order above 1/2 for it.
                if (kind != NoiseKind.DriftMultiplicative)
                    data.Add(scheme, kind, false);
            }
        }

        return data;
    }

    public static TheoryData<string, NoiseKind> StateDependentCases()
    {
        var data = new TheoryData<string, NoiseKind>();
        foreach (var row in Cases().Select(static row => row.Data).Where(static row => row.Item3 && row.Item2 != NoiseKind.Additive))
            data.Add(row.Item1, row.Item2);
        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Converges_on_each_path_at_its_strong_order(string name, NoiseKind kind, bool linear)
    {
        var scheme = SchemeOf(name);
        var paths = Paths(kind, linear, scheme.Calculus);
        var order = kind == NoiseKind.Additive ? scheme.StrongOrder.Additive : scheme.StrongOrder.Multiplicative;
        var errors = StepCounts.Select(steps => SquaredErrors(scheme, paths, steps, paths.End)).ToArray();
        // A slope for each sixteenth of the trials, which are independent: their scatter is the mean's standard error.
        var slopes = Enumerable.Range(0, Batches).Select(batch => Slope(errors, batch)).ToArray();
        var slope = slopes.Average();
        var standardError = Math.Sqrt(slopes.Sum(s => (s - slope) * (s - slope)) / (Batches * (Batches - 1)));
        // The next term of the error is smaller by K dt, K the sum of the drift's and the noise's rates; the reference, where
        // it is a scheme too, has an error of its own, at most the ratio of the steps.
        var nextTerm = ((1 / SolvedPaths.Tau) + (SolvedPaths.Sigma * SolvedPaths.Sigma)) / StepCounts[0];
        var reference = linear ? 0 : (double)StepCounts[^1] / SolvedPaths.FineSteps;
        var tolerance = (4 * standardError) + nextTerm + reference;
        Assert.True(tolerance < 0.25, $"tolerance {tolerance} does not tell one order from the next half");
        Assert.True(Math.Abs(slope - order) < tolerance, $"order {slope} +- {standardError}, not {order} within {tolerance}");
    }

    [Theory]
    [MemberData(nameof(StateDependentCases))]
    public void Goes_to_the_solution_of_its_own_calculus_and_not_to_the_other(string name, NoiseKind kind)
    {
        var scheme = SchemeOf(name);
        var (own, other) = (Paths(kind, true, scheme.Calculus), Paths(kind, true, scheme.Calculus == "Ito" ? "Stratonovich" : "Ito"));
        var between = Math.Sqrt(own.End.Zip(other.End, static (a, b) => (a - b) * (a - b)).Sum());
        // Euler's error is about s^2 sqrt(dt/2) of h, the two solutions differ by 1 - exp(-s^2/2) of h: some 1 to 7 here.
        Assert.InRange(Distance(own), 0, between / 4);
        Assert.InRange(Distance(other), between / 2, 2 * between);

        double Distance(SolvedPaths solution) => Math.Sqrt(SquaredErrors(scheme, own, StepCounts[^1], solution.End).Sum());
    }

    private static bool Takes(string scheme, NoiseKind kind) =>
        SchemeOf(scheme).Refusal(new NoisyRnn.Networks.Ctrnn(), [new() { Placement = Placement.State, Kind = kind, Sigma = [1] }]) is null;

    private static Scheme SchemeOf(string name) => (Scheme)Activator.CreateInstance(Catalogue.Leaves(typeof(Scheme)).Single(l => l.Name == name).Type)!;

    private static SolvedPaths Paths(NoiseKind kind, bool linear, string calculus) =>
        Solutions.GetOrAdd((kind, linear, calculus), static key => new(() => new(key.Item1, key.Item2, key.Item3))).Value;

    // Of each trial, summed over units.
    private static double[] SquaredErrors(Scheme scheme, SolvedPaths paths, int steps, double[] solution)
    {
        var parameters = paths.Parameters();
        var rollout = new Rollout<double>(paths.Network, parameters.Layout, 1.0 / steps, new SummedIncrements(paths, steps), scheme);
        rollout.Refresh(parameters);
        var block = new Block<double>(rollout.Cell, parameters.Layout, steps, 1, 1, SolvedPaths.Trials, backward: false);
        Array.Clear(block.Wanted);
        for (var lane = 0; lane < SolvedPaths.Trials; lane++)
            block.Trials[lane] = (ulong)lane;
        rollout.Forward(block);
        var last = block.At(block.States, steps, SolvedPaths.Units);
        var errors = new double[SolvedPaths.Trials];
        for (var k = 0; k < last.Length; k++)
            errors[k % SolvedPaths.Trials] += (last[k] - solution[k]) * (last[k] - solution[k]);
        return errors;
    }

    // Of log rms error against log dt, by least squares; the step counts double.
    private static double Slope(double[][] errors, int batch)
    {
        const int Size = SolvedPaths.Trials / Batches;
        var logs = errors.Select(level => Math.Log2(level.AsSpan(batch * Size, Size).ToArray().Sum()) / 2).ToArray();
        var middle = (logs.Length - 1) / 2.0;
        return logs.Select((log, k) => (middle - k) * log).Sum() / logs.Select((_, k) => (k - middle) * (k - middle)).Sum();
    }
}
