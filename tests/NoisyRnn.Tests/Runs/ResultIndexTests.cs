using System.Collections.Immutable;
using NoisyRnn.Formats;
using NoisyRnn.Runs;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Runs;

public sealed class ResultIndexTests : IDisposable
{
    private static readonly ImmutableArray<StageHash> Runs =
        [.. Enumerable.Range(0, 4).Select(i => StageHash.OfBytes([(byte)i]))];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_kill_at_any_byte_loses_only_the_line_being_written()
    {
        byte[] whole = File.ReadAllBytes(Written());
        int[] ends = [.. Enumerable.Range(0, whole.Length).Where(i => whole[i] == '\n')];
        for (int length = 0; length <= whole.Length; length++)
        {
            _folder.Write("results/w.jsonl", whole[..length]);
            RunStore store = RunStore.OpenExisting(_folder.Path);
            // The first line is the header, the last one says that nothing follows.
            int expected = Math.Clamp(ends.Count(e => e < length) - 1, 0, Runs.Length);
            Assert.Equal(expected, store.Results.All.Length);
            Assert.All(Enumerable.Range(0, expected), i => Assert.Equal(i, store.Results.Get<SampleResult>(Runs[i], "train")!.Loss));
            bool isTorn = length > 0 && whole[length - 1] != '\n';
            Assert.Equal(isTorn ? 1 : 0, store.Warnings.Length);
        }
    }

    [Fact]
    public void An_index_of_some_results_passes_over_the_others()
    {
        Written();
        RunStore store = RunStore.Open(_folder.Path, new HashSet<StageHash> { Runs[1], Runs[3] });
        Assert.Equal(new[] { Runs[1], Runs[3] }.Order(Comparer<StageHash>.Create(static (a, b) => string.CompareOrdinal(a.Hex, b.Hex))), store.Results.All.Select(static result => result.Run).OrderBy(static run => run.Hex, StringComparer.Ordinal));
        Assert.Equal(3, store.Results.Get<SampleResult>(Runs[3], "train")!.Loss);
        Assert.False(store.Results.Has(Runs[0], "train"));
        Assert.Empty(store.Warnings);
    }

    [Fact]
    public void A_changed_byte_anywhere_costs_at_most_its_line_and_is_told()
    {
        byte[] whole = File.ReadAllBytes(Written());
        int header = Array.IndexOf(whole, (byte)'\n') + 1;
        int end = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (int at = header; at < end; at++)
        {
            if (whole[at] == '\n') continue;
            byte[] changed = [.. whole];
            changed[at] ^= 1;
            string path = _folder.Write("results/w.jsonl", changed);
            RunStore store = RunStore.OpenExisting(_folder.Path);
            int line = whole[..at].Count(b => b == '\n') + 1;
            Assert.Contains($"{path}:{line}: ", Assert.Single(store.Warnings));
            Assert.Equal(Runs.Length - 1, store.Results.All.Length);
            Assert.False(store.Results.Has(Runs[line - 2], "train"));
        }
    }

