using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Runs;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Runs;

public sealed class RunStoreTests : IDisposable
{
    private static readonly StageHash A = StageHash.OfBytes("a"u8), B = StageHash.OfBytes("b"u8);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_absent_folder_becomes_a_store_that_keeps_what_is_put_in()
    {
        string path = Path.Combine(_folder.Path, "out", "deep");
        RunStore store = RunStore.Open(path);
        store.AddToManifest([Entry(A, "0.1"), Entry(B, "0.3"), Entry(A, "0.1")]);
        using (ResultWriter writer = store.OpenWriter(0))
        {
            writer.Append(A, "train", new SampleResult { Loss = double.NaN, Level = -0.0 }, new { Seconds = 1.5 });
            Assert.True(store.Results.Has(A, "train"));
            writer.Append(A, "sweep", new SampleResult { Loss = double.PositiveInfinity, Level = .1, Curve = [1, double.Epsilon] });
        }

        RunStore again = RunStore.OpenExisting(path);
        Assert.Equal([A, B], again.Manifest.Select(e => e.Run));
        Assert.Equal([new("noise.sigma", "0.3"), new("seed", "1")], again.Manifest[1].Point);
        var train = again.Results.Get<SampleResult>(A, "train")!;
        Assert.Equal((double.NaN, BitConverter.DoubleToInt64Bits(-0.0)), (train.Loss, BitConverter.DoubleToInt64Bits(train.Level)));
        Assert.Equal([1, double.Epsilon], again.Results.Get<SampleResult>(A, "sweep")!.Curve);
        Assert.Equal("""{"loss":"Infinity","level":0.1,"curve":[1,5E-324]}""", again.Results.Body(A, "sweep"));
        Assert.Null(again.Results.Get<SampleResult>(B, "train"));
        Assert.Equal(2, again.Results.All.Length);
        Assert.Empty(again.Warnings);
    }

    [Fact]
    public void The_manifest_keeps_a_run_once_however_often_it_is_added()
    {
        RunStore store = RunStore.Open(_folder.Path), other = RunStore.Open(_folder.Path);
        store.AddToManifest([Entry(A, "0.1")]);
        other.AddToManifest([Entry(A, "0.1"), Entry(B, "0.3")]);
        store.Refresh();
        Assert.Equal([A, B], store.Manifest.Select(e => e.Run));
        Assert.Equal(3, File.ReadAllLines(Path.Combine(_folder.Path, "manifest.jsonl")).Length);
    }

    [Fact]
    public void A_line_that_names_the_folder_of_a_model_takes_the_place_of_one_that_does_not()
    {
        RunStore store = RunStore.Open(_folder.Path);
        ManifestEntry kept = Entry(A, "0.1") with { Model = RunStore.RunFolderIn(B) };
        store.AddToManifest([Entry(A, "0.1"), Entry(B, "0.3")]);
        Assert.Equal((true, false), (store.IsPlanned(A), store.IsPlanned(A, withModel: true)));
        store.AddToManifest([kept]);
        // Once is enough, and what is named once is not forgotten.
        store.AddToManifest([kept]);
        store.AddToManifest([Entry(A, "0.1")]);
        RunStore again = RunStore.OpenExisting(_folder.Path);
        Assert.Equal([A, B], again.Manifest.Select(e => e.Run));
        Assert.Equal([$"runs/{B.Hex}", null], again.Manifest.Select(e => e.Model));
        Assert.True(again.IsPlanned(A, withModel: true));
        string[] lines = File.ReadAllLines(Path.Combine(_folder.Path, "manifest.jsonl"));
        Assert.Equal(4, lines.Length);
        Assert.DoesNotContain("model", lines[1], StringComparison.Ordinal);
        Assert.Empty(again.Warnings);
    }

