using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Runs;
using NoisyRnn.Tests.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>What the stages of one small run leave in the store, as a hash: it alters with any bit of any number.</summary>
internal static class StageBits
{
    private const string Small =
        """
        name: bits
        task: {kind: function-approximation, steps: 12, loss-steps: 6}
        network: {units: 3, activation: tanh}
        training: {iterations: 10, validate-every: 5, batch: 8, validation-trials: 16}
        sweep: {levels: [0, .5, 1, 1.5], absolute-levels: [0, .1, .3], draws: 4, trials: 6}
        noise: {sigma: .3}
        """;

    /// <summary>The experiment with these settings; its files stand in the folder.</summary>
    internal static Experiment Planned(string folder, params string[] settings)
    {
        File.WriteAllLines(Path.Combine(folder, "signs.csv"), Enumerable.Range(0, 40).Select(Signs));
        File.WriteAllLines(Path.Combine(folder, "samples.csv"), Enumerable.Range(0, 40).Select(Sample));
        File.WriteAllLines(Path.Combine(folder, "beats.tsv"), Enumerable.Range(0, 60).Select(Beat));
        // Of the same size along each axis: any order of them can be read.
        File.WriteAllBytes(Path.Combine(folder, "cube.npz"), NpzBytes.Of(
            ("x", [20, 20, 20], Enumerable.Range(0, 8000).Select(static k => (k * 37 % 101) / 64.0).ToArray()), ("y", [20], NpzBytes.Alternating(20))));
        using var digits = new DigitFolder();
        Directory.CreateDirectory(Path.Combine(folder, "digits"));
        foreach (var file in Directory.GetFiles(digits.Path))
            File.Copy(file, Path.Combine(folder, "digits", Path.GetFileName(file)), overwrite: true);
        return Experiment.Parse(Small, "bits.yaml", folder, null, settings);
    }

    /// <summary>The stage's results in order of the runs, hashed; the same however many threads there are.</summary>
    internal static string Of(string stage, params string[] settings)
    {
        using var folder = new TemporaryFolder();
        var experiment = Planned(folder.Path, settings);
        var hashes = new[] { 1, 3 }.Select(threads => Hash(experiment, Path.Combine(folder.Path, $"{threads}"), threads, stage)).ToArray();
        Assert.Equal(hashes[0], hashes[1]);
        return hashes[0];
    }

    private static string Hash(Experiment experiment, string folder, int threads, string stage)
    {
        var store = RunStore.Open(folder);
        using (var writer = store.OpenWriter(0))
        {
            foreach (var run in experiment.Runs)
                Assert.True(new RunWork(store, run, threads) { Log = static _ => { } }.Execute(writer, static _ => { }, TestContext.Current.CancellationToken));
        }

        var bodies = experiment.Runs.Select(run => store.Results.Body(HashOf(run), stage)).ToArray();
        Assert.All(bodies, static body => Assert.NotNull(body));
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', bodies))))[..16];

        StageHash HashOf(PlannedRun run) => stage == RunWork.TrainingStageName ? run.TrainingHash : run.Stages.Single(planned => planned.Name == stage).Hash;
    }

    // Three steps; the class is the sign of the middle one. From fractions, whose text is the same on every machine.
    private static string Signs(int n) => Line(',', n % 2, (n * 7 % 11) / 8.0, (n % 2 == 0 ? -1 : 1) * (0.25 + ((n * 3 % 5) / 4.0)), (n * 5 % 13) / -16.0);

    private static string Sample(int n) => Line(',', n / 32.0, ((n * n) % 17) / 16.0);

    private static string Beat(int n) => Line('\t', 1 + (n % 3), (n % 3) - 1, 2 - (n % 3), n / 64.0);

    private static string Line(char separator, params double[] values) =>
        string.Join(separator, values.Select(static value => value.ToString(CultureInfo.InvariantCulture)));
}
