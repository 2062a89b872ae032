using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Reports;

namespace NoisyRnn.Experiments;

/// <summary>Tells of a network that was made and run elsewhere whether it prefers noise, at which level, and at what cost it is silenced.</summary>
public sealed class Audit
{
    /// <summary>What the user says of the recorded outputs beside the files.</summary>
    public RecordedForm Form { get; init; } = new();

    /// <summary>The folder that receives the page; null for one beside the first file, of its name with -audit.</summary>
    public string? Folder { get; init; }

    /// <summary>Threads to use at most; never changes a bit.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The command line, for the page.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Audits the recorded outputs of one network, or of several that differ in their training seed.</summary>
    /// <param name="files">Files of recorded outputs, one or more.</param>
    /// <param name="cancellation">Stops between levels.</param>
    /// <exception cref="InputException">A file is at fault, or they do not fit together. Nothing is written.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public AuditOutcome Of(IReadOnlyList<string> files, CancellationToken cancellation = default)
    {
        var networks = ImmutableArray.CreateBuilder<RecordedNetwork>();
        var (remarks, provenance) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<KeyValuePair<string, string>>());
        RecordedOutputs? first = null;
        foreach (var (file, name) in files.Zip(ShortNames.Of(files)))
        {
            if (files.Count(other => other == file) > 1)
                throw new InputException($"{file}: named twice; allowed is each file once: networks of different training seeds");
            var recorded = Read(file);
            first ??= recorded;
            RequireAlike(first, recorded);
            networks.AddRange(RecordedNetwork.Of(recorded, Threads, cancellation).Select(network => network with { Name = name + network.Name[recorded.File.Length..] }));
            remarks.AddRange(recorded.Remarks);
            provenance.Add(AuditProvenance.OfFile(file, recorded.Read));
        }

        var preference = PreferenceIntervals.Of(networks.ToImmutable(), out var leftOut);
        provenance.AddRange(AuditProvenance.OfThisProcess(Command));
        return AuditOutcome.Written(new AuditContent
        {
            Title = AuditProvenance.Title(files),
            Kind = first!.Kind, TrainingLevel = first.TrainingLevel, Networks = networks.ToImmutable(), LeftOut = leftOut, Preference = preference,
            Remarks = remarks.ToImmutable(), Provenance = provenance.ToImmutable(),
        }, Folder ?? AuditProvenance.FolderBeside(files[0]));
    }

    private RecordedOutputs Read(string file)
    {
        const string Needed = "audit reads recorded outputs: an npz, .mat or .h5 file with the arrays outputs, levels, and targets or labels (docs/your-network.md: ten lines make it); weights are audited with --data TRIALS.npz or --task NAME";
        using var arrays = Open(file, Needed);
        return RecordedFile.Holds(arrays) ? RecordedFile.Read(arrays, Form)
            : throw new InputException($"{file}: no array 'outputs'; found are {arrays}; {Needed}");
    }

    // What can be done about a file of another format is not what its reader would say.
    private static RecordedArrays Open(string file, string needed)
    {
        try
        {
            return RecordedArrays.Open(file);
        }
        catch (InputException error) when (File.Exists(file))
        {
            throw new InputException($"{error.Message.Split($", not {ForeignFormat.Npz}:")[0].TrimEnd('.')}; {needed}", error);
        }
    }

    private static void RequireAlike(RecordedOutputs first, RecordedOutputs other)
    {
        var different = other.Kind != first.Kind ? ($"outputs are {Catalogue.NameOf(other.Kind)}", Catalogue.NameOf(first.Kind))
            : other.TrainingLevel != first.TrainingLevel ? ($"train_level is {Given(other)}", Given(first))
            : !other.Levels.SequenceEqual(first.Levels) ? ($"levels [{ScalarText.List(other.Levels)}]", $"[{ScalarText.List(first.Levels)}]")
            : other.Outputs != first.Outputs ? ($"{other.Outputs} outputs", $"{first.Outputs}")
            : default((string, string)?);
        if (different is var (its, firsts))
            throw new InputException($"{other.File}: {its}, in {first.File} {firsts}; files given together are one network of several training seeds, alike in kind, levels, train_level and outputs");

        static string Given(RecordedOutputs recorded) => recorded.TrainingLevel is { } level ? $"{level}" : "not given";
    }
}
