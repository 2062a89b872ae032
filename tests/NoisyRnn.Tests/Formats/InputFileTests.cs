using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class InputFileTests
{
    /// <summary>A file of Linux whose first page can be opened and not read: the disk error that is always at hand.</summary>
    private const string Failing = "/proc/self/mem";

    private static readonly Dictionary<string, Action> Readers = new(StringComparer.Ordinal)
    {
        ["bytes"] = static () => InputFile.ReadBytes(Failing, 100),
        ["csv"] = static () => CsvTable.Read(Failing),
        ["hash"] = static () => StageHash.OfFile(Failing),
        ["idx"] = static () => IdxFile.Read(Failing),
        ["json"] = static () => JsonTree.Read(Failing),
        ["npz"] = static () => NpzFile.Open(Failing),
        ["safetensors"] = static () => Safetensors.Read(Failing),
        ["ucr"] = static () => UcrFile.Read(Failing),
        ["yaml"] = static () => YamlTree.Read(Failing),
    };

    public static TheoryData<string> Names => [.. Readers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_disk_that_fails_while_it_is_read_is_told_by_every_reader(string reader)
    {
        Assert.SkipUnless(File.Exists(Failing), "Linux only");
        string message = Refusal.Of(Readers[reader]);
        Assert.StartsWith(Failing, message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        Assert.Equal("/nowhere/a: no such file", Refusal.Of(() => InputFile.ReadBytes("/nowhere/a", 1)));
        Assert.Equal("/: is a folder; a file is needed", Refusal.Of(() => InputFile.ReadBytes("/", 1)));
    }

    [Fact]
    public void A_file_of_just_the_limit_is_read_and_a_longer_one_is_not()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("a", new byte[100]);
        Assert.Equal(100, InputFile.ReadBytes(path, 100).Length);
        Assert.Equal($"{path}: the file is larger than 99 bytes, the most that is read", Refusal.Of(() => InputFile.ReadBytes(path, 99)));
    }
}
