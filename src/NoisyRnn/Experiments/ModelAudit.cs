using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Reports;
using NoisyRnn.Statistics;
using NoisyRnn.Tasks;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>Tells of a network that another program trained, from its weights and some trials: does it prefer noise, at which level, why, and what can be done.</summary>
public sealed record ModelAudit
{
    private const int MostDraws = 64, LeastDraws = 16, Pairs = 16_000;

    /// <summary>The trials: npz of x (inputs) and y (targets or labels), and perhaps mask and lengths.</summary>
    public string? Data { get; init; }

    /// <summary>The order of the axes of the trials.</summary>
    public SequenceLayout DataLayout { get; init; } = SequenceLayout.Auto;

    /// <summary>The layout of the networks' files, where the user says.</summary>
    public string? Layout { get; init; }

    /// <summary>What the networks' files do not tell.</summary>
    public ImportSidecar Sidecar { get; init; } = new();

    /// <summary>s0; null where it is not known, or the files tell.</summary>
    public double? TrainingLevel { get; init; }

    /// <summary>Where the noise entered in training; null where it is not known, or the files tell.</summary>
    public Placement? Placement { get; init; }

    /// <summary>What the number of the noise means; null likewise.</summary>
    public NoiseScale? Scale { get; init; }

    /// <summary>Levels s to test, ascending from 0; none for those of the test-noise sweep, or a grid where s0 is not known.</summary>
    public ImmutableArray<double> Levels { get; init; } = [];

    /// <summary>R; null for 64, or fewer of many trials.</summary>
    public int? Draws { get; init; }

    /// <summary>Whether analyses that take long are done too.</summary>
    public bool IsThorough { get; init; }

    /// <summary>The folder that receives page and repaired networks; null for one beside the first file, of its name with -audit.</summary>
    public string? Folder { get; init; }

    /// <summary>Threads to use at most; never changes a bit.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The command line, for the page.</summary>
    public ImmutableArray<string> Command { get; init; } = [];

    /// <summary>Gets a line when something begins that takes a while.</summary>
    public Action<string> Progress { get; init; } = static _ => { };

    /// <summary>The levels where s0 is not known: about sqrt 2 apart.</summary>
    public static ImmutableArray<double> UnknownLevels { get; } = [0, 0.01, 0.02, 0.04, 0.06, 0.08, 0.11, 0.16, 0.22, 0.32, 0.45, 0.63, 0.9, 1.25, 1.8, 2.5];

    /// <summary>Audits a network, or several that differ in their training seed.</summary>
    /// <param name="files">Networks.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <exception cref="InputException">A file is at fault, or they do not fit together. Nothing is written.</exception>
    /// <exception cref="OperationCanceledException">Stopped. Nothing is written.</exception>
    public AuditOutcome Of(IReadOnlyList<string> files, CancellationToken cancellation = default)
    {
        if (files.GroupBy(static file => file).FirstOrDefault(static same => same.Count() > 1) is { Key: var twice })
            throw new InputException($"{twice}: named twice; allowed is each file once: networks of different training seeds");
        RequireLevels(Levels);
        var imports = files.Select(Import).ToArray();
        var trials = AuditTask.Of(Data ?? throw new InputException("data: none; allowed is a file of trials"), DataLayout, imports[0].Model!.Outputs, imports[0].Model!.Dt);
        foreach (var (file, import) in files.Zip(imports))
            trials.Require(file, import.Model!.Inputs, import.Model.Outputs);
        var noises = files.Zip(imports, (file, import) => AuditedNoise.Of(file, import.Layout, import.Model!, TrainingLevel, Placement, Scale)).ToArray();
        for (var k = 1; k < noises.Length; k++)
        {
            if (noises[k].Level != noises[0].Level)
                throw new InputException($"{files[k]}: trained with noise {Told(noises[k])}, {files[0]} with {Told(noises[0])}; networks given together differ in their training seed alone");
        }

        var draws = Draws ?? DrawsFor(trials.Trials);
        ImmutableArray<TrainedNetwork> subjects = [.. imports.Zip(noises, (import, noise) => Subject(import.Model!, noise.Sources, trials))];
        var networks = subjects.Zip(ShortNames.Of(files), (subject, name) =>
        {
            Progress($"{name}: {trials.Trials} trials, {draws} draws at each level");
            return TestedNetwork.Of(name, subject, LevelsOf(noises[0].Level, Levels), trials.Trials, draws, Threads, static _ => { }, cancellation);
        }).ToImmutableArray();
        var preference = PreferenceIntervals.Of(networks, out var leftOut);
        var asked = noises[0].Level > 0 || preference.Verdict != AuditVerdict.PrefersNoise ? subjects
            : [.. subjects.Select(subject => subject with { Setup = subject.Setup with { Noise = [subject.Noise[0] with { Sigma = [preference.Preferred!.Mean] }] } })];
        var inquiry = new NetworkInquiry { IsThorough = IsThorough, Trials = trials.Trials, Draws = draws, Threads = Threads };
        var explanations = asked.Zip(networks, (subject, network) =>
        {
            Progress($"{network.Name}: why");
            return inquiry.Of(network.Name, subject, network.Points.All(static point => !point.Diverged), cancellation);
        }).ToArray();
        var folder = Folder ?? AuditProvenance.FolderBeside(files[0]);
        var content = new AuditContent
        {
            Title = AuditProvenance.Title(files), Kind = trials.Loss.HasAccuracy ? OutputKind.Logits : OutputKind.Values, TrainingLevel = noises[0].Level,
            Networks = networks, LeftOut = leftOut, Preference = preference, Equations = imports[0].Model!.Network.Equations(subjects[0].Noise, subjects[0].Dt),
            Remarks = [.. Remarks(imports, noises, asked[0], trials).Distinct()],
            Provenance = [.. files.Zip(imports, (file, import) => AuditProvenance.OfFile(file, $"{import.File.Format}, {import.Layout}: {import.Words}")), AuditProvenance.OfFile(UserPath.Expand(Data!, "--data"), trials.Read), .. AuditProvenance.OfThisProcess(Command)],
        };
        try
        {
            return AuditOutcome.Written(content with { Explanations = [.. explanations.Zip(asked, (explanation, subject) => preference.Verdict != AuditVerdict.PrefersNoise ? explanation : Repaired(explanation, subject, files.Count > 1, folder, cancellation))] }, folder);
        }
        catch (InputException error)
        {
            return new AuditOutcome(content with { Explanations = [.. explanations] }, null, error.Message);
        }
    }

