using System.Collections.Immutable;
using System.Linq.Expressions;
using System.Reflection;
using System.Text;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Reports;
using NoisyRnn.Tests.Experiments;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Tests.Reports;
using Xunit;

namespace NoisyRnn.Tests;

/// <summary>What is read, written and said does not depend on the culture of the program that uses the library.</summary>
public class CultureTests
{
    private const string Yaml = """
        name: culture
        task: {kind: function-approximation, steps: 6, loss-steps: 3}
        network: {kind: ctrnn, units: 3, activation: tanh}
        dt: .5
        noise: {placement: inside, sigma: 0.1}
        training: {iterations: 6, batch: 4, validate-every: 3, validation-trials: 4, optimizer: {kind: adam, rate: 1e-7}}
        sweep: {trials: 4, draws: 4, levels: [0, .5, 1]}
        keep: models
        grid: {seed: 1..2}
        """;

    [Fact]
    public void The_host_of_these_tests_writes_numbers_otherwise()
    {
        using var foreign = new ForeignCulture();
        Assert.Equal("\u22121.234,5", (-1234.5).ToString("N1", provider: null));
    }

    [Fact]
    public void Models_results_figures_and_experiment_are_the_same_bytes()
    {
        var plain = FilesOf(Yaml);
        using var foreign = new ForeignCulture();
        var abroad = FilesOf(Yaml);
        Assert.Equal(plain.Keys, abroad.Keys);
        Assert.Equal(2, plain.Keys.Count(static name => name.EndsWith(".safetensors", StringComparison.Ordinal)));
        Assert.Contains(plain.Keys, static name => name.EndsWith(".csv", StringComparison.Ordinal));
        Assert.All(plain, file => Assert.Equal(file.Value, abroad[file.Key]));
    }

    [Fact]
    public void The_page_is_the_same_text()
    {
        var content = SyntheticReport.Quick();
        var plain = Page(content);
        using var foreign = new ForeignCulture();
        Assert.Equal(plain, Page(content));
    }

    [Fact]
    public void A_model_is_read_back()
    {
        using var foreign = new ForeignCulture();
        using var stored = new StoredExperiment(Yaml);
        stored.Run();
        var model = Model.Read(Directory.GetFiles(stored.Store, "model.safetensors", SearchOption.AllDirectories)[0]);
        Assert.Equal(.1, model.Noise[0].Sigma[0]);
    }

    [Fact]
    public void Messages_say_numbers_as_files_do()
    {
        using var foreign = new ForeignCulture();
        Assert.Contains("dt: -1.5 is not allowed", Refusal.Of(() => SmallExperiment.Of("dt: -1.5")), StringComparison.Ordinal);
        Assert.Contains("[0, 1.5, 1] is not ascending", Refusal.Of(() => SmallExperiment.Of("sweep: {levels: [0, 1.5, 1]}")), StringComparison.Ordinal);
    }

    [Fact]
    public void No_call_in_the_library_asks_for_the_culture()
    {
        var references = CultureCalls.ReferencesOf(typeof(Experiment).Module).ToArray();
        Assert.True(references.Length > 1000, $"only {references.Length} references");
        Assert.Empty(references.Where(CultureCalls.AsksTheCulture).Select(static method => $"{method.DeclaringType}: {method}"));
    }

    [Fact]
    public void Such_a_call_would_be_found() => Assert.All(
        new[]
        {
            Call(() => string.Join(", ", new[] { .5 })), Call(() => string.Concat(.5, .5)), Call(() => string.Format(".{0}", .5)),
            Call(() => new StringBuilder().Append(.5)), typeof(TextWriter).GetMethod(nameof(TextWriter.Write), [typeof(double)])!,
            Call(() => new[] { "b", "a" }.OrderBy(text => text)), Call(() => new[] { "b", "a" }.Order()), Call(() => new[] { "b", "a" }.Max()),
        },
        static method => Assert.True(CultureCalls.AsksTheCulture(method), $"{method}"));

    private static MethodInfo Call(Expression<Func<object?>> call) => ((MethodCallExpression)call.Body).Method;

    private static string Page(ReportContent content) => ReportPage.Of(content, FigureCatalogue.Of(content), PlotlyScript.Linked);

    private static ImmutableSortedDictionary<string, string> FilesOf(string yaml)
    {
        using var stored = new StoredExperiment(yaml);
        var content = stored.Run();
        var files = Directory.GetFiles(stored.Store, "*", SearchOption.AllDirectories)
            .Where(static file => Path.GetExtension(file) is ".safetensors" or ".csv" or ".json" or ".yaml")
            .Where(file => !file.StartsWith(Path.Combine(stored.Store, "provenance"), StringComparison.Ordinal))
            .Select(file => (Path.GetRelativePath(stored.Store, file), Encoding.Latin1.GetString(File.ReadAllBytes(file)).Replace(Path.GetDirectoryName(stored.Store)!, "FOLDER", StringComparison.Ordinal)));
        var results = stored.Planned().Runs.Select(run => ($"{run.Point} swept", stored.Opened.Results.Body(run.Hash, "sweep")!));
        return files.Concat(results).Append(("markdown", MarkdownSummary.Of(content)))
            .ToImmutableSortedDictionary(static file => file.Item1, static file => file.Item2, StringComparer.Ordinal);
    }
}
