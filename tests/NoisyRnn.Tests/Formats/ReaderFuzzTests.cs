using System.Diagnostics;
using System.Globalization;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

/// <summary>
/// Whatever is done to a file, its reader reads it or refuses it in words, within bounds of time and memory. By command with as many inputs as one likes, of all readers or of
/// one: NOISYRNN_FUZZ=100000 NOISYRNN_FUZZ_SEED=7 NOISYRNN_FUZZ_READER=hdf5.
/// </summary>
public sealed class ReaderFuzzTests : IDisposable
{
    private const int Few = 200, Many = 5000;

    // A reader of a small file that takes longer hangs; the machine may be busy, and collect garbage.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    // Buffers, messages, tables of a reader, whatever the file's size.
    private const long Least = 2 << 20;

    // In memory where there is such a place: a disk would take ten times as long as the readers.
    private readonly string _folder = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"noisyrnn-fuzz-{Guid.NewGuid():N}");

    public static TheoryData<string> Readers() => [.. FuzzedReaders.All.Select(static reader => reader.Name).Where(static name => (Variable("READER") ?? name) == name)];

    public void Dispose()
    {
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [MemberData(nameof(Readers))]
    public void Some_damage_is_read_or_refused_in_words(string reader) => Damage(reader, Few, 1);

    [Theory]
    [Trait("speed", "slow")]
    [MemberData(nameof(Readers))]
    public void Much_damage_is_read_or_refused_in_words_within_bounds(string reader) =>
        Damage(reader, int.Parse(Variable("") ?? $"{Many}", CultureInfo.InvariantCulture), int.Parse(Variable("SEED") ?? "2", CultureInfo.InvariantCulture));

    [Fact]
    public void Whole_files_are_read_so_that_their_damage_is_that_of_files_that_are()
    {
        foreach (var reader in FuzzedReaders.All)
            Assert.Contains(reader.Whole, whole => Record.Exception(() => reader.Read(Lay(reader, reader.Pack(whole)))) is null);
    }

    public static TheoryData<string, byte[]> Promises() => new()
    {
        { "npy", ZipBytes.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846976,), }\n", new byte[16]) },
        { "npy", ZipBytes.Npy("{'descr': '<f8', 'fortran_order': False, 'shape': (1073741824, 1073741824), }\n", new byte[16]) },
        { "idx", IdxBytes.Of([1 << 30, 1 << 30], [1, 2]) },
        { "idx-gz", IdxBytes.Of([1 << 30, 1 << 30], [1, 2]) },
        { "safetensors", [.. BitConverter.GetBytes(1L << 60), .. "{}"u8] },
        { "safetensors", FuzzedReaders.Tensors("""{"W":{"dtype":"F32","shape":[1152921504606846976],"data_offsets":[0,4611686018427387904]}}""", 8) },
        { "onnx", new WireMessage().Add(1, 8L).Add(7, new WireMessage().Add(5, new WireMessage().Add(1, 1L << 60).Add(2, 1L).Add(8, "w").Add(9, new byte[8]))).Add(8, new WireMessage().Add(2, 17L)).Bytes.ToArray() },
    };

    [Theory]
    [MemberData(nameof(Promises))]
    public void A_header_that_promises_two_to_the_60_elements_allocates_nothing_for_them(string name, byte[] bytes)
    {
        var reader = FuzzedReaders.All.Single(each => each.Name == name);
        var path = Lay(reader, reader.Pack(bytes));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.NotEmpty(Refusal.Of(() => reader.Read(path)));
        // Buffers of streams, and the message.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private void Damage(string name, int count, int seed)
    {
        var reader = FuzzedReaders.All.Single(each => each.Name == name);
        var random = new Random(seed);
        foreach (var kept in reader.Kept)
            Check(reader, kept);
        for (var k = 0; k < count; k++)
        {
            var whole = reader.Whole[k % reader.Whole.Length];
            // Checksums of a packed file hide damage from the reader: most is done to the content, some to the file.
            Check(reader, k % 8 == 7 ? Mutations.Of(reader.Pack(whole), random) : reader.Pack(Mutations.Of(whole, random)));
        }
    }

    private void Check(FuzzedReader reader, byte[] bytes)
    {
        var path = Lay(reader, bytes);
        var (start, before) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread());
        try
        {
            reader.Read(path);
        }
        catch (InputException refusal) when (refusal.Message.Length > 0)
        {
        }
        catch (Exception error)
        {
            Assert.Fail($"{reader.Name}: {error.GetType().Name} of {Keep(reader, bytes)}: {error}");
        }

        var (time, memory) = (Stopwatch.GetElapsedTime(start), GC.GetAllocatedBytesForCurrentThread() - before);
        if (time > Longest || memory > Least + ((long)reader.Times * bytes.Length))
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"{reader.Name}: {time.TotalSeconds:F1} s and {memory:N0} bytes for {bytes.Length:N0} bytes of {Keep(reader, bytes)}"));
    }

    private string Lay(FuzzedReader reader, byte[] bytes)
    {
        foreach (var (place, beside) in reader.Beside.Where(beside => !File.Exists(Path.Combine(_folder, reader.Name, beside.Place))))
            Write(place, beside);
        return Write(reader.Place, bytes);

        string Write(string place, byte[] content)
        {
            var path = Path.Combine(_folder, reader.Name, place);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
            return path;
        }
    }

    // Put into tests/NoisyRnn.Tests/Formats/golden/fuzz/READER it is tried for ever.
    private static string Keep(FuzzedReader reader, byte[] bytes)
    {
        var path = Path.Combine(Path.GetTempPath(), $"noisyrnn-fuzz-{reader.Name}-{Guid.NewGuid():N}");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name.Length == 0 ? "NOISYRNN_FUZZ" : $"NOISYRNN_FUZZ_{name}") is { Length: > 0 } value ? value : null;
}