    [Fact]
    public void A_changed_byte_in_the_last_line_costs_no_result_and_is_told()
    {
        byte[] whole = File.ReadAllBytes(Written());
        int end = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (int at = end; at < whole.Length; at++)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 1;
            _folder.Write("results/w.jsonl", changed);
            RunStore store = RunStore.OpenExisting(_folder.Path);
            Assert.Equal(Runs.Length, store.Results.All.Length);
            Assert.Single(store.Warnings);
        }
    }

    [Fact]
    public void A_changed_bit_in_the_first_line_costs_no_result_and_is_told()
    {
        byte[] whole = File.ReadAllBytes(Written());
        int header = Array.IndexOf(whole, (byte)'\n');
        for (int bit = 0; bit < 8 * header; bit++)
        {
            byte[] changed = [.. whole];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            string path = _folder.Write("results/w.jsonl", changed);
            RunStore store = RunStore.OpenExisting(_folder.Path);
            Assert.Equal(Runs.Length, store.Results.All.Length);
            Assert.All(store.Warnings, warning => Assert.StartsWith($"{path}:", warning));
            Assert.NotEmpty(store.Warnings);
        }
    }

    [Fact]
    public void A_file_that_lost_its_first_line_is_read()
    {
        string path = Written();
        File.WriteAllLines(path, File.ReadAllLines(path)[1..]);
        Assert.Equal(Runs.Length, RunStore.OpenExisting(_folder.Path).Results.All.Length);
    }

    [Fact]
    public void The_time_a_result_took_is_known_at_once_and_after_reading_and_is_no_part_of_it()
    {
        RunStore store = RunStore.Open(_folder.Path);
        using (ResultWriter writer = store.OpenWriter(0))
        {
            writer.Append(Runs[0], "train", new SampleResult { Loss = 0 }, new { Seconds = 1.5 });
            writer.Append(Runs[1], "train", new SampleResult { Loss = 1 }, new { Seconds = "long" });
            writer.Append(Runs[2], "train", new SampleResult { Loss = 2 });
        }

        foreach (RunStore opened in new[] { store, RunStore.OpenExisting(_folder.Path) })
        {
            Assert.Equal([1.5, null, null], opened.Results.All.OrderBy(result => result.Line).Select(result => result.Seconds));
            Assert.Equal(1, opened.Results.Get<SampleResult>(Runs[1], "train")!.Loss);
        }
    }

    [Fact]
    public void Of_two_results_that_disagree_the_first_is_kept_and_both_are_named()
    {
        RunStore store = RunStore.Open(_folder.Path);
        using (ResultWriter a = store.OpenWriter(0), b = store.OpenWriter(1))
        {
            a.Append(Runs[0], "train", new SampleResult { Loss = 1 });
            b.Append(Runs[0], "train", new SampleResult { Loss = 2 });
            a.Append(Runs[1], "train", new SampleResult { Loss = 3 }, new { Seconds = 1 });
            b.Append(Runs[1], "train", new SampleResult { Loss = 3 }, new { Seconds = 2 });
        }

        RunStore again = RunStore.OpenExisting(_folder.Path);
        Assert.Equal(1, again.Results.Get<SampleResult>(Runs[0], "train")!.Loss);
        string warning = Assert.Single(again.Warnings);
        Assert.Matches($@"-1\.jsonl:2: 'train' of run {Runs[0].Short} differs from .*-0\.jsonl:2, which is kept", warning);
        store.Refresh();
        Assert.Equal([warning], store.Warnings);
    }

    [Fact]
    public void A_result_of_another_record_is_refused_by_name()
    {
        Written();
        string message = Refusal.Of(() => RunStore.OpenExisting(_folder.Path).Results.Get<Provenance>(Runs[0], "train"));
        Assert.Contains($"result 'train' of run {Runs[0].Short} is no Provenance", message);
    }

    [Fact]
    public async Task Workers_of_several_stores_write_at_a_time_and_nothing_is_lost()
    {
        const int Workers = 8, Each = 25;
        StageHash Run(int worker, int i) => StageHash.OfBytes([(byte)worker, (byte)i]);
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() =>
        {
            // A store of its own each, as in processes of their own: only the files are shared.
            RunStore store = RunStore.Open(_folder.Path);
            using ResultWriter writer = store.OpenWriter(worker % 2);
            for (int i = 0; i < Each; i++)
            {
                store.AddToManifest([RunStoreTests.Entry(Run(worker, i), "1"), RunStoreTests.Entry(Run(0, i), "1")]);
                writer.Append(Run(worker, i), "train", new SampleResult { Loss = i });
            }
        })));

        RunStore all = RunStore.OpenExisting(_folder.Path);
        Assert.Equal(Workers * Each, all.Results.All.Length);
        Assert.Equal(Workers * Each, all.Manifest.Length);
        Assert.Equal((Workers * Each) + 1, File.ReadAllLines(Path.Combine(_folder.Path, "manifest.jsonl")).Length);
        Assert.Empty(all.Warnings);
    }

    [Fact]
    public void A_manifest_torn_by_a_kill_takes_new_lines()
    {
        RunStore.Open(_folder.Path).AddToManifest([RunStoreTests.Entry(Runs[0], "1"), RunStoreTests.Entry(Runs[1], "1")]);
        string path = Path.Combine(_folder.Path, "manifest.jsonl");
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^10]);

        RunStore store = RunStore.Open(_folder.Path);
        Assert.Equal([Runs[0]], store.Manifest.Select(e => e.Run));
        store.AddToManifest([RunStoreTests.Entry(Runs[1], "1"), RunStoreTests.Entry(Runs[2], "1")]);
        Assert.Equal(Runs[..3], RunStore.OpenExisting(_folder.Path).Manifest.Select(e => e.Run));
    }

    /// <summary>A store with one file of four results, of which the i-th has loss i.</summary>
    private string Written()
    {
        RunStore store = RunStore.Open(_folder.Path);
        using ResultWriter writer = store.OpenWriter(0);
        for (int i = 0; i < Runs.Length; i++) writer.Append(Runs[i], "train", new SampleResult { Loss = i });
        string path = Path.Combine(_folder.Path, "results", "w.jsonl");
        File.Move(writer.Path, path);
        return path;
    }
}