    internal NetworkImport Import(string file)
    {
        var import = NetworkImport.Read(file, Layout, Sidecar);
        if (import.Model is { } model)
            return LeakyForm.Of(model) is var leaky && ReferenceEquals(leaky, model) ? import : import with { Model = leaky, Assumed = [.. import.Assumed, LeakyForm.Words] };
        throw new InputException($"{file}: {import.Words}: {import.Missing}");
    }

    // Without trials the task is any: nobody asks for it.
    internal static TrainedNetwork Subject(Model model, ImmutableArray<NoiseSource> noise, AuditTask? trials)
    {
        var setup = new Setup { Network = model.Network, Dt = model.Dt, Noise = noise, Seed = model.Seed };
        return new(trials is null ? setup : setup with { Task = trials.Task, Training = new TrainingSpec { Loss = trials.Loss } }, model.Parameters);
    }

    /// <summary>The levels that are tested: r = s/s0 where s0 is known, else s.</summary>
    /// <param name="s0">s0; null where it is not known.</param>
    /// <param name="asked">The levels s that the user names; none for the usual ones.</param>
    internal static ImmutableArray<double> LevelsOf(double? s0, ImmutableArray<double> asked) => s0 is not > 0
        ? asked.IsEmpty ? UnknownLevels : asked
        : asked.IsEmpty ? new NoiseSweep().Levels : [.. asked.Select(level => level / s0.Value).Append(1).Distinct().Order()];

    /// <summary>R where the user does not say.</summary>
    internal static int DrawsFor(int trials) => Math.Clamp(Pairs / trials / 2 * 2, LeastDraws, MostDraws);

    /// <summary>Refuses levels that are none.</summary>
    /// <exception cref="InputException">They do not ascend from 0 or above.</exception>
    internal static void RequireLevels(ImmutableArray<double> levels)
    {
        if (levels.Any(static s => !(s >= 0 && double.IsFinite(s))) || levels.Zip(levels.Skip(1)).Any(static pair => pair.First >= pair.Second))
            throw new InputException($"levels: [{ScalarText.List(levels)}]; allowed are finite levels from 0 on, ascending, each once");
    }

    private static IEnumerable<string> Remarks(NetworkImport[] imports, AuditedNoise[] noises, TrainedNetwork asked, AuditTask trials)
    {
        foreach (var remark in noises.SelectMany(static noise => noise.Remarks))
            yield return remark;
        if (noises[0].Level is null && asked.TrainingSigma > 0)
            yield return $"Why, and the repair, are asked at the level that it prefers, {Wording.Number(asked.TrainingSigma)}, as though that were its training noise.";
        foreach (var assumed in imports.SelectMany(static import => import.Assumed).Where(static assumed => !assumed.StartsWith("no noise:", StringComparison.Ordinal)))
            yield return $"Assumed: {assumed}.";
        yield return trials.Loss.HasAccuracy ? "Judged by cross-entropy: the trials have labels, and outputs are logits, one a class in the order of the labels." : "Judged by the mean squared error of the readout.";
        if (imports.Any(static import => import.Layout != NetworkImport.Own))
            yield return "The import is unchecked here: 'noisyrnn import FILE --describe --check IO.npz' compares its outputs with the original's.";
    }

    // The page comes last, so a page that is there has its networks beside it.
    private static NetworkExplanation Repaired(NetworkExplanation explanation, TrainedNetwork subject, bool isOfSeveral, string folder, CancellationToken cancellation)
    {
        if (explanation.Repair is null)
            return explanation;
        var files = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (var method in NetworkInquiry.Repairs.Where(method => explanation.Repair.Forms.Any(form => form.Name == Catalogue.KindOf(method.GetType()))))
        {
            var way = Catalogue.KindOf(method.GetType());
            var path = Path.Combine(folder, $"{(isOfSeveral ? $"{Path.ChangeExtension(explanation.Name, null).Replace('/', '-')}-" : "")}repaired-{way}.safetensors");
            var repaired = method.Apply(subject, cancellation);
            try
            {
                Directory.CreateDirectory(folder);
                new Model(repaired.Network, repaired.Parameters, [], subject.Dt, subject.Seed).Write(path, ("repair", way), ("repaired-from", Path.GetFileName(explanation.Name)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
            {
                throw new InputException($"{path}: cannot be written ({e.Message})", e);
            }

            files.Add(new(way, path));
        }

        return explanation with { Files = files.ToImmutable() };
    }

    private static string Told(AuditedNoise noise) => noise.Level is { } level ? Wording.Number(level) : "that is not told";
}
