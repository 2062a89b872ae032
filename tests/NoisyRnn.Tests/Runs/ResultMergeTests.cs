using NoisyRnn.Formats;
using NoisyRnn.Runs;
using Xunit;

namespace NoisyRnn.Tests.Runs;

/// <summary>Many small files of results become few, while others read and write, and nothing is lost.</summary>
public sealed class ResultMergeTests : IDisposable
{
    private const int Jobs = 3 * ResultMerge.Least;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_files_of_many_jobs_become_one_that_holds_the_same()
    {
        RunStore store = Written();
        var before = Bodies(store);
        store.MergeResults();
        Assert.Single(Files());
        Assert.Equal(before, Bodies(store));
        Assert.Equal(before, Bodies(RunStore.OpenExisting(_folder.Path)));
        Assert.Empty(store.Warnings);
        // What is merged is not merged again.
        string[] merged = Files();
        store.MergeResults();
        Assert.Equal(merged, Files());
    }

    [Fact]
    public void Who_read_before_the_merge_goes_on_after_it()
    {
        Written();
        RunStore reader = RunStore.OpenExisting(_folder.Path), late = RunStore.OpenExisting(_folder.Path);
        RunStore.Open(_folder.Path).MergeResults();
        // Asked for at once, and after a look.
        Assert.All(Enumerable.Range(0, Jobs), k => Assert.Equal(k, reader.Results.Get<SampleResult>(Run(k), "train")!.Loss));
        late.Refresh();
        Assert.Equal(Bodies(reader), Bodies(late));
        Assert.Empty(reader.Warnings.Concat(late.Warnings));
    }

    [Fact]
    public void A_file_that_is_still_written_to_or_is_damaged_stays()
    {
        RunStore store = Written();
        string damaged = Files()[5];
        string text = File.ReadAllText(damaged);
        File.WriteAllText(damaged, text.Replace("\"loss\":", "\"loss\":1", StringComparison.Ordinal));
        store = RunStore.Open(_folder.Path);
        using ResultWriter writer = store.OpenWriter(0);
        writer.Append(Run(1000), "train", new SampleResult { Loss = 1000 });
        store.MergeResults();
        Assert.Equal(new[] { damaged, writer.Path }.Order(StringComparer.Ordinal), Files().Where(static file => !Path.GetFileName(file).StartsWith("merged-", StringComparison.Ordinal)));
        writer.Append(Run(1001), "train", new SampleResult { Loss = 1001 });
        RunStore again = RunStore.OpenExisting(_folder.Path);
        Assert.Equal(Jobs + 1, again.Results.All.Length);
        Assert.Contains(damaged, Assert.Single(again.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void A_kill_between_the_new_file_and_the_end_of_the_old_ones_does_no_harm()
    {
        RunStore store = Written();
        var (before, files) = (Bodies(store), Files().ToDictionary(static file => file, File.ReadAllBytes));
        store.MergeResults();
        foreach (var (file, content) in files.Take(40)) File.WriteAllBytes(file, content);
        RunStore again = RunStore.Open(_folder.Path);
        Assert.Equal(before, Bodies(again));
        Assert.Empty(again.Warnings);
        again.MergeResults();
        Assert.Equal(before, Bodies(again));
        Assert.Equal(2, Files().Length);
    }

    [Fact]
    public void A_file_that_someone_deleted_is_missing_unless_another_holds_the_same()
    {
        RunStore store = Written();
        string[] files = Files();
        File.Copy(files[7], Path.Combine(Path.GetDirectoryName(files[7])!, "zz-copy.jsonl"));
        store.Refresh();
        StageHash lost = store.Results.All.Single(result => result.File == files[3]).Run, kept = store.Results.All.Single(result => result.File == files[7]).Run;
        File.Delete(files[3]);
        File.Delete(files[7]);
        store.Refresh();
        Assert.False(store.Results.Has(lost, "train"));
        Assert.NotNull(store.Results.Get<SampleResult>(kept, "train"));
        Assert.Equal(Jobs - 1, store.Results.All.Length);
    }

    [Fact]
    public void A_file_that_was_read_to_its_end_is_not_opened_again()
    {
        RunStore store = Written();
        string file = Files()[0];
        // Who opened it would see another line; nobody writes behind the end.
        File.AppendAllText(file, File.ReadAllLines(Files()[1])[1] + "x\n");
        store.Refresh();
        Assert.Empty(store.Warnings);
        Assert.NotEmpty(RunStore.OpenExisting(_folder.Path).Warnings);
    }

    private static StageHash Run(int k) => StageHash.OfBytes(BitConverter.GetBytes(k));

    private RunStore Written()
    {
        RunStore store = RunStore.Open(_folder.Path);
        for (int k = 0; k < Jobs; k++)
        {
            using ResultWriter writer = store.OpenWriter(k);
            writer.Append(Run(k), "train", new SampleResult { Loss = k }, new { Seconds = k });
        }

        store.Refresh();
        return store;
    }

    private string[] Files() => [.. Directory.GetFiles(Path.Combine(_folder.Path, "results")).Order(StringComparer.Ordinal)];

    private static (StageHash, string?, double?)[] Bodies(RunStore store) =>
        [.. store.Results.All.OrderBy(static result => result.Run.Hex, StringComparer.Ordinal).Select(result => (result.Run, store.Results.Body(result.Run, result.Stage), result.Seconds))];
}
