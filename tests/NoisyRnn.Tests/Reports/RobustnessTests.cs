using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NoisyRnn.Analyses;
using NoisyRnn.Claims;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Reports;
using NoisyRnn.Tasks;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>What a report shows of perturbed inputs: curves and tables, where a network was perturbed and nowhere else.</summary>
public sealed class RobustnessTests
{
    private static readonly ReportContent None = SyntheticReport.Quick();
    private static readonly (string Kind, double[] Strengths)[] Kinds = [("white", [.1, .3]), ("pgd", [.02])];

    // Three arms of three seeds: accuracy falls from that of the arm with the strength, and seeds lie 2 points apart.
    private static readonly ReportContent Perturbed = Arms([("lstm", 0, .8), ("twin", 0, .7), ("noisy", .3, .75)]);

    [Fact]
    public void Nothing_is_shown_where_nothing_was_perturbed()
    {
        Assert.Null(RobustnessFigure.Of(None));
        Assert.Empty(RobustnessSection.Of(None));
        Assert.Empty(RobustnessTable.Rows(None));
        Assert.DoesNotContain("perturbation", MarkdownSummary.Of(None), StringComparison.Ordinal);
        // A loss without right and wrong has no accuracy to show.
        var losses = Perturbed with { Runs = [.. Perturbed.Runs.Select(static run => run with { Results = [run.Found<RobustnessResult>()! with { CleanAccuracy = null }] })] };
        Assert.Empty(RobustnessSection.Of(losses));
    }

    [Fact]
    public void The_table_has_the_best_arm_on_clean_inputs_first_and_each_kind_over_its_strengths()
    {
        var table = RobustnessSection.Of(Perturbed).Last().Descendants("table").Single();
        var heads = table.Descendants("thead").Single().Elements("tr").ToArray();
        Assert.Equal([("white", 3), ("pgd", 2)], heads[0].Elements("th").Select(static th => (th.Value, (int)th.Attribute("colspan")!)));
        Assert.Equal(["Network", "n", "clean", "s = 0.1", "s = 0.3", "area", "s = 0.02", "area"], heads[1].Elements().Select(static th => th.Value));
        Assert.Equal(heads[1].Elements().Count(), heads[0].Elements().Sum(static cell => (int)cell.Attribute("colspan")!));
        var rows = table.Descendants("tbody").Single().Elements("tr").Select(static row => row.Elements().Select(static cell => cell.Value).ToArray()).ToArray();
        Assert.Equal(["lstm", "noisy", "twin"], rows.Select(static row => row[0]));
        // 80 points less 20 a unit of strength, seeds at -2, 0 and 2; the area of a line is the mean of its ends.
        Assert.Equal(["lstm", "3", "80.0 \u00b1 2.0", "78.0 \u00b1 2.0", "74.0 \u00b1 2.0", "77.0 \u00b1 2.0", "79.6 \u00b1 2.0", "79.8 \u00b1 2.0"], rows[0]);
    }

    [Fact]
    public void Each_accuracy_says_over_how_many_trials_it_is()
    {
        var said = Perturbed with { CleanTrials = "500 test trials" };
        Assert.Contains("Clean: over 500 test trials; perturbed: white: 100, pgd: 100. ", RobustnessSection.Of(said).First().Value, StringComparison.Ordinal);
        Assert.Contains("Clean: over 500 test trials; perturbed: white: 100, pgd: 100. ", RobustnessFigure.Of(said)!.Caption, StringComparison.Ordinal);
        Assert.Contains("on clean inputs (over 500 test trials), and area", MarkdownSummary.Of(said), StringComparison.Ordinal);
    }

    [Fact]
    public void Terminal_and_Markdown_have_the_areas()
    {
        Assert.Equal(["network", "n", "clean", "white to 0.3", "pgd to 0.02"], RobustnessTable.Columns(Perturbed));
        Assert.Equal(["lstm", "3", "80.0 \u00b1 2.0", "77.0 \u00b1 2.0", "79.8 \u00b1 2.0"], RobustnessTable.Rows(Perturbed)[0]);
        Assert.Contains("| network | n | clean | white to 0.3 | pgd to 0.02 |", MarkdownSummary.Of(Perturbed), StringComparison.Ordinal);
        Assert.Contains("| noisy | 3 | 75.0 \u00b1 2.0 | 72.0 \u00b1 2.0 | 74.8 \u00b1 2.0 |", MarkdownSummary.Of(Perturbed), StringComparison.Ordinal);
    }

    [Fact]
    public void One_seed_has_no_deviation_and_what_was_not_measured_is_a_dash()
    {
        var single = Perturbed with { Runs = [.. Perturbed.Runs.Where(static run => run.Seed == 1 && run.Arm.Name == "twin"), .. Perturbed.Runs.Where(static run => run.Arm.Name == "lstm")] };
        single = single with { Runs = [.. single.Runs.Select(static run => run.Arm.Name == "twin" ? run with { Results = [run.Found<RobustnessResult>()! with { Points = [.. run.Found<RobustnessResult>()!.Points.Where(static p => p.Perturbation == "white")] }] } : run)] };
        var row = RobustnessSection.Of(single).Last().Descendants("tbody").Single().Elements("tr").Last().Elements().Select(static cell => cell.Value);
        Assert.Equal(["twin", "1", "70.0", "68.0", "64.0", "67.0", "\u2013", "\u2013"], row);
    }

