using System.Globalization;
using NoisyRnn.Experiments;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>
/// The report of every shipped experiment, at a size that takes seconds: page, tables and figures come out byte for byte
/// as they are written down in <c>golden/reports/</c>. Whoever changes a report sees here which of its files change.
/// </summary>
public sealed class ReportBytesTests
{
    private static readonly string[] Small =
    [
        "grid.seed=[1, 2]", "training.iterations=6", "training.validate-every=3", "training.validation-trials=8", "training.batch=8", "network.units=4",
        "sweep.trials=4", "sweep.draws=4",
        // Every network counts as trained: tables, claims and figures have something to say.
        "rules={min-seeds: 2, resamples: 200, untrained-loss-share: 1e9, untrained-accuracy-share: 0}",
    ];

    private static readonly string[] Digits = ["task.data=digits", "task.chunk=56"];

    private static readonly string[] Preference =
        ["bias={trials: 4, draws: 8, random-thirds: 5, random-shifts: 5}", "operating-points.trials=4", "predicted-preference.trials=2", "repair={methods: [averaged], trials: 4, draws: 4}"];

    private static readonly string[] Robustness = ["robustness.draws=2", "robustness.trials=8", "robustness.perturbed-trials=8", "robustness.adversarial-trials=4"];

    /// <summary>Each experiment with what makes it small.</summary>
    private static readonly Dictionary<string, string[]> Settings = new()
    {
        ["closure-training"] = [.. Small, "gradient-noise={trials: 4, draws: 4}"],
        ["cognitive-suite"] = [.. Small, .. Preference, "task.batch=8", "task.tasks=[fdgo, dm1]", "behaviour.trials=8"],
        ["common-multiplicative"] = [.. Small, .. Digits, "lyapunov={trials: 2, exponents: 2, hold: 0, at-equal-loss: {losses: [2.5, 2], every: 3, trials: 8}}"],
        ["common-noise"] = [.. Small],
        ["current-form"] = [.. Small],
        ["depth"] = [.. Small, "predicted-preference.trials=4"],
        ["digit-sequence"] = [.. Small, "task.data=digits", "task.chunk=392", "task.length=2", "task.delay=1", "behaviour.trials=4"],
        ["ecg"] = [.. Small, "task.file=beats.tsv", .. Robustness[..2], Robustness[3]],
        ["explicit-regularizer"] = [.. Small, .. Digits, "arms.noise-middle.regularizer={trials: 6, draws: 3}", "hessian.trials=8"],
        ["feedforward"] = [.. Small, .. Preference],
        ["flat-minima"] = [.. Small, .. Digits, "hessian={trials: 8, trace-probes: 2, density-probes: 1, at-equal-loss: {losses: [2.5, 2], every: 3, trials: 8}}"],
        ["flip-flop"] = [.. Small, .. Preference, "task.steps=20", "behaviour.trials=4"],
        ["forty-seeds"] = [.. Small],
        ["function-approximation"] =
        [
            .. Small, .. Preference, "operating-points.every=3", "repair={trials: 4, draws: 4}", "fixed-points={levels: [0, 1], inputs: 2, starts: 4}",
            "stationary={levels: [0, 1], trials: 2, draws: 16}", "noise-portrait={trials: 2, states: 4, output-trials: 3, draws: 4, starts: 4}",
        ],
        ["linear-control"] = [.. Small, .. Preference[..3]],
        ["low-rank"] = [.. Small, Preference[0]],
        ["margin"] = [.. Small, .. Digits, "margin={trials: 4, steps: 4, descent-steps: 4, at-equal-loss: {losses: [2.5, 2], every: 3, trials: 8}}"],
        ["maze"] = [.. Small, .. Preference, "behaviour.trials=4", "task.steps=20"],
        ["noise-overfit"] = [.. Small, "noise-overfit={levels: [0, 1, 1.5], trials: 4, draws: 4}"],
        ["noise-schedule"] = [.. Small],
        ["path-integration"] = [.. Small, .. Preference, "behaviour.trials=4", "task.steps=20"],
        ["permuted-mnist"] = [.. Small, .. Digits, .. Robustness],
        ["pixel-mnist"] = [.. Small, .. Digits, .. Robustness],
        ["ready-set-go"] = [.. Small, .. Preference, "task.intervals=[100, 140]", "behaviour.trials=4"],
        ["regulator"] = [.. Small, .. Preference, "network.units=1", "mean-field-optimum={trials: 64, draws: 4}"],
        ["repair"] = [.. Small, "arms.silent at the end.training.noise-schedule={kind: silent-tail, iterations: 2}", "arms.silent.training.noise-schedule={kind: silent-tail, iterations: 6}"],
        ["stable-dynamics"] = [.. Small, .. Digits, "lyapunov={trials: 2, exponents: 2, hold: 0, at-equal-loss: {losses: [2.5, 2], every: 3, trials: 8}}"],
        ["stochastic-resonance"] = [.. Small],
        ["stochastic-stabilization"] = ["grid.seed=[1, 2]", "stochastic-stabilization.systems=10", "stochastic-stabilization.time=4"],
        ["time-step"] = [.. Small],
        ["trained-time-constants"] = [.. Small],
        ["training-noise-threshold"] = [.. Small],
        ["training-stability"] = [.. Small, .. Digits, "training-stability={every: 3, trials: 2, batches: 2, batch: 4}"],
    };

    public static TheoryData<string> Names => [.. ShippedExperiments.All().Select(static experiment => experiment.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    [Trait("speed", "slow")]
    public void The_report_of_every_shipped_experiment_comes_out_byte_for_byte(string name)
    {
        using var folder = new TemporaryFolder();
        using var digits = new DigitFolder();
        Directory.CreateSymbolicLink(Path.Combine(folder.Path, "digits"), digits.Path);
        File.WriteAllLines(Path.Combine(folder.Path, "beats.tsv"), Enumerable.Range(0, 60).Select(Beat));
        var experiment = Experiment.Parse(ShippedExperiments.Find(name)!, $"{name}.yaml", folder.Path, null, Settings[name]);
        var outcome = new ExperimentRunner(experiment, Path.Combine(folder.Path, "runs"), workers: 2).Run(TestContext.Current.CancellationToken);
        Assert.Empty(outcome.Failures);

        // Machine, time and folder are no part of the result.
        var content = outcome.Content with { Provenance = [], ResolvedExperiment = outcome.Content.ResolvedExperiment.Replace(folder.Path, "", StringComparison.Ordinal) };
        ReportHashes.AreKept(content, "reports", name);
    }

    private static string Beat(int n) => string.Create(CultureInfo.InvariantCulture, $"{1 + (n % 3)}\t{(n % 3) - 1}\t{2 - (n % 3)}\t{n / 64.0}");
}
