using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using NoisyRnn.Executors;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Runs;
using NoisyRnn.Training;

namespace NoisyRnn.Tests.Formats;

/// <summary>All readers of files, each with what it is given.</summary>
internal static class FuzzedReaders
{
    // What deflate could pack into a file, and the same again on the way; an exception for each damaged line.
    private const int Deflated = 4000, LineByLine = 5000;
    private static readonly string Run = new('a', 64);

    private static readonly Setup Small = SmallExperiment("training: {keep-best: true}").Runs[0].Spec.Setup;

    internal static readonly FuzzedReader[] All =
    [
        new("yaml", "a.yaml", [Text("name: a\nlist: [1, 2.5, {b: c}]\ntext: |\n  line\n  line\nanchor: &x {y: 1}\nalias: *x\n\"quoted\\u00e9\": 'it''s'\n"), File.ReadAllBytes(Checkout.Path("experiments", "repair.yaml"))], static path => YamlTree.Read(path)),
        new("experiment", "a.yaml", [Text("name: a\nnetwork: {units: 3}\nnoise: [{placement: inside, sigma: .1}]\ntask: {kind: function-approximation, steps: 8, loss-steps: 4}\ntraining: {iterations: 20, batch: 8}\nsweep: {levels: [0, 1]}\ngrid: {seed: 1..2}\n")],
            static path => Experiment.Read(path, null, [], null)) { Times = 100_000 },
        new("json", "a.json", [Text("""{"a": [1, -2.5e3, null, true], "b": {"c": "\u00e9\n"}, "d": []}""")], static path => JsonTree.Read(path)),
        new("csv", "a.csv", [Text("label,u1,u2,y1\n1,2.5,NaN,-1e3\n\"a,b\",,3,4\n2;3\n"), Text("# x\n1 2 3\n4 5 6\n")], static path => CsvTable.Read(path)),
        new("ucr", "a.tsv", [Text("1\t0.5\t1.5\t-2\n2\t1e-3\t4\t5\n"), Text("@data\n1,2,3\n")], static path => UcrFile.Read(path)),
        new("idx", "a.idx", [IdxBytes.Of([3, 2, 2], [.. Enumerable.Range(0, 12).Select(static k => (byte)k)])], static path => IdxFile.Read(path)),
        new("idx-gz", "a.idx.gz", [IdxBytes.Of([3, 2, 2], [.. Enumerable.Range(0, 12).Select(static k => (byte)k)])], static path => IdxFile.Read(path)) { Pack = Gzipped, Times = Deflated },
        new("npz", "a.npz", [Golden("arrays.npz"), Golden("objects.npz")], ReadNpz) { Times = Deflated },
        new("npy", "a.npz", [Npy("<f8", "(3,)", 24), Npy("|S3", "(2,)", 6), Npy("<i4", "(2, 3)", 24), Npy("|b1", "()", 1)], ReadNpz) { Pack = static bytes => ZipBytes.Of(CompressionLevel.NoCompression, ("a.npy", bytes)) },
        new("pickle", "a.npz", [.. ((string[])["words", "lists", "protocol2", "protocol4"]).Select(static name => ZipBytes.PickleOf(TestFiles.Find("Formats/golden/objects.npz"), name))], ReadNpz)
            { Pack = static bytes => ZipBytes.Of(CompressionLevel.NoCompression, ("a.npy", ZipBytes.Npy("{'descr': '|O', 'fortran_order': False, 'shape': (3,), }\n", bytes))) },
        new("safetensors", "a.safetensors", [Tensors("{\"W\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},\"__metadata__\":{\"a\":\"b\"}}", 8)], static path => ModelFile.Read(path)),
        new("model", "a.safetensors", [Written(static path => new Model(Small.Network, Small.Initialize(), Small.Noise, Small.Dt, Small.Seed).Write(path))], static path => Model.Read(path)) { Times = 2000 },
        new("checkpoint", "a.safetensors", [Written(static path => Checkpoint.Write(path, new TrainingState(Small), Run))], static path => Checkpoint.TryRead(path, new TrainingState(Small), Run)),
        new("pytorch", "a.pt", [Golden("models/checkpoint.pt"), Golden("models/tensors.pt"), Golden("models/old.pt")], static path => ModelFile.Read(path)) { Times = Deflated },
        new("pytorch-pickle", "a.pt", [Pickle("models/checkpoint.pt")], static path => ModelFile.Read(path)) { Pack = static bytes => WithPickle("models/checkpoint.pt", bytes) },
        new("pytorch-protocol4", "a.pt", [Pickle("models/protocol4.pt")], static path => ModelFile.Read(path)) { Pack = static bytes => WithPickle("models/protocol4.pt", bytes) },
        new("matlab-content", "a.mat", [Golden("models/all_v6.mat")[128..]], static path => ModelFile.Read(path)) { Pack = static bytes => Compressed(Golden("models/all_v6.mat")[..128], bytes), Times = Deflated },
        new("model-npz", "a.npz", [Golden("types.npz")], static path => ModelFile.Read(path)) { Times = Deflated },
        new("matlab", "a.mat", [Golden("models/all_v6.mat"), Golden("models/all_v7.mat")], static path => ModelFile.Read(path)) { Times = Deflated },
        new("hdf5", "a.h5", [Golden("models/all.h5"), Golden("models/ordered.h5"), Golden("models/latest.h5"), Golden("models/matlab73.mat")], static path => ModelFile.Read(path)) { Times = Deflated },
        new("onnx", "a.onnx", [File.ReadAllBytes(TestFiles.Find("Onnx/golden/torch_step.onnx")), File.ReadAllBytes(TestFiles.Find("Onnx/golden/torch_drawing.onnx"))], static path => OnnxFile.Read(path)) { Times = 2000 },
        new("archive", "a.tar.br", [Tar()], Unpack) { Pack = Brotli, Times = 50_000 },
        new("manifest", "manifest.jsonl", [Store("manifest.jsonl")], ReadStore) { Times = LineByLine },
        new("results", "results/host-1-0.jsonl", [Store("results/host-1-0.jsonl")], static path => ReadStore(Path.GetDirectoryName(path)!)) { Times = LineByLine, Beside = [("manifest.jsonl", Store("manifest.jsonl"))] },
        new("provenance", "a.json", [Store("provenance/20260102T030405000-1.json")], static path => Provenance.Read(path)),
        new("lock", $"locks/{Run}.lock", [Text(ResultJson.Write(RunLockContent.Mine("a job")))], static path => ReadLock(Path.GetDirectoryName(path)!)) { Beside = [("manifest.jsonl", Store("manifest.jsonl"))] },
        new("heartbeat", $"locks/{Run}.progress", [Text(ResultJson.Write(new HeartbeatFile { Format = 1, Token = Guid.Empty, At = default, Run = new("train", 0.5, 1, 2) { Loss = 1 } }))], static path => ReadLock(Path.GetDirectoryName(path)!))
            { Beside = [("manifest.jsonl", Store("manifest.jsonl")), ($"locks/{Run}.lock", Text(ResultJson.Write(RunLockContent.Mine("a job") with { Token = Guid.Empty })))] },
        new("failure", $"{Run}.json", [Text(ResultJson.Write(new RunFailure(new(Run), "why", "host", 2, default)))], static path => _ = new FailureNotes(Path.GetDirectoryName(path)!).All),
        new("queue", "squeue", [Text("12|3|RUNNING|name|node1|None\n12|N/A|PENDING|name||(Resources)\n")], static path => SlurmQueue.Parse(Encoding.UTF8.GetString(File.ReadAllBytes(path)))),
    ];

