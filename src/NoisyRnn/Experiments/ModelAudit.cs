using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
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

    /// <summary>The trials: npz of x (inputs) and y (targets or labels), and perhaps mask and lengths; null for those of a built-in task.</summary>
    public string? Data { get; init; }

    /// <summary>The built-in task, not loaded; null with data, or for the one that the model file of a run of ours tells.</summary>
    public TrialTask? Task { get; init; }

    /// <summary>What outputs are judged by; null for what the file tells, cross-entropy of classes, else the squared error.</summary>
    public Loss? Loss { get; init; }

    /// <summary>Trials at most; null for all of a file, or 200 of a task that makes its own.</summary>
    public int? Trials { get; init; }

    /// <summary>Inputs and outputs saved from the originals, one file a network, in their order; empty for no check.</summary>
    public ImmutableArray<string> Checks { get; init; } = [];

    /// <summary>Whether networks whose outputs differ from the original's are audited all the same.</summary>
    public bool AcceptsDifference { get; init; }

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

    /// <summary>Whether a file is a model of a run of ours that tells its task, so that neither data nor a task need be told.</summary>
    /// <param name="file">The file.</param>
    /// <exception cref="InputException">It begins as a model file, and cannot be read.</exception>
    public static bool TellsItsTask(string file) => KnownSetup.HasTask(file);

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
        if (!Checks.IsEmpty && Checks.Length != files.Count)
            throw new InputException($"--check: {Checks.Length} files for {files.Count} networks; allowed is one for each, in their order");
        var imports = files.Select(Import).ToArray();
        string[] checks = [.. imports.Zip(Checks, Checked)];
        KnownSetup[] known = [.. imports.Select(static import => KnownSetup.Of(import.File))];
        var trials = TrialsOf(files, known, imports[0].Model!);
        foreach (var (file, import) in files.Zip(imports))
            trials.Require(file, import.Model!.Inputs, import.Model.Outputs);
        var noises = files.Zip(imports, (file, import) => AuditedNoise.Of(file, import.Layout, import.Model!, TrainingLevel, Placement, Scale)).ToArray();
        for (var k = 1; k < noises.Length; k++)
        {
            if (noises[k].Level != noises[0].Level)
                throw new InputException($"{files[k]}: trained with noise {Told(noises[k])}, {files[0]} with {Told(noises[0])}; networks given together differ in their training seed alone");
        }

        var draws = Draws ?? DrawsFor(trials.Trials);
        ImmutableArray<TrainedNetwork> subjects = [.. imports.Zip(noises, known).Select(one => Subject(one.First.Model!, one.Second.Sources, one.Third.Scheme, trials))];
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
            return inquiry.Of(network.Name, subject, network.Points.All(static point => !point.Diverged), analysis => Progress($"{network.Name}: {analysis}"), cancellation);
        }).ToArray();
        var folder = Folder ?? AuditProvenance.FolderBeside(files[0]);
        var content = new AuditContent
        {
            Title = AuditProvenance.Title(files), Kind = trials.Loss.HasAccuracy ? OutputKind.Logits : OutputKind.Values, TrainingLevel = noises[0].Level,
            Networks = networks, LeftOut = leftOut, Preference = preference, Equations = (imports[0].Model! with { Noise = subjects[0].Noise, Readout = subjects[0].Setup.Readout }).Equations,
            Remarks = [.. Remarks(imports, checks, noises, asked[0], trials).Distinct()],
            Provenance = [.. files.Zip(imports, (file, import) => AuditProvenance.OfFile(file, $"{import.File.Format}, {import.Layout}: {import.Words}")), trials.IsOfData ? AuditProvenance.OfFile(UserPath.Expand(Data!, "--data"), trials.Read) : new("task", trials.Read), .. Checks.Select(static file => AuditProvenance.OfFile(file, "inputs and outputs of the original")), .. AuditProvenance.OfThisProcess(Command)],
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
        if (!import.Unused.IsEmpty)
            import = import with { Assumed = [.. import.Assumed, ("", $"not used: {string.Join(", ", import.Unused.Take(10).Select(ShownText.Of))}{(import.Unused.Length > 10 ? $" and {import.Unused.Length - 10} more" : "")} of the file, which the network here has no place for")] };
        if (import.Model is { } model)
            return LeakyForm.Of(model) is var leaky && ReferenceEquals(leaky, model) ? import : import with { Model = leaky, Assumed = [.. import.Assumed, ("", LeakyForm.Words)] };
        throw new InputException($"{file}: {import.Words}: {import.Missing}");
    }

    private string Checked(NetworkImport import, string saved)
    {
        var check = ImportCheck.Of(import.Model!, saved);
        return check.Words(AcceptsDifference) ?? throw new InputException(
            $"{saved}: {check.Difference}: {import.File.Path} is not the same network, or its equation not the same; look at what 'noisyrnn import --describe' says is assumed, or --accept the difference");
    }

    /// <summary>The trials that are asked for.</summary>
    internal AuditTask TrialsOf(IReadOnlyList<string> files, KnownSetup[] known, Model model)
    {
        if (Data is not null && Task is not null)
            throw new InputException($"--task: {Catalogue.KindOf(Task.GetType())}, and --data {Data}; allowed is one of them");
        if (Data is not null)
            return AuditTask.OfData(Data, DataLayout, Loss, Trials, AuditedForm.Of(model));
        if ((Task ?? known[0].Task) is not { } task)
            throw new InputException($"{files[0]}: needed are trials: --data TRIALS.npz, or --task with a built-in task; the model file of a run of ours tells its task where that reads no files");
        if (Task is null && Enumerable.Range(1, known.Length - 1).Where(k => known[k].Task is null || CanonicalJson.Write(known[k].Task!) != CanonicalJson.Write(task)).Select(k => files[k]).FirstOrDefault() is { } other)
            throw new InputException($"{other}: trained on another task than {files[0]}; networks given together differ in their training seed alone, or --task says which task is asked of all");
        return AuditTask.OfTask(task, Loss ?? (Task is null ? known[0].Loss : null), Trials, AuditedForm.Of(model));
    }

    // Without trials the task is any: nobody asks for it.
    internal static TrainedNetwork Subject(Model model, ImmutableArray<NoiseSource> noise, Scheme scheme, AuditTask? trials)
    {
        var setup = new Setup { Network = model.Network, Dt = model.Dt, Scheme = scheme, Noise = noise, Seed = model.Seed };
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

    private static IEnumerable<string> Remarks(NetworkImport[] imports, string[] checks, AuditedNoise[] noises, TrainedNetwork asked, AuditTask trials)
    {
        foreach (var remark in noises.SelectMany(static noise => noise.Remarks))
            yield return remark;
        if (noises[0].Level is null && asked.TrainingSigma > 0)
            yield return $"Why, and the repair, are asked at the level that it prefers, {Wording.Number(asked.TrainingSigma)}, as though that were its training noise.";
        // Of its noise all is said above, but for the layout's own words where nothing is told.
        foreach (var (key, words) in imports.SelectMany(static import => import.Assumed))
        {
            if (key != "noise" || (noises[0].Level is null && !words.StartsWith("no noise:", StringComparison.Ordinal)))
                yield return $"Assumed: {words}.";
        }

        yield return trials.Loss.HasAccuracy ? $"Judged by {trials.Loss.Words}: {(trials.IsOfData ? "the trials have labels" : "the task is one of classes")}, and outputs are logits, one a class in the order of the labels."
            : $"Judged by the {trials.Loss.Words} of the readout{(trials.Loss.Response is null ? "" : "'s sigmoid, y = 1 / (1 + exp(-z))")}.";
        foreach (var check in checks)
            yield return $"The import was held against the original: {check}.";
        if (checks.Length == 0 && imports.Any(static import => import.Layout != NetworkImport.Own))
            yield return "The import is unchecked: with --check IO.npz, inputs and outputs saved from the original, its outputs are compared.";
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
                new Model(repaired.Network, repaired.Parameters, [], subject.Dt, subject.Seed) { Readout = subject.Setup.Readout }.Write(path, ("repair", way), ("repaired-from", Path.GetFileName(explanation.Name)));
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
