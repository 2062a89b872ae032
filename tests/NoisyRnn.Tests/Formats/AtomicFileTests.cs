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
    public void A_place_that_cannot_be_written_is_refused_by_name()
    {
        string path = _folder.Write("file", "x") + "/a.txt";
        Assert.StartsWith($"{path}: cannot be written: ", Refusal.Of(() => AtomicFile.Write(path, "x")));
    }
}