    private static Experiment SmallExperiment(string more) =>
        Experiments.SmallExperiment.Of($"network: {{units: 3}}\nnoise: {{sigma: .1}}\ntask: {{kind: function-approximation, steps: 8, loss-steps: 4}}\n{more}");

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Golden(string name) => File.ReadAllBytes(TestFiles.Find($"Formats/golden/{name}"));

    private static byte[] Store(string name) => File.ReadAllBytes(TestFiles.Find($"Runs/fixtures/format-1/{name}"));

    private static byte[] Npy(string type, string shape, int bytes) => ZipBytes.Npy($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n", new byte[bytes]);

    internal static byte[] Tensors(string header, int bytes) => [.. BitConverter.GetBytes((long)header.Length), .. Text(header), .. new byte[bytes]];

    // As older versions wrote it, without a checksum, which would hide damage from all but the reader's first lines.
    private static byte[] Written(Action<string> write)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "a.safetensors");
        write(path);
        return Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(File.ReadAllBytes(path)).Replace("\"format\":\"2\"", "\"format\":\"1\"", StringComparison.Ordinal).Replace("\"sha256\"", "\"sha000\"", StringComparison.Ordinal));
    }

    private static bool IsPickle((string Name, byte[] Bytes) entry) => entry.Name.EndsWith("data.pkl", StringComparison.Ordinal);

    private static byte[] Pickle(string file) => ZipBytes.Entries(Golden(file)).Single(IsPickle).Bytes;

    private static byte[] WithPickle(string file, byte[] pickle) =>
        ZipBytes.Of(CompressionLevel.NoCompression, [.. ZipBytes.Entries(Golden(file)).Select(entry => IsPickle(entry) ? (entry.Name, pickle) : entry)]);

    private static byte[] Compressed(byte[] header, byte[] content)
    {
        var packed = Packed(content, static to => new ZLibStream(to, CompressionLevel.Fastest, leaveOpen: true));
        return [.. header, 15, 0, 0, 0, .. BitConverter.GetBytes(packed.Length), .. packed];
    }

    private static byte[] Tar()
    {
        using var bytes = new MemoryStream();
        using (var tar = new TarWriter(bytes, TarEntryFormat.Ustar, leaveOpen: true))
        {
            foreach (var name in (string[])["manifest.jsonl", "results/results.jsonl"])
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Text("{}\n")) });
        }

        return bytes.ToArray();
    }

    private static byte[] Gzipped(byte[] bytes) => Packed(bytes, static to => new GZipStream(to, CompressionLevel.Fastest, leaveOpen: true));

    private static byte[] Brotli(byte[] bytes) => Packed(bytes, static to => new BrotliStream(to, CompressionLevel.Fastest, leaveOpen: true));

    private static byte[] Packed(byte[] bytes, Func<Stream, Stream> pack)
    {
        using var packed = new MemoryStream();
        using (var stream = pack(packed))
            stream.Write(bytes);
        return packed.ToArray();
    }

    private static void ReadNpz(string path)
    {
        using var npz = NpzFile.Open(path);
        foreach (var name in npz.Names)
            _ = npz.Kind(name) == NpyKind.Numbers ? (object?)npz.Find(name) : npz.Kind(name) == NpyKind.Text ? npz.FindText(name) : null;
    }

    private static void Unpack(string path)
    {
        var into = Directory.CreateDirectory(path + ".folder").FullName;
        try
        {
            TarArchive.Unpack(path, into, static name => name is "manifest.jsonl" or "results/results.jsonl");
        }
        finally
        {
            Directory.Delete(into, recursive: true);
        }
    }

    private static void ReadStore(string path)
    {
        var store = RunStore.OpenExisting(File.Exists(path) || Path.GetFileName(path) == "results" ? Path.GetDirectoryName(path)! : path);
        foreach (var result in store.Results.All)
            _ = store.Results.Body(result.Run, result.Stage);
        _ = store.Manifest.Length + store.Warnings.Length;
    }

    private static void ReadLock(string locks)
    {
        var store = RunStore.OpenExisting(Path.GetDirectoryName(locks)!);
        _ = (store.Locks.HolderOf(new(Run)), store.Locks.LooksHeld(new(Run)), store.Locks.IsHeld(new(Run)), store.Locks.InWords(new(Run)));
    }
}
