using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>list</c> and <c>describe</c>: what there is, read off the specs themselves.</summary>
public sealed class CatalogueVerbTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("tasks", typeof(TrialTask), typeof(TargetFunction))]
    [InlineData("networks", typeof(Network), typeof(Activation), typeof(Initializer), typeof(WeightLayout))]
    [InlineData("analyses", typeof(Analysis), typeof(RepairMethod), typeof(Claim))]
    public void List_names_every_leaf_with_its_kind(string what, params Type[] bases)
    {
        var list = NoisyRnnProcess.Run(_folder.Path, "list", what);
        list.Succeeded();
        Assert.Equal(bases.SelectMany(static b => Catalogue.Leaves(b).Select(leaf => $"{leaf.Name}\t{Catalogue.NameOf(b)}")), list.Lines.Select(static line => line[..line.LastIndexOf('\t')]));
        // And what it is, in a line of sense.
        Assert.All(list.Lines, static line => Assert.NotEmpty(line[(line.LastIndexOf('\t') + 1)..]));
        Assert.Equal("", list.Errors);
    }

    [Fact]
    public void List_names_the_files_in_experiments()
    {
        var list = NoisyRnnProcess.Run(_folder.Path, "list", "experiments");
        list.Succeeded();
        var files = Directory.GetFiles(Checkout.Path("experiments"), "*.yaml").Select(static f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);
        Assert.Equal(files, list.Lines.Select(static line => line.Split('\t')[0]));
        Assert.All(list.Lines, static line => Assert.NotEmpty(line.Split('\t')[1]));
    }

    [Fact]
    public void The_whole_file_is_described_key_by_key()
    {
        var text = Describe("experiment");
        foreach (var key in Catalogue.Keys(typeof(ExperimentSpec)))
            Assert.Contains($"  {key.Path}: {key.Default ?? "(required)"}\n      {key.Description}; {key.Type}\n", text, StringComparison.Ordinal);
        Assert.Contains("  title: \"\"\n", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("adam", "adam (optimizer)\n  rate: 0.001\n")]
    [InlineData("leaky-relu", "leaky-relu (activation)\n")]
    [InlineData("c2-prefers-silence", "c2-prefers-silence (claim)\n")]
    [InlineData("step", "step (schedule)\n")]
    [InlineData("step", "step (target function)\n")]
    public void A_kind_is_described_with_its_defaults(string name, string expected) =>
        Assert.Contains(expected, Describe(name), StringComparison.Ordinal);

    [Fact]
    public void A_section_is_described_with_its_keys_and_what_each_value_means()
    {
        Assert.Contains("\n        inside: inside the activation: f(a + s xi)\n", Describe("noise"), StringComparison.Ordinal);
        Assert.Contains("\n  training.optimizer: ", Describe("training"), StringComparison.Ordinal);
        Assert.Contains("\n  sweep.levels: ", Describe("sweep"), StringComparison.Ordinal);
        Assert.Contains("  kind: ctrnn\n      a[t]   = W_rec h[t] + W_in u[t] + b\n", Describe("network"), StringComparison.Ordinal);
        Assert.All(Catalogue.Sections(typeof(ExperimentSpec)), section => Assert.NotEmpty(Describe(section.Name)));
        Assert.StartsWith("  arms: null\n", Describe("arms"), StringComparison.Ordinal);
        Assert.Equal("relu (activation)\nrelu(a) = max(0, a)\n", Describe("relu"));
    }

    [Fact]
    public void Without_a_command_there_is_help()
    {
        var help = NoisyRnnProcess.Run(_folder.Path, []);
        Assert.Contains("audit <file>", help.Succeeded(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_claim_is_described_with_its_criterion() => Assert.Contains(
        new PreferenceInside().Criterion(new CommonRules()), Describe("c1-prefers-training-noise"), StringComparison.Ordinal);

    [Fact]
    public void An_analysis_is_described_by_what_it_measures_and_a_perturbation_by_what_it_does()
    {
        Assert.StartsWith($"robustness (analysis)\n{new Robustness().Summary}\n  perturbations: [{{kind: white}}, ", Describe("robustness"), StringComparison.Ordinal);
        Assert.All(Catalogue.Leaves(typeof(Perturbation)), leaf => Assert.StartsWith(
            $"{leaf.Name} (perturbation)\nwith strength s an input x becomes: {((Perturbation)Activator.CreateInstance(leaf.Type)!).Formula}\n  strengths: [", Describe(leaf.Name), StringComparison.Ordinal));
    }

    [Fact]
    public void An_experiment_is_described_by_its_file_and_a_task_of_that_name_before_it()
    {
        var text = Describe("function-approximation");
        Assert.StartsWith("function-approximation (trial task)\n", text, StringComparison.Ordinal);
        Assert.EndsWith($"\nfunction-approximation (experiment)\n{File.ReadAllText(Checkout.Path("experiments", "function-approximation.yaml"))}", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gelo", "gelu")]
    [InlineData("function-aproximation", "function-approximation")]
    [InlineData("c2-prefers-silense", "c2-prefers-silence")]
    [InlineData("experimant", "experiment")]
    public void A_misspelt_name_is_answered_with_the_nearest(string name, string nearest)
    {
        var error = Assert.Single(NoisyRnnProcess.Run(_folder.Path, "describe", name).Refused().Split('\n'));
        Assert.StartsWith($"noisyrnn: unknown name '{name}'; did you mean '{nearest}'? (allowed: experiment, ", error, StringComparison.Ordinal);
        var allowed = error[error.IndexOf("allowed: ", StringComparison.Ordinal)..].Split(", ");
        Assert.Equal(allowed.Distinct(), allowed);
    }

    private string Describe(string name)
    {
        var described = NoisyRnnProcess.Run(_folder.Path, "describe", name);
        Assert.Equal("", described.Errors);
        return described.Succeeded();
    }
}
