using System.Formats.Tar;
using System.IO.Compression;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>Results in one file: opened, they are the folder's but for its networks; what is damaged, foreign or hostile is refused, and nothing is left behind.</summary>
public sealed class ResultArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StoredExperiment _experiment = new(
        """
        name: archived
        task: {kind: function-approximation, steps: 8, loss-steps: 4}
        network: {units: 3}
        training: {iterations: 20, validate-every: 10, batch: 8}
        sweep: {levels: [0, 1], draws: 4, trials: 6}
        bias: {trials: 4, draws: 4}
        operating-points: {trials: 4}
        claims: [c1-prefers-training-noise]
        rules: {min-seeds: 2, untrained-loss-share: 1e9}
        grid: {noise.sigma: [0, .1], seed: 1..3}
        """);

    private string Archive => Path.Combine(_folder.Path, "archived.tar.br");

    private string Opened => Path.Combine(_folder.Path, "opened");

    public void Dispose()
    {
        _experiment.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void The_report_is_that_of_the_folder_and_nothing_is_left_to_run()
    {
        var content = Write();
        ResultArchive.Open(Archive, Opened);
        var again = FolderReport.Decide(Opened, static line => Assert.Fail(line));
        Assert.Equal(0, again.Missing);
        Assert.Equal(Tables(content), Tables(again.Content));
        // All that is drawn, and what is under it.
        Report.Write(again.Content, Opened);
        Assert.Equal(Figures(_experiment.Store), Figures(Opened));
        Assert.NotEmpty(Figures(Opened));
        Assert.Equal(content.Provenance.Select(static line => line.Value), again.Content.Provenance.Select(static line => line.Value));
        Assert.False(Directory.Exists(Path.Combine(Opened, "runs")));
        var log = new List<string>();
        var rerun = new ExperimentRunner(Experiment.OfFolder(Opened), Opened, workers: 1) { Log = log.Add }.Run(TestContext.Current.CancellationToken);
        Assert.Contains(log, static line => line.EndsWith("all 6 runs are done", StringComparison.Ordinal));
        Assert.Equal(Tables(content), Tables(rerun.Content));
    }

    [Fact]
    public void The_same_results_give_the_same_bytes_without_the_machines_folders_and_name()
    {
        Write();
        var first = File.ReadAllBytes(Archive);
        ResultArchive.Write(_experiment.Store, Archive, [], static line => Assert.Fail(line));
        Assert.Equal(first, File.ReadAllBytes(Archive));
        ResultArchive.Open(Archive, Opened);
        Assert.All(Directory.GetFiles(Opened, "*", SearchOption.AllDirectories).Select(File.ReadAllText), text => Assert.Multiple(
            () => Assert.DoesNotContain(Path.GetDirectoryName(_experiment.Store)!, text, StringComparison.Ordinal),
            () => Assert.DoesNotContain($"\"{Environment.MachineName}\"", text, StringComparison.Ordinal)));
        // An archive of what was opened is the same again.
        ResultArchive.Write(Opened, Path.Combine(_folder.Path, "again.tar.br"), [], static line => Assert.Fail(line));
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(_folder.Path, "again.tar.br")));
    }

    [Fact]
    public void An_analysis_may_be_left_out_and_one_that_is_not_there_is_named()
    {
        Write("bias");
        ResultArchive.Open(Archive, Opened);
        Assert.Equal(["operating-points", "sweep", "train"], NoisyRnn.Runs.RunStore.OpenExisting(Opened).Results.All.Select(static result => result.Stage).Distinct().Order());
        Assert.Equal(0, FolderReport.Decide(Opened, static line => Assert.Fail(line)).Missing);
        var error = Assert.Throws<InputException>(() => ResultArchive.Write(_experiment.Store, Archive, ["biass"], static _ => { }));
        Assert.StartsWith("--without: unknown analysis of this folder 'biass'; did you mean 'bias'? ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_cut_off_anywhere_is_refused()
    {
        Write();
        var whole = File.ReadAllBytes(Archive);
        foreach (var length in Enumerable.Range(0, 40).Select(k => whole.Length * k / 40).Append(whole.Length - 1))
            Refused(whole[..length]);
    }

    [Fact]
    public void A_flipped_bit_changes_nothing_unseen()
    {
        var tables = Tables(Write());
        var whole = File.ReadAllBytes(Archive);
        var changed = 0;
        for (var at = 0; at < whole.Length; at += Math.Max(1, whole.Length / 60))
        {
            var bytes = whole.ToArray();
            bytes[at] ^= 0x10;
            File.WriteAllBytes(Archive, bytes);
            try
            {
                ResultArchive.Open(Archive, Opened);
                // It hit nothing that a result hangs on: a time of day, a manifest's date.
                Assert.Equal(tables, Tables(FolderReport.Decide(Opened, static _ => { }).Content));
                Directory.Delete(Opened, recursive: true);
            }
            catch (InputException)
            {
                changed++;
                Assert.False(Directory.Exists(Opened) && Directory.EnumerateFileSystemEntries(Opened).Any());
            }
        }

        Assert.True(changed > 50, $"only {changed} of 60 were seen");
    }

    [Theory]
    [InlineData("../escaped.txt", TarEntryType.RegularFile)]
    [InlineData("/escaped.txt", TarEntryType.RegularFile)]
    [InlineData("results/../../escaped.jsonl", TarEntryType.RegularFile)]
    [InlineData("runs/network.safetensors", TarEntryType.RegularFile)]
    [InlineData("manifest.jsonl", TarEntryType.SymbolicLink)]
    [InlineData("manifest.jsonl", TarEntryType.HardLink)]
    [InlineData("results", TarEntryType.Directory)]
    public void Anything_else_in_it_is_named_and_refused(string name, TarEntryType type) => Assert.Contains($"holds {name} ({type}), which is no part of an archive of results", Refused(Packed(tar =>
    {
        var entry = new UstarTarEntry(type, name);
        if (type is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            entry.LinkName = "/etc/passwd";
        if (type == TarEntryType.RegularFile)
            entry.DataStream = new MemoryStream("x"u8.ToArray());
        tar.WriteEntry(entry);
    })), StringComparison.Ordinal);

    [Fact]
    public void A_file_twice_no_manifest_and_no_archive_are_refused()
    {
        Assert.Contains("holds manifest.jsonl twice", Refused(Packed(static tar =>
        {
            foreach (var _ in "12")
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "manifest.jsonl") { DataStream = new MemoryStream("{}\n"u8.ToArray()) });
        })), StringComparison.Ordinal);
        Assert.Contains("the archive: is no store of runs", Refused(Packed(static tar => tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "experiment.yaml") { DataStream = new MemoryStream("name: x\n"u8.ToArray()) }))), StringComparison.Ordinal);
        Assert.Contains("no archive of results, or one that is cut off or damaged", Refused("name: plain text\n"u8.ToArray()), StringComparison.Ordinal);
        Assert.Contains("no archive of results, or one that is cut off or damaged", Refused([]), StringComparison.Ordinal);
        Assert.Contains("no such file", Assert.Throws<InputException>(() => ResultArchive.Open(Path.Combine(_folder.Path, "none.tar.br"), Opened)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_is_promised_behind_the_last_file_is_refused() => Assert.Contains("does not end with its last file", Refused(Packed(static _ => { }, zeros: 1 << 22)), StringComparison.Ordinal);

    [Fact]
    public void A_folder_with_something_in_it_is_left_as_it_is()
    {
        Write();
        var file = _folder.Write(Path.Combine("opened", "mine.txt"), "mine");
        Assert.Contains("is not empty; an archive is opened in a new folder", Assert.Throws<InputException>(() => ResultArchive.Open(Archive, Opened)).Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(file));
        Assert.Single(Directory.GetFiles(Opened));
    }

    private ReportContent Write(params string[] without)
    {
        var content = _experiment.Run();
        ResultArchive.Write(_experiment.Store, Archive, without, static line => Assert.Fail(line));
        return content;
    }

    private static string Tables(ReportContent content) => MarkdownSummary.Of(content);

    private static string[] Figures(string folder) =>
        [.. Directory.GetFiles(Path.Combine(folder, "figures")).Order(StringComparer.Ordinal).Select(static file => $"{Path.GetFileName(file)}\n{File.ReadAllText(file)}")];

    private static byte[] Packed(Action<TarWriter> write, int zeros = 0)
    {
        using var bytes = new MemoryStream();
        using (var packed = new BrotliStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            using (var tar = new TarWriter(packed, TarEntryFormat.Ustar, leaveOpen: true))
                write(tar);
            packed.Write(new byte[zeros]);
        }

        return bytes.ToArray();
    }

    private string Refused(byte[] archive)
    {
        File.WriteAllBytes(Archive, archive);
        var error = Assert.Throws<InputException>(() => ResultArchive.Open(Archive, Opened));
        Assert.StartsWith(Archive + ": ", error.Message, StringComparison.Ordinal);
        // Neither the folder nor a part of it, here or above.
        Assert.Equal([Archive], Directory.GetFileSystemEntries(_folder.Path));
        return error.Message;
    }
}
