using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => Path.Combine(_folder.Path, "sub", "a.txt");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_written_with_its_folder_and_replaced()
    {
        AtomicFile.Write(Target, "one");
        AtomicFile.Write(Target, "é");
        Assert.Equal([0xC3, 0xA9], File.ReadAllBytes(Target));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void A_link_stays_a_link_and_its_target_is_written()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        AtomicFile.Write(Target, "one");
        var link = Target + ".link";
        File.CreateSymbolicLink(link, Target);
        AtomicFile.Write(link, "two");
        Assert.Equal(Target, new FileInfo(link).LinkTarget);
        Assert.Equal("two", File.ReadAllText(Target));
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/full")]
    [InlineData("/dev/stdout")]
    public void A_device_is_left_alone(string path)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "devices by these names");
        Assert.Equal($"{path}: is a device; allowed is a file", Assert.Throws<InputException>(() => AtomicFile.Write(path, "one")).Message);
        Assert.True(File.Exists(path));
    }

    [Fact]
    public void After_an_error_the_old_file_stands_alone()
    {
        AtomicFile.Write(Target, "one");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(Target, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.Equal("one", File.ReadAllText(Target));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public void A_file_is_made_with_its_content_unless_there_is_one()
    {
        Assert.True(AtomicFile.TryCreate(Target, "one"));
        Assert.False(AtomicFile.TryCreate(Target, "two"));
        Assert.Equal("one", File.ReadAllText(Target));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(Target)!));
    }

    [Fact]
    public async Task Of_many_that_make_a_file_one_succeeds_and_no_one_sees_it_without_its_content()
    {
        for (int round = 0; round < 50; round++)
        {
            string path = Path.Combine(_folder.Path, $"{round}");
            using var start = new Barrier(5);
            Task watch = Task.Run(() =>
            {
                start.SignalAndWait();
                while (!File.Exists(path)) Thread.Yield();
                Assert.NotEqual("", File.ReadAllText(path));
            }, TestContext.Current.CancellationToken);
            bool[] made = await Task.WhenAll(Enumerable.Range(0, 4).Select(k => Task.Run(() =>
            {
                start.SignalAndWait();
                return AtomicFile.TryCreate(path, $"maker {k}");
            }, TestContext.Current.CancellationToken)));
            await watch;
            Assert.Single(made, static each => each);
            Assert.Equal($"maker {Array.IndexOf(made, true)}", File.ReadAllText(path));
        }
    }

    [Fact]
    public void Temporary_files_of_writers_that_are_no_more_are_deleted_and_no_others()
    {
        string number = $"{Guid.NewGuid():N}";
        string Left(string writer) => _folder.Write($"sub/deep/a.txt.{writer}.{number}.tmp", "half");
        string dead = Left((ProcessMark.Mine with { Process = 5_000_000 }).Name), again = Left((ProcessMark.Mine with { Start = "1" }).Name);
        string alive = Left(ProcessMark.Mine.Name), elsewhere = Left((ProcessMark.Mine with { Host = "another", Process = 5_000_000 }).Name);
        string longAgo = Left((ProcessMark.Mine with { Host = "another", Process = 5_000_001 }).Name);
        string old = _folder.Write($"b.txt.{number}.tmp", "half"), young = _folder.Write($"c.txt.{number}.tmp", "half"), foreign = _folder.Write("sub/my.tmp", "mine");
        foreach (string path in (string[])[longAgo, old, foreign]) File.SetLastWriteTimeUtc(path, DateTime.UtcNow.AddDays(-2));
        AtomicFile.DeleteAbandoned(_folder.Path);
        Assert.All([dead, again, longAgo, old], static path => Assert.False(File.Exists(path), path));
        Assert.All([alive, elsewhere, young, foreign], static path => Assert.True(File.Exists(path), path));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_refused_by_name()
    {
        string path = _folder.Write("file", "x") + "/a.txt";
        Assert.StartsWith($"{path}: cannot be written: ", Refusal.Of(() => AtomicFile.Write(path, "x")));
    }
}