    [Fact]
    public void A_model_that_is_no_name_of_a_folder_is_a_damaged_line()
    {
        RunStore.Open(_folder.Path).AddToManifest([Entry(A, "0.1") with { Model = "runs/x" }]);
        string path = Path.Combine(_folder.Path, "manifest.jsonl");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"runs/x\"", "3", StringComparison.Ordinal));
        RunStore store = RunStore.OpenExisting(_folder.Path);
        Assert.Empty(store.Manifest);
        Assert.Equal($"{path}:2: the line is damaged; it counts as missing", Assert.Single(store.Warnings));
    }

    [Fact]
    public void A_refresh_shows_what_another_process_has_written()
    {
        RunStore store = RunStore.Open(_folder.Path), other = RunStore.Open(_folder.Path);
        using ResultWriter writer = other.OpenWriter(0);
        store.Refresh();
        writer.Append(A, "train", new SampleResult { Loss = 1 });
        Assert.False(store.Results.Has(A, "train"));
        store.Refresh();
        Assert.Equal(1, store.Results.Get<SampleResult>(A, "train")!.Loss);
    }

    [Fact]
    public void A_folder_of_other_things_is_refused()
    {
        _folder.Write("thesis.tex", "x");
        Assert.Equal(
            $"{_folder.Path}: is no store (no manifest.jsonl) but not empty either (thesis.tex); name a new or an empty folder",
            Refusal.Of(() => RunStore.Open(_folder.Path)));
        Assert.Equal(
            $"{_folder.Path}: is no store of runs (no manifest.jsonl); name the folder given to --out",
            Refusal.Of(() => RunStore.OpenExisting(_folder.Path)));
    }

    [Theory]
    [InlineData("{\"format\":2,\"kind\":\"noisyrnn-store\"}\n", "found format 2 of noisyrnn-store")]
    [InlineData("{\"format\":1,\"kind\":\"other\"}\n", "found format 1 of other")]
    [InlineData("{\"format\":1}\n", "found no header")]
    [InlineData("[1]\n", "found no header")]
    [InlineData("hello\n", "found no header")]
    [InlineData("", "found no header")]
    [InlineData("{\"format\":1,\"kind\":3}\n", "found no header")]
    public void A_store_of_another_format_is_refused_and_left_as_it_is(string manifest, string found)
    {
        string path = _folder.Write("manifest.jsonl", manifest);
        Assert.Equal($"{path}:1: {found}; expected format 1 of noisyrnn-store", Refusal.Of(() => RunStore.Open(_folder.Path)));
        Assert.Equal(manifest, File.ReadAllText(path));
    }

    [Fact]
    public void A_store_of_a_later_format_is_refused_though_it_holds_runs()
    {
        RunStore.Open(_folder.Path).AddToManifest([Entry(A, "0.1")]);
        string path = Path.Combine(_folder.Path, "manifest.jsonl");
        File.WriteAllLines(path, [StoreFormat.Header(2, StoreFormat.Manifest), .. File.ReadAllLines(path)[1..]]);
        Assert.Equal($"{path}:1: found format 2 of noisyrnn-store; expected format 1 of noisyrnn-store", Refusal.Of(() => RunStore.Open(_folder.Path)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"format\":3,\"kind\":\"noisyrnn-store\"}")]
    [InlineData("{\"format\":1,\"kind\":\"noisyrnn-stnre\",\"checksum\":\"0\"}")]
    [InlineData("\0\0\0\0")]
    public void A_manifest_with_a_damaged_first_line_is_read_and_told(string line)
    {
        RunStore.Open(_folder.Path).AddToManifest([Entry(A, "0.1"), Entry(B, "0.3")]);
        string path = Path.Combine(_folder.Path, "manifest.jsonl");
        File.WriteAllLines(path, [line, .. File.ReadAllLines(path)[1..]]);
        RunStore store = RunStore.Open(_folder.Path);
        Assert.Equal([A, B], store.Manifest.Select(e => e.Run));
        Assert.StartsWith($"{path}:1: found ", Assert.Single(store.Warnings));
        Assert.EndsWith("; what is whole is read; delete the file, and the next run writes it anew", store.Warnings[0]);
    }

    [Fact]
    public void A_manifest_that_is_gone_or_empty_is_written_anew_beside_the_results()
    {
        using (ResultWriter writer = RunStore.Open(_folder.Path).OpenWriter(0)) writer.Append(A, "train", new SampleResult { Loss = 1 });
        string path = Path.Combine(_folder.Path, "manifest.jsonl");
        foreach (Action damage in (Action[])[() => File.Delete(path), () => File.WriteAllText(path, "")])
        {
            damage();
            RunStore looked = RunStore.OpenExisting(_folder.Path);
            Assert.Equal(1, looked.Results.Get<SampleResult>(A, "train")!.Loss);
            Assert.StartsWith($"{path}:", Assert.Single(looked.Warnings));
            RunStore store = RunStore.Open(_folder.Path);
            store.AddToManifest([Entry(A, "0.1")]);
            Assert.Empty(store.Warnings);
            Assert.Equal([A], RunStore.OpenExisting(_folder.Path).Manifest.Select(e => e.Run));
        }
    }

    [Fact]
    public void A_record_of_provenance_that_is_damaged_is_told_and_passed_over()
    {
        RunStore store = RunStore.Open(_folder.Path);
        Provenance mine = Provenance.OfThisProcess([], [1]);
        store.History.Add(mine);
        string[] damaged = [_folder.Write("provenance/0.json", ""), _folder.Write("provenance/1.json", "{\"version\":3}"), _folder.Write("provenance/2.json", [0xFF, 0])];
        Assert.Equal(mine.Started, Assert.Single(store.History.Read()).Started);
        store.History.Read();
        Assert.Equal(damaged, store.Warnings.Select(static warning => warning.Split(": ")[0]));
    }

    [Fact]
    public void A_place_that_cannot_be_written_says_so_at_once_and_can_be_read()
    {
        RunStore.Open(_folder.Path).AddToManifest([Entry(A, "0.1")]);
        Assert.Null(RunStore.Open(_folder.Path).WriteProblem);
        // In the way of the gate as a read-only disk is, for root too.
        string gate = Path.Combine(_folder.Path, "store.lock");
        File.Delete(gate);
        Directory.CreateDirectory(gate);
        RunStore store = RunStore.Open(_folder.Path);
        Assert.StartsWith($"{_folder.Path}: cannot be written: ", store.WriteProblem);
        // What is planned already needs no writing.
        store.AddToManifest([Entry(A, "0.1")]);
        Assert.Equal([A], store.Manifest.Select(e => e.Run));
        Assert.Contains("cannot be written", Refusal.Of(() => store.AddToManifest([Entry(B, "0.1")])));
    }

    [Fact]
    public void Results_of_a_later_format_are_refused()
    {
        RunStore.Open(_folder.Path);
        string path = _folder.Write("results/x.jsonl", StoreFormat.Header(9, StoreFormat.Results) + "\n");
        Assert.Equal(
            $"{path}:1: found format 9 of noisyrnn-results; expected format 1 of noisyrnn-results", Refusal.Of(() => RunStore.Open(_folder.Path)));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused()
    {
        string file = _folder.Write("file", "x");
        Assert.Equal($"{file}: is a file; a folder is needed", Refusal.Of(() => RunStore.Open(file)));
        Assert.StartsWith($"{file}/below: cannot be written: ", Refusal.Of(() => RunStore.Open(file + "/below")));
    }

    [Fact]
    public void Provenance_is_kept_for_every_process()
    {
        RunStore store = RunStore.Open(_folder.Path);
        Provenance mine = Provenance.OfThisProcess(["run", "x.yaml"], [1, ulong.MaxValue]);
        store.History.Add(mine);
        store.History.Add(mine with { Started = mine.Started.AddDays(1) });
        ImmutableArray<Provenance> read = store.History.Read();
        Assert.Equal([mine.Started, mine.Started.AddDays(1)], read.Select(p => p.Started));
        Assert.Equal([1, ulong.MaxValue], read[0].Seeds);
        Assert.Equal((mine.Version, mine.Processor, mine.Simd), (read[0].Version, read[0].Processor, read[0].Simd));
        Assert.All([mine.Version, mine.Commit, mine.Machine, mine.Processor, mine.Runtime, mine.System], Assert.NotEmpty);
    }

    [Fact]
    public void The_first_format_is_read_for_ever()
    {
        RunStore store = RunStore.OpenExisting(TestFiles.Find("Runs/fixtures/format-1"));
        Assert.Equal([A, B], store.Manifest.Select(e => e.Run));
        Assert.Equal([new("noise.sigma", "0.1"), new("seed", "1")], store.Manifest[0].Point);
        Assert.Equal(.25, store.Results.Get<SampleResult>(A, "train")!.Loss);
        Assert.Equal(double.NaN, store.Results.Get<SampleResult>(B, "train")!.Loss);
        Assert.Equal([.1, .2], store.Results.Get<SampleResult>(B, "sweep")!.Curve);
        Assert.Equal("0.1.0", Assert.Single(store.History.Read()).Version);
        Assert.EndsWith("host-1-0.jsonl:5: the last line is not whole (a writer was stopped, or writes just now); it counts as missing",
            Assert.Single(store.Warnings));
    }

    internal static ManifestEntry Entry(StageHash run, string sigma) => new()
    {
        Run = run, Point = [new("noise.sigma", sigma), new("seed", "1")], Created = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };
}
