using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>
/// A new analysis is a file and one property of <see cref="ExperimentSpec"/>: the properties are the catalogue, and what has one is planned, run,
/// stored, read back, looked for, costed and reported. One that has none fails here, and never runs silently.
/// </summary>
public sealed class AnalysisCatalogueTests
{
    private static readonly PropertyInfo[] Properties = [.. typeof(ExperimentSpec).GetProperties().Where(static property => property.PropertyType.IsSubclassOf(typeof(Analysis))).OrderBy(static property => property.MetadataToken)];

    /// <summary>Each of them once, on a network that it takes.</summary>
    public static TheoryData<string, string[]> Asked
    {
        get
        {
            var data = new TheoryData<string, string[]>();
            foreach (var row in AnalysisBitsTests.Analyses.Select(static row => row.Data).DistinctBy(static row => row.Item1))
                data.Add(row.Item1, row.Item3);
            return data;
        }
    }

    [Fact]
    public void Every_analysis_has_one_key_which_is_its_name()
    {
        Assert.Equal(Catalogue.Leaves(typeof(Analysis)).Select(static leaf => leaf.Type.Name).Order(), Properties.Select(static property => property.PropertyType.Name).Order());
        // The sweep's short key is older than the catalogue; its name is part of its hash.
        Assert.Equal([("sweep", "noise-sweep")], Properties.Select(static property => (Key(property), Catalogue.KindOf(property.PropertyType))).Where(static names => names.Item1 != names.Item2));
        Assert.All(Properties, static property => Assert.NotEqual("", property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? ""));
    }

    [Fact]
    public void Only_the_first_runs_unless_others_are_asked_for()
    {
        var spec = new ExperimentSpec { Name = "none" };
        Assert.Equal("sweep", Assert.Single(spec.Analyses).Key);
        foreach (var property in Properties)
            property.SetValue(spec, Activator.CreateInstance(property.PropertyType));
        Assert.Equal(Properties.Select(Key), spec.Analyses.Select(static analysis => analysis.Key));
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public void What_is_asked_for_is_planned_run_stored_read_looked_for_costed_and_reported(string key, string[] settings)
    {
        using var folder = new TemporaryFolder();
        var (experiment, place) = (StageBits.Planned(folder.Path, settings), Path.Combine(folder.Path, "out"));
        var content = new ExperimentRunner(experiment, place, workers: 2).Run(TestContext.Current.CancellationToken).Content;
        var before = Bodies();
        Assert.All(experiment.Runs, run => Assert.True(Stage(run).Analysis.Cost(run.Spec.Setup.Task) > 0, key));
        Assert.All(content.Runs, run => Assert.Contains(run.Results, result => result.GetType() == Stage(experiment.Runs[0]).Analysis.ResultType));
        Assert.Equal((experiment.Runs.Length, 0), Status());
        // The networks are hardly trained; if they counted, the page would be another without what was found.
        Assert.NotEqual(Page(static run => run), Page(Without));

        // Lost, it is missed, and it alone is done again.
        foreach (var file in Directory.GetFiles(Path.Combine(place, "results")))
            File.WriteAllLines(file, File.ReadAllLines(file).Where(line => !line.Contains($"\"stage\":\"{key}\"", StringComparison.Ordinal)));
        var others = RunStore.Open(place).Results.All.Length;
        Assert.Equal((0, experiment.Runs.Length), Status());
        Assert.All(experiment.Runs, run => Assert.Equal(key, Assert.Single(RunWork.Missing(RunStore.Open(place), run)).Name));
        new ExperimentRunner(experiment, place, workers: 2).Run(TestContext.Current.CancellationToken);
        Assert.Equal(before, Bodies());
        Assert.Equal(others + experiment.Runs.Length, RunStore.Open(place).Results.All.Length);

        NetworkRun Without(NetworkRun run) => run with
        {
            Sweep = key == "sweep" ? null : run.Sweep,
            Results = [.. run.Results.Where(result => result.GetType() != Stage(experiment.Runs[0]).Analysis.ResultType)],
        };

        string Page(Func<NetworkRun, NetworkRun> change)
        {
            var shown = content with { Runs = [.. content.Runs.Select(run => change(run with { LeftOutReason = null }))] };
            return ReportPage.Of(shown, FigureCatalogue.Of(shown), PlotlyScript.OfThisBuild);
        }

        PlannedStage Stage(PlannedRun run) => run.Stages.Single(stage => stage.Name == key);

        (int Done, int Missing) Status() => RunsStatus.Of(place) is var status ? (status.Done, status.Missing) : default;

        string[] Bodies()
        {
            var store = RunStore.Open(place);
            return [.. experiment.Runs.Select(run => Body(store, Stage(run)))];
        }
    }

    // As the store has it, which is as it is read.
    private static string Body(RunStore store, PlannedStage stage)
    {
        var body = store.Results.Body(stage.Hash, stage.Name)!;
        var read = stage.ResultIn(store);
        Assert.IsType(stage.Analysis.ResultType, read);
        Assert.Equal(body, ResultJson.Write<object>(read));
        return body;
    }

    private static string Key(PropertyInfo property) => JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name);
}
