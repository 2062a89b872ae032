using System.Text.Json;
using Xunit;

namespace NoisyRnn.Tests.Cli;

/// <summary><c>noisyrnn run --events</c>: lines of JSON that keep to docs/events.schema.json.</summary>
public sealed class EventsTests : IDisposable
{
    private static readonly JsonElement Schema = JsonDocument.Parse(File.ReadAllText(Checkout.Path("docs", "events.schema.json"))).RootElement;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_call_tells_its_start_its_progress_its_log_and_its_outcome_and_the_next_call_goes_on_in_the_file()
    {
        var said = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet", "--events", "events.jsonl", "--workers", "1", "--set", "training.iterations=40000"));
        Assert.Contains("preview", said.Succeeded(), StringComparison.Ordinal);
        var events = Events(File.ReadAllLines(Path.Combine(_folder.Path, "events.jsonl")));
        Assert.Equal(["started", .. events[1..^1].Select(NameOf), "finished"], events.Select(NameOf));
        Assert.Equal(["log", "progress"], events[1..^1].Select(NameOf).Distinct().Order());
        Assert.Equal(TinyExperiment.Runs, events[0].GetProperty("runs").GetInt32());
        var last = events.Last(static each => NameOf(each) == "progress");
        Assert.Equal((1.0, TinyExperiment.Runs), (last.GetProperty("fraction").GetDouble(), last.GetProperty("done").GetInt32()));
        var working = events.Where(static each => NameOf(each) == "progress").SelectMany(static each => each.GetProperty("working").EnumerateArray()).First(static run => run.GetProperty("rate").ValueKind == JsonValueKind.Number);
        Assert.Equal(40000, working.GetProperty("iterations").GetInt32());
        Assert.True(File.Exists(Path.Combine(_folder.Path, events[^1].GetProperty("report").GetString()!)));
        Assert.NotEmpty(events[^1].GetProperty("outcome").GetProperty("verdicts").EnumerateArray());

        NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet", "--events", "events.jsonl", "--set", "training.iterations=40000")).Succeeded();
        Assert.Equal(2, Events(File.ReadAllLines(Path.Combine(_folder.Path, "events.jsonl"))).Count(static each => NameOf(each) == "finished"));
    }

    [Fact]
    public void On_standard_output_there_are_events_and_nothing_else()
    {
        var said = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--events", "-"));
        said.Succeeded();
        Assert.Equal("finished", NameOf(Events(said.Lines)[^1]));
        Assert.Contains("--events -: stdout has the events", NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--events", "-", "--json")).Refused(), StringComparison.Ordinal);
        Assert.Contains("--events none/e.jsonl: cannot be written: ", NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--events", "none/e.jsonl")).Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_is_stopped_says_so()
    {
        using var process = NoisyRnnProcess.Start(_folder.Path, TinyExperiment.LongRun("--events", "e.jsonl", "--quiet"));
        process.WaitUntil(() => File.Exists(Path.Combine(_folder.Path, "e.jsonl")) && Directory.Exists(Path.Combine(_folder.Path, "out", "locks")), "the first run");
        process.Signal(NoisyRnnProcess.Interrupt);
        Assert.Equal(130, process.Wait().Code);
        var last = Events(File.ReadAllLines(Path.Combine(_folder.Path, "e.jsonl")))[^1];
        Assert.Equal(("stopped", "interrupted"), (NameOf(last), last.GetProperty("reason").GetString()));
    }

    [Fact]
    public void A_disk_that_is_full_costs_the_events_and_nothing_else()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "/dev/full");
        var said = NoisyRnnProcess.Run(_folder.Path, TinyExperiment.Run("--quiet", "--events", "/dev/full"));
        Assert.NotEqual("", said.Succeeded());
        Assert.Contains("--events: cannot be written any more: ", said.Errors, StringComparison.Ordinal);
    }

    private static JsonElement[] Events(IEnumerable<string> lines)
    {
        JsonElement[] events = [.. lines.Select(static line => JsonDocument.Parse(line).RootElement)];
        Assert.All(events, static each => Assert.True(Fits(each, Schema), $"not by the schema: {each}"));
        return events;
    }

    private static string NameOf(JsonElement line) => line.GetProperty("event").GetString()!;

    // As much of JSON Schema as the schema uses; a keyword that is not here fails.
    private static bool Fits(JsonElement value, JsonElement schema) => schema.EnumerateObject().All(rule => rule.Name switch
    {
        "$schema" or "$defs" or "title" or "format" => true,
        "const" => JsonElement.DeepEquals(value, rule.Value),
        "type" => rule.Value.ValueKind == JsonValueKind.Array ? rule.Value.EnumerateArray().Any(type => IsOf(value, type.GetString())) : IsOf(value, rule.Value.GetString()),
        "required" => rule.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "properties" => rule.Value.EnumerateObject().All(property => !value.TryGetProperty(property.Name, out var member) || Fits(member, property.Value)),
        "additionalProperties" => value.EnumerateObject().All(property => Fits(property.Value, rule.Value)),
        "items" => value.EnumerateArray().All(item => Fits(item, rule.Value)),
        "oneOf" => rule.Value.EnumerateArray().Count(way => Fits(value, way)) == 1,
        "$ref" => Fits(value, Schema.GetProperty("$defs").GetProperty(rule.Value.GetString()!["#/$defs/".Length..])),
        _ => throw new NotSupportedException(rule.Name),
    });

    private static bool IsOf(JsonElement value, string? type) => type switch
    {
        "null" => value.ValueKind == JsonValueKind.Null,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => string.Equals($"{value.ValueKind}", type, StringComparison.OrdinalIgnoreCase),
    };
}
