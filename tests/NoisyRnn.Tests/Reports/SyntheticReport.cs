using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Noise;
using NoisyRnn.Reports;
using NoisyRnn.Statistics;
using NoisyRnn.Tests.Claims;
using NoisyRnn.Training;

namespace NoisyRnn.Tests.Reports;

/// <summary>
/// A report of invented numbers, in the shape of a real one: inside, bias^2 is a parabola around the training level
/// (above a threshold in s0) and variance grows with s^2; outside there is variance only. No network stands behind it.
/// </summary>
internal static class SyntheticReport
{
    public const string Mark = "SYNTHETIC: invented numbers, no network was trained.";

    private static readonly ImmutableArray<double> Relative = [0, .1, .25, .5, .75, .9, 1, 1.1, 1.25, 1.5, 2];
    private static readonly ImmutableArray<double> Absolute = [0, .03, .1, .3, 1, 2];

    /// <summary>3 activations x inside and outside x 6 levels x 10 seeds, one network of them diverged.</summary>
    public static ReportContent Full() => Of("full", ["relu", "softplus", "tanh"], [0, .03, .1, .3, 1, 2], 10, 100);

    /// <summary>1 x 2 x 3 x 3: too few seeds for a verdict.</summary>
    public static ReportContent Quick() => Of("quick", ["relu"], [.1, .3, 1], 3, 40);

    private static ReportContent Of(string scale, ImmutableArray<string> activations, ImmutableArray<double> sigmas, int seeds, int points)
    {
        var preview = seeds < 10;
        var random = new Random(20260100 + seeds);
        var runs = new List<NetworkRun>();
        foreach (var activation in activations)
        {
            foreach (var placement in new[] { "silent", "inside", "outside" })
            {
                foreach (var sigma in sigmas.Where(s => placement == "silent" == (s == 0)))
                {
                    var cell = Enumerable.Range(0, seeds).Select(seed => Run(activation, placement, sigma, (ulong)seed, points, random)).ToList();
                    runs.AddRange(sigma > 0 ? cell : TestedInBothPlaces(cell));
                }
            }
        }

        if (!preview)
            runs[^1] = Diverged(runs[^1]);
        ImmutableArray<LeftOut> leftOut = [.. runs.Where(r => !r.Counted).Select(r => new LeftOut(r.Run, r.Arm.Label, r.LeftOutReason!))];
        ImmutableArray<CellSummary> cells = [.. RunCell.Of(runs).Select(cell => Cell(cell.Runs))];
        return new()
        {
            Title = "Noise preference in function approximation",
            Description = Mark + " Networks of 32 units learn y = sin(pi u) with noise inside or outside the activation, and are then "
                + "tested at noise levels from none to twice the training level.",
            Scale = scale,
            Preview = preview ? $"preview, n={seeds}" : "",
            Equations =
            [
                "inside:   h[t+1] = 0.9 h[t] + 0.1 relu(W_rec h[t] + W_in u[t] + b + s xi)     s in {0.1, 0.3, 1}, scale per-step",
                "outside:  h[t+1] = 0.9 h[t] + 0.1 (relu(W_rec h[t] + W_in u[t] + b) + s xi)",
                "readout:  y[t] = W_out h[t] + b_out;  h[0] = 0;  xi ~ N(0,1) per unit, step and trial",
            ],
            Claims =
            [
                new("C1", "noise inside: best at its noise", "inside, a network performs best at its noise", "Left of s_c the noise is too weak.", "Holds in a cell if the 95 % interval of mean rho lies in [0.5, 1.25] and the lower limit of mean D is above ln 1.1.", "performance"),
                new("C2", "noise outside: best without noise", "outside, a network performs best without noise", "Faint: not counted.", "Holds in a cell if the upper limit of mean rho is at most 0.1 and the upper limit of mean D is below 0.", "performance"),
            ],
            Verdicts = [.. Verdicts(cells, activations, preview, leftOut)],
            Cells = cells,
            Runs = [.. runs],
            LeftOut = leftOut,
            Provenance =
            [
                new("Version", "0.1.0"), new("Commit", "0123456789abcdef0123456789abcdef01234567"), new("Command", "noisyrnn run experiments/function-approximation.yaml --scale " + scale),
                new("Machine", "2 cores, x64, AVX-512"), new("Time", "2026-01-01T12:00:00Z, 1 min 52 s"), new("Seeds", $"0..{seeds - 1}"),
            ],
            ResolvedExperiment = "task:\n  kind: function\n  function: sine\nnetwork:\n  units: 32\n  activation: relu\nnoise:\n  inside: { sigma: 0.3, scale: per-step }\n",
            LossName = "mean squared error", LossUnit = "target units^2",
            TimeUnit = "tau",
        };
    }

