using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Networks;
using NoisyRnn.Runs;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>run</c>, <c>status</c> and <c>report</c> on one folder, in the order in which a user meets them.</summary>
public sealed class RunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_trains_all_and_a_rerun_nothing_with_the_same_verdicts()
    {
        var first = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--all"));
        first.Succeeded();
        Assert.StartsWith("function-approximation (scale quick): 4 runs to do, 0 done; ", first.Errors, StringComparison.Ordinal);
        Assert.EndsWith($"report: {Path.Combine("out", "report.html")}", first.Errors, StringComparison.Ordinal);
        Assert.Contains("4 of 4 runs, 100 %", first.Errors, StringComparison.Ordinal);
        Assert.Contains("relu, inside, s0 = 0.3", first.Output, StringComparison.Ordinal);
        Assert.Contains("relu, outside, s0 = 0.3", first.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', first.Output);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "out", "report.html")));

        var results = Results();
        var again = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--all"));
        Assert.Equal(first.Output, again.Succeeded());
        Assert.Equal(["function-approximation (scale quick): all 4 runs are done", $"report: {Path.Combine("out", "report.html")}"], again.Errors.Split('\n'));
        Assert.Equal(results, Results());

        Assert.Equal("done\t4\ndiverged\t0\nrunning\t0\nqueued\t0\nfailed\t0\nmissing\t0\n", NoisyRnnProcess.Run(_folder.Path, "status", "out").Succeeded());
        var report = NoisyRnnProcess.Run(_folder.Path, "report", "out", "--all");
        Assert.Equal(first.Output, report.Succeeded());
        // Without --all: the answer, a line a claim, and what was left out.
        var answer = NoisyRnnProcess.Run(_folder.Path, "report", "out").Succeeded();
        Assert.Matches("^(preview, )?2 seeds, 4 units: ", answer);
        Assert.DoesNotContain("Verdicts", answer, StringComparison.Ordinal);
        Assert.InRange(answer.Split('\n').Length, 3, 25);
        Assert.Equal($"report: {Path.Combine("out", "report.html")}", report.Errors);
        var json = NoisyRnnProcess.Run(_folder.Path, "report", "out", "--json").Succeeded();
        Assert.Equal(json, NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--json", "--quiet")).Succeeded());
    }

    [Fact]
    public void Json_is_all_there_is_on_stdout_and_quiet_shows_no_progress()
    {
        var run = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--json", "--quiet"));
        using var json = JsonDocument.Parse(run.Succeeded());
        Assert.Equal("quick", json.RootElement.GetProperty("scale").GetString());
        Assert.Equal(0, json.RootElement.GetProperty("missing").GetInt32());
        Assert.NotEmpty(json.RootElement.GetProperty("verdicts").EnumerateArray());
        Assert.DoesNotContain(" runs, ", run.Errors, StringComparison.Ordinal);
        // Nothing but what is to be done and where the report is.
        Assert.Equal(2, run.Errors.Split('\n').Length);
    }

    [Fact]
    public void A_dry_run_prints_the_hashes_and_leaves_no_trace()
    {
        var dry = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--dry-run"));
        dry.Succeeded();
        Assert.Equal(TinyExperiment.Runs, dry.Lines.Length);
        Assert.All(dry.Lines, static line => Assert.Matches(@"^[0-9a-f]{10}\tnetwork\.activation = relu, noise\.placement = (in|out)side, noise\.sigma = \.3, seed = [12]$", line));
        Assert.Matches(@"^4 runs, (less than|about) [0-9.]+ core-minutes$", dry.Errors);
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));

        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet")).Succeeded();
        var planned = Experiment.OfFolder(Path.Combine(_folder.Path, "out")).Runs.Select(static run => $"{run.Hash.Short}\t{run.Point}");
        Assert.Equal(planned, dry.Lines);
    }

    [Fact]
    public void A_larger_grid_on_the_same_folder_computes_only_what_is_new()
    {
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet")).Succeeded();
        var more = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet", "--set", "grid.seed=1..3"));
        more.Succeeded();
        Assert.Contains("2 runs to do, 4 done", more.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_share_a_training_are_all_computed_whatever_the_workers()
    {
        // Two sweeps of one network: they have one lock, and one training, between them.
        var run = NoisyRnnProcess.Run(
            _folder.Path, TinyExperiment.Run("--quiet", "--json", "--workers", "2", "--set", "grid.seed=[1]", "--set", "grid.sweep.trials=[4, 8]"));
        Assert.Contains("\"missing\":0", run.Succeeded(), StringComparison.Ordinal);
        Assert.DoesNotContain("another process", run.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_diverged_network_is_listed_and_the_code_is_1()
    {
        var run = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run(
            "--quiet", "--set", "training.optimizer={kind: sgd, rate: 1e30}", "--set", "training.clip-norm=null", "--set", "network.activation=identity"));
        Assert.Equal(1, run.Code);
        Assert.Contains("diverged at iteration", run.Output, StringComparison.Ordinal);
        Assert.Contains("noisyrnn: 4 of 4 runs diverged; they are listed in the report", run.Errors, StringComparison.Ordinal);
        Assert.Equal("done\t0\ndiverged\t4\nrunning\t0\nqueued\t0\nfailed\t0\nmissing\t0\n", NoisyRnnProcess.Run(_folder.Path, "status", "out").Succeeded());
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Path, "out"), "checkpoint.safetensors", SearchOption.AllDirectories));
    }

    [Fact]
    public void With_keep_best_the_model_file_and_the_sweep_are_those_of_the_lowest_validation_loss()
    {
        // The rate is far too high: the last network is not the best.
        string[] restless = ["--quiet", "--set", "keep=models", "--set", "training.optimizer={kind: adam, rate: .2}", "--set", "training.validate-every=1", "--set", "training.keep-best=true"];
        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run(restless)).Succeeded();
        var store = RunStore.OpenExisting(Path.Combine(_folder.Path, "out"));
        var runs = Experiment.OfFolder(store.Directory).Runs;
        var trained = runs.Select(run => store.Results.Get<TrainingResult>(run.TrainingHash, RunWork.TrainingStageName)!).ToArray();
        Assert.Contains(trained, static result => result.KeptIteration < result.Iterations);
        foreach (var (run, result) in runs.Zip(trained))
        {
            var kept = result.Curve.Iterations.IndexOf(result.KeptIteration!.Value);
            Assert.Equal(result.Curve.ValidationLoss.Min(), result.Curve.ValidationLoss[kept]);
            Assert.Equal((20, TrainingEnd.Iterations), (result.Iterations, result.End));
            var model = Model.Read(Path.Combine(store.RunFolder(run.TrainingHash), "model.safetensors"));
            Assert.Equal(result.ParametersHash, StoredModel.HashOf(model.Parameters));
            var sweep = store.Results.Get<SweepResult>(run.Hash, "sweep")!.Sweep!;
            // As a store holds it: the mean outputs of the halves are no part of that.
            Assert.Equal(ResultJson.Write(run.Spec.Sweep.Run(run.Trained(model.Parameters, []), cancellation: TestContext.Current.CancellationToken).Sweep), ResultJson.Write(sweep));
        }
    }

    private string[] Results() => [.. Directory.GetFiles(Path.Combine(_folder.Path, "out", "results")).Order().Select(File.ReadAllText)];
}
