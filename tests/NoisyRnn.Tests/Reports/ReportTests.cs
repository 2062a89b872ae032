using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>The files of a report: which there are, and that their numbers are the records'.</summary>
public sealed partial class ReportTests : IDisposable
{
    private static readonly string[] Names = ["performance", "bias-variance", "preferred-noise", "learning-curves", "example-trials"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("noisyrnn-report-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void A_report_is_a_page_and_two_files_for_each_figure_and_leaves_no_temporary_file()
    {
        var page = Report.Write(SyntheticReport.Quick(), _folder.FullName);

        Assert.Equal(Path.Combine(_folder.FullName, "report.html"), page);
        var expected = Names.SelectMany(n => new[] { $"figures/{n}.csv", $"figures/{n}.plotly.json" }).Append("report.html").Order();
        var written = _folder.EnumerateFiles("*", SearchOption.AllDirectories)
            .Select(f => Path.GetRelativePath(_folder.FullName, f.FullName).Replace('\\', '/')).Order();
        Assert.Equal(expected, written);
    }

    [Fact]
    public void Writing_again_replaces_the_files()
    {
        var content = SyntheticReport.Quick();
        Report.Write(content, _folder.FullName);
        var page = Report.Write(content with { Title = "the second one" }, _folder.FullName);
        Assert.Contains("the second one", File.ReadAllText(page));
    }

    [Fact]
    public void The_CSV_of_performance_holds_every_point_of_every_run_as_the_records_have_it()
    {
        var content = SyntheticReport.Full();
        Report.Write(content, _folder.FullName);

        var rows = Rows("performance");
        var points = content.Runs.Where(r => r.Sweep is not null).SelectMany(r => r.Sweep!.Points.Select(p => (Run: r, Point: p))).ToList();
        Assert.Equal(points.Count, rows.Count);
        foreach (var ((run, point), row) in points.Zip(rows))
        {
            Assert.Equal(run.Run, row["run"]);
            Assert.Equal(run.Arm.PlacementName, row["placement"]);
            Assert.Equal(run.Arm.TrainingSigma, Number(row["training_sigma"]));
            Assert.Equal(run.Seed, ulong.Parse(row["seed"], CultureInfo.InvariantCulture));
            Assert.Equal(point.Level, Number(row["relative_or_absolute_level"]));
            Assert.Equal(point.Loss, Number(row["loss"]));
            Assert.Equal(point.BiasSquared, Number(row["bias_squared"]));
            Assert.Equal(point.Variance, Number(row["variance"]));
        }
    }

    [Fact]
    public void The_CSV_of_learning_curves_holds_the_diverged_network_too()
    {
        var content = SyntheticReport.Full();
        Report.Write(content, _folder.FullName);

        var rows = Rows("learning-curves");
        Assert.Equal(content.Runs.Sum(r => r.Curve.Iterations.Length), rows.Count);
        var diverged = content.Runs.Single(r => !r.Counted);
        var last = rows.Last(r => r["run"] == diverged.Run);
        Assert.Equal("false", last["counted"]);
        Assert.Equal("600", last["iteration"]);
        Assert.Equal(double.PositiveInfinity, Number(last["validation_loss"]));
    }

    [Fact]
    public void The_CSV_of_preferred_noise_holds_the_cells_with_their_intervals_and_the_networks()
    {
        var content = SyntheticReport.Quick();
        Report.Write(content, _folder.FullName);

        var rows = Rows("preferred-noise");
        Assert.Equal(content.Cells.Select(c => c.Preferred.High), rows.Where(r => r["level_of"] == "cell").Select(r => Number(r["preferred_high"])));
        Assert.Equal(content.Runs.Select(r => r.Sweep!.Preferred.Level), rows.Where(r => r["level_of"] == "network").Select(r => Number(r["preferred"])));
    }

    [Fact]
    public void The_CSV_of_example_trials_holds_all_series_step_by_step()
    {
        var content = SyntheticReport.Quick();
        Report.Write(content, _folder.FullName);

        var run = content.Runs.First(r => r.Example is not null);
        Assert.Equal(content.Runs.Count(r => r.Example is not null), Rows("example-trials").Select(r => r["run"]).Distinct().Count());
        var silent = Rows("example-trials").Where(r => r["run"] == run.Run && r["series"] == "output without noise");
        Assert.Equal(run.Example!.SilentOutputs[0], silent.Select(r => Number(r["value"])));
    }

    [Fact]
    public void The_JSON_of_each_figure_is_what_Plotly_reads_with_null_for_what_is_not_finite()
    {
        Report.Write(SyntheticReport.Full(), _folder.FullName);
        foreach (var name in Names)
        {
            using var json = JsonDocument.Parse(File.ReadAllText(FigureFile(name + ".plotly.json")));
            Assert.True(json.RootElement.GetProperty("data").GetArrayLength() > 0);
            foreach (var trace in json.RootElement.GetProperty("data").EnumerateArray())
            {
                Assert.Equal("scatter", trace.GetProperty("type").GetString());
                Assert.Equal(trace.GetProperty("x").GetArrayLength(), trace.GetProperty("y").GetArrayLength());
                Assert.True(json.RootElement.GetProperty("layout").TryGetProperty("xaxis" + trace.GetProperty("xaxis").GetString()![1..], out _));
            }
        }

        Assert.DoesNotContain("NaN", File.ReadAllText(FigureFile("learning-curves.plotly.json")));
    }

    [Fact]
    public void A_sweep_over_very_many_kinds_of_networks_draws_the_first_and_tells_of_all()
    {
        var few = SyntheticReport.Quick();
        const int Kinds = 300;
        var many = few with
        {
            Cells = [.. Enumerable.Range(0, Kinds).SelectMany(k => few.Cells.Select(cell => cell with { Arm = cell.Arm with { Varied = $"rate = {k}" } }))],
            Runs = [.. Enumerable.Range(0, Kinds).SelectMany(k => few.Runs.Select(run => run with { Arm = run.Arm with { Varied = $"rate = {k}" }, Example = null }))],
        };
        var page = File.ReadAllText(Report.Write(many, _folder.FullName));
        Assert.Contains($"show the first 200 of {Kinds} kinds of networks", page, StringComparison.Ordinal);
        Assert.Contains("rate = 199", page, StringComparison.Ordinal);
        Assert.DoesNotContain("rate = 200", page, StringComparison.Ordinal);
        Assert.Equal(many.Cells.Length + 1, File.ReadAllLines(Path.Combine(_folder.FullName, "figures", "cells.csv")).Length);
        Assert.Equal(many.Runs.Length + 1, File.ReadAllLines(Path.Combine(_folder.FullName, "figures", "networks.csv")).Length);
        Assert.DoesNotContain("kinds of networks", File.ReadAllText(Report.Write(few, _folder.FullName)), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_runs_there_is_a_page_that_says_so_and_no_figure()
    {
        var page = Report.Write(SyntheticReport.Quick() with { Runs = [], Cells = [], Verdicts = [] }, _folder.FullName);
        var text = File.ReadAllText(page);
        Assert.Contains("No run has finished", text);
        Assert.Contains("This experiment lists no claims", text);
        Assert.Empty(_folder.GetDirectories("figures").Single().GetFiles());
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_the_user_s_error_and_names_the_folder()
    {
        var occupied = Path.Combine(_folder.FullName, "occupied");
        File.WriteAllText(occupied, "");
        var error = Assert.Throws<InputException>(() => Report.Write(SyntheticReport.Quick(), occupied));
        Assert.Contains(occupied, error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_page_that_cannot_be_replaced_is_an_error_and_leaves_no_temporary_file()
    {
        Directory.CreateDirectory(Path.Combine(_folder.FullName, "report.html", "in the way"));
        Assert.Throws<InputException>(() => Report.Write(SyntheticReport.Quick(), _folder.FullName));
        Assert.Empty(_folder.EnumerateFiles("*.tmp", SearchOption.AllDirectories));
    }

    private string FigureFile(string name) => Path.Combine(_folder.FullName, "figures", name);

    private static double Number(string field) => double.Parse(field, CultureInfo.InvariantCulture);

    // A comma before an even number of quotes ends a field; no name of the synthetic report holds a quote.
    private static IEnumerable<string> Fields(string line) => FieldEnd().Split(line).Select(field => field.Trim('"'));

    [GeneratedRegex("""",(?=([^"]*"[^"]*")*[^"]*$)"""", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex FieldEnd();

    private List<Dictionary<string, string>> Rows(string figure)
    {
        var lines = File.ReadAllLines(FigureFile(figure + ".csv"));
        var columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => columns.Zip(Fields(line)).ToDictionary(p => p.First, p => p.Second, StringComparer.Ordinal))];
    }
}