    [Fact]
    public void A_network_that_is_left_out_is_in_no_mean()
    {
        var runs = Perturbed.Runs.Select(static run => run is { Arm.Name: "lstm", Seed: 2 } ? run with { LeftOutReason = "diverged" } : run).ToImmutableArray();
        Assert.Equal(["lstm", "2", "79.0 \u00b1 1.4", "76.0 \u00b1 1.4", "78.8 \u00b1 1.4"], RobustnessTable.Rows(Perturbed with { Runs = runs })[0]);
    }

    [Fact]
    public void Arms_of_one_name_are_told_apart_by_place_and_level()
    {
        var content = Arms([("relu", 0, .7), ("relu", .1, .75), ("relu", .3, .8), ("tanh", .3, .6)]);
        Assert.Equal(["relu, inside, s0 = 0.3", "relu, inside, s0 = 0.1", "relu, trained without noise", "tanh"], RobustnessTable.Rows(content).Select(static row => row[0]));
    }

    [Fact]
    public void The_figure_has_a_panel_a_kind_and_a_line_an_arm_from_the_clean_inputs_on()
    {
        var figure = RobustnessFigure.Of(Perturbed)!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        Assert.Equal(["<b>white</b>", "<b>pgd</b>"], json.RootElement.GetProperty("layout").GetProperty("annotations").EnumerateArray().Select(static a => a.GetProperty("text").GetString()));
        var means = json.RootElement.GetProperty("data").EnumerateArray().Where(static trace => trace.TryGetProperty("name", out _)).ToArray();
        Assert.Equal(["lstm", "lstm", "twin", "twin", "noisy", "noisy"], means.Select(static trace => trace.GetProperty("name").GetString()));
        Assert.Equal([true, false, true, false, true, false], means.Select(static trace => trace.GetProperty("showlegend").GetBoolean()));
        Assert.Equal([0, .1, .3], means[0].GetProperty("x").EnumerateArray().Select(static x => x.GetDouble()));
        // Figures hold six significant digits.
        Assert.Equal([80.0, 78.0, 74.0], means[0].GetProperty("y").EnumerateArray().Select(static y => Math.Round(y.GetDouble(), 4)));
        Assert.Contains("white: x + s xi, xi ~ N(0,1); pgd: 10 steps of 0.25 s up sign(dL/dx)", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_of_many_arms_look_alike()
    {
        var figure = RobustnessFigure.Of(Arms([.. Enumerable.Range(0, 15).Select(static k => ($"arm {k}", 0.0, .5 + (.01 * k)))]))!;
        using var json = JsonDocument.Parse(PlotlyJson.Of(figure));
        var looks = json.RootElement.GetProperty("data").EnumerateArray().Where(static trace => trace.GetProperty("showlegend").GetBoolean())
            .Select(static trace => (trace.GetProperty("line").GetProperty("color").GetString(), trace.GetProperty("line").GetProperty("dash").GetString())).ToArray();
        Assert.Equal(15, looks.Length);
        Assert.Equal(15, looks.Distinct().Count());
    }

    [Fact]
    public void The_data_of_the_figure_have_a_row_a_network_and_point_those_left_out_too()
    {
        var left = Perturbed with { Runs = [Perturbed.Runs[0] with { LeftOutReason = "diverged" }, .. Perturbed.Runs.Skip(1)] };
        var rows = RobustnessFigure.Of(left)!.Table.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => line.TrimEnd('\r').Split(',')).ToArray();
        Assert.Equal("run,arm,placement,training_sigma,seed,counted,perturbation,strength,accuracy,accuracy_sd,loss,loss_sd,draws,trials", string.Join(',', rows[0]));
        Assert.Equal(9 * 5, rows.Length - 1);
        Assert.Equal("false", rows[1][5]);
        Assert.Equal(("white", .3, .74), (rows[8][6], Number(rows[8][7]), Math.Round(Number(rows[8][8]), 12)));

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Every_perturbation_of_the_catalogue_is_explained()
    {
        var all = Catalogue.Leaves(typeof(Perturbation)).Select(static leaf => (leaf.Name, new[] { .1 })).ToArray();
        var caption = RobustnessFigure.Of(Arms([("lstm", 0, .8)], all))!.Caption;
        Assert.All(all, kind => Assert.Contains($"{kind.Name}: ", caption, StringComparison.Ordinal));
    }

    [Fact]
    public void The_page_holds_table_and_figure()
    {
        using var folder = new TemporaryFolder();
        Report.Write(Perturbed, folder.Path);
        var page = File.ReadAllText(Path.Combine(folder.Path, "report.html"));
        Assert.Contains("<details id=\"robustness-table\">", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder.Path, "figures", "robustness.csv")));
    }

    private static ReportContent Arms((string Name, double Sigma, double Clean)[] arms, (string Kind, double[] Strengths)[]? kinds = null) => None with
    {
        Runs =
        [
            .. arms.SelectMany(arm => Enumerable.Range(0, 3).Select(seed => None.Runs[0] with
            {
                Run = $"{arm.Name}-{arm.Sigma}-{seed}", Arm = Arm.Of(arm.Name, Placement.Inside, arm.Sigma),
                Seed = (ulong)seed, Results = [Falling(arm.Clean + (.02 * (seed - 1)), kinds ?? Kinds)],
            })),
        ],
    };

    private static RobustnessResult Falling(double clean, (string Kind, double[] Strengths)[] kinds) => new()
    {
        CleanAccuracy = clean,
        CleanLoss = 1,
        Points = [.. kinds.SelectMany(kind => kind.Strengths.Prepend(0).Select(s => new RobustnessPoint(kind.Kind, s, clean - (.2 * s), 0, 1, 0, 2, 100)))],
    };
}