    private static NetworkRun Run(string activation, string placement, double sigma, ulong seed, int points, Random random)
    {
        var spread = Math.Exp(.25 * Normal(random));
        var floor = .0006 * spread * Math.Exp(.2 * Normal(random));
        var threshold = activation == "softplus" ? .6 : .12;
        var bias = placement == "inside" && sigma > 0 ? .12 * sigma * sigma / (1 + (sigma * sigma)) / (1 + Math.Pow(threshold / sigma, 4)) * spread : 0;
        var best = .97 + (.03 * Normal(random));
        var variance = (placement == "inside" ? .004 : .009) * spread;
        ImmutableArray<SweepPoint> sweep = [.. (sigma > 0 ? Relative : Absolute).Select(level =>
        {
            var s = sigma > 0 ? level * sigma : level;
            var b = floor + (bias * (level - best) * (level - best)) + (1e-5 * s * Normal(random));
            var v = variance * s * s;
            return new SweepPoint(level, s, b + v, b, v, b + (v * .99), b + (v * 1.01));
        })];
        var preferred = sweep.MinBy(p => p.EvenLoss)!;
        var training = sigma > 0 ? sweep.First(p => p.Level == 1) : sweep[0];
        return new(
            random.Next().ToString("x8"), Arms.Of(activation, placement, sigma), seed, new()
            {
                TrainingSigma = sigma, Conditions = 640, Draws = 64, Points = sweep,
                Preferred = new(preferred.Level, preferred.Level == 0 ? RangeEnd.AtMost : RangeEnd.Inside),
                PreferredBias = new(bias > 0 ? best : Math.Abs(.2 * Normal(random)), RangeEnd.Inside),
                Gain = sigma > 0 ? Math.Log(sweep[0].OddLoss / training.OddLoss) : null,
                TargetVariance = .5, SilentLoss = sweep[0].Loss, TrainingLevelLoss = training.Loss,
                RepairedLoss = placement == "inside" ? floor * 1.3 : null,
            })
        {
            Curve = Curve(training.Loss, points, random),
            Example = seed == 0 ? Example(sigma, bias, variance, random) : null,
        };
    }

    // A network trained without noise is one network, tested twice: the same without noise, another sweep.
    private static IEnumerable<NetworkRun> TestedInBothPlaces(List<NetworkRun> cell) =>
    [
        .. cell.Select(r => r with { Arm = r.Arm with { TestedAt = Placement.Inside } }),
        .. cell.Select(r => r with
        {
            Run = "f" + r.Run[1..], Arm = r.Arm with { TestedAt = Placement.Outside },
            Sweep = r.Sweep! with { Points = [.. r.Sweep.Points.Select(p => p with { Loss = p.Loss + p.Variance!.Value, Variance = 2 * p.Variance })] },
        }),
    ];

    private static LearningCurve Curve(double last, int points, Random random)
    {
        ImmutableArray<int> iterations = [.. Enumerable.Range(0, points + 1).Select(i => i * 2000 / points)];
        ImmutableArray<double> losses = [.. iterations.Select(i => (.5 * Math.Exp(-i / 120.0)) + (last * Math.Exp(.1 * Normal(random))))];
        return new(iterations, [.. losses.Select(l => l * Math.Exp(.2 * Normal(random)))], losses);
    }

    private static TrialExample Example(double sigma, double bias, double variance, Random random)
    {
        ImmutableArray<double> time = [.. Enumerable.Range(0, 40).Select(t => (t + 1) * .1)];
        ImmutableArray<double> rise = [.. time.Select(t => 1 - Math.Exp(-2 * t))];
        return new()
        {
            Time = time,
            Inputs = [[.. time.Select(_ => .3)]],
            Targets = [[.. time.Select((_, i) => i < 20 ? double.NaN : .809)]],
            NoisyOutputs = [[.. rise.Select(r => (.809 * r) + (Math.Sqrt(variance) * sigma * Normal(random)))]],
            SilentOutputs = [[.. rise.Select(r => (.809 - Math.Sqrt(bias)) * r)]],
        };
    }

    private static NetworkRun Diverged(NetworkRun run) => run with
    {
        LeftOutReason = "diverged at iteration 620",
        Sweep = null,
        Example = null,
        Curve = new([0, 200, 400, 600], [.5, .2, .9, double.NaN], [.5, .21, 3, double.PositiveInfinity]),
    };

    private static CellSummary Cell(ImmutableArray<NetworkRun> runs)
    {
        ImmutableArray<NoiseSweepResult> sweeps = [.. runs.Where(r => r.Counted).Select(r => r.Sweep!)];
        return new()
        {
            Arm = runs[0].Arm,
            N = sweeps.Length,
            Preferred = Range(sweeps.Select(s => s.Preferred.Level)),
            PreferredEnd = sweeps.Count(s => s.Preferred.End == RangeEnd.AtMost) > sweeps.Length / 2 ? RangeEnd.AtMost : RangeEnd.Inside,
            PreferredBias = Range(sweeps.Select(s => s.PreferredBias!.Level)),
            Gain = !runs[0].Arm.IsSilent ? Range(sweeps.Select(s => s.Gain!.Value)) : null,
            SilentLoss = Range(sweeps.Select(s => s.SilentLoss)),
            TrainingLevelLoss = Range(sweeps.Select(s => s.TrainingLevelLoss)),
            RepairedLoss = sweeps[0].RepairedLoss is null ? null : Range(sweeps.Select(s => s.RepairedLoss!.Value)),
            Runs = [.. runs.Where(r => r.Counted).Select(r => r.Run)],
        };
    }

    private static IEnumerable<Verdict> Verdicts(
        ImmutableArray<CellSummary> cells, ImmutableArray<string> activations, bool preview, ImmutableArray<LeftOut> leftOut)
    {
        foreach (var claim in new[] { "C1", "C2" })
        {
            foreach (var cell in cells.Where(c => c.Arm.PlacementName == (claim == "C1" ? "inside" : "outside")))
            {
                var holds = claim == "C1" ? cell.Preferred.Low >= .5 && cell.Gain!.Low > Math.Log(1.1) : cell.Preferred.High <= .1 && cell.Gain!.High < 0;
                var name = cell.Arm.Label;
                yield return new()
                {
                    Claim = claim, Cell = name, N = cell.N,
                    Outcome = preview ? Outcome.Preview : holds ? Outcome.Holds : claim == "C1" && cell.Preferred.High < .5 ? Outcome.DoesNotHold : Outcome.Undecided,
                    Preview = preview ? $"preview, n={cell.N}" : "", Beside = holds && claim == "C1" && !preview ? "near the training noise" : "",
                    Effects = [new("rho", cell.Preferred), new("D", cell.Gain!)],
                    LeftOut = [.. leftOut.Where(l => l.Cell == name)],
                    AdjustedP = preview ? null : .0042,
                    Place = new("noise " + cell.Arm.PlacementName, cell.Arm.Name, cell.Arm.TrainingSigma),
                    AtThreshold = !preview && claim == "C1" && cell.Arm.TrainingSigma == .3,
                    Counted = claim == "C1" || cell.Arm.TrainingSigma >= .1,
                };
            }

            yield return new()
            {
                Claim = claim, Cell = "all", N = cells.Sum(c => c.N),
                Outcome = preview ? Outcome.Preview : Outcome.Holds,
                Preview = preview ? $"preview, n={cells.Min(c => c.N)}" : "", Beside = preview ? "" : $"threshold s_c = 0.3 in {activations.Length} of {activations.Length} activations",
            };
        }
    }

    // An interval wide enough to look like one; its arithmetic is not what the reports are about.
    private static Interval Range(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return new(sorted.Average(), sorted[sorted.Count / 6], sorted[^(1 + (sorted.Count / 6))]);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
