using System.CommandLine;
using NoisyRnn.Executors;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary>The options that say who does the runs: this process, or Slurm and how.</summary>
internal sealed class SlurmOptionSet
{
    /// <summary>The option whose values are options of sbatch.</summary>
    public const string Sbatch = "--sbatch";

    private const string Here = "workers", Cluster = "slurm";

    private readonly Option<string?> _executor = new("--executor") { Description = "who does the runs: workers (threads of this process; the default) or slurm (a job array; the call returns at once)" };
    private readonly Option<string?> _partition = new("--partition") { Description = "slurm: the partition" };
    private readonly Option<string?> _account = new("--account") { Description = "slurm: the account" };
    private readonly Option<string?> _time = new("--time") { Description = "slurm: time limit of an element, as in 30, 1:30:00 or 2-12; what does not end in time goes on from its checkpoint" };
    private readonly Option<string?> _memory = new("--memory") { Description = "slurm: memory of an element, as in 4G; default: what its runs need" };
    private readonly Option<int?> _chunk = new("--chunk") { Description = $"slurm: runs an element; default: about {Chunks.Target.TotalMinutes:F0} minutes of them", CustomParser = Whole("--chunk") };
    private readonly Option<int?> _parallel = new("--max-parallel") { Description = "slurm: elements at a time", CustomParser = Whole("--max-parallel") };
    private readonly Option<int?> _retries = new("--retries") { Description = "slurm: how often an element with failed runs goes back into the queue; default: 2", CustomParser = NumberParser.Of<int>("--retries", static n => n is >= 0 and <= 1000, "a whole number from 0 to 1000") };
    private readonly Option<string[]> _sbatch = new(Sbatch) { Description = "slurm: further options of sbatch, as in \"--constraint=avx512 --mail-type=END\"; several times allowed", DefaultValueFactory = _ => [] };
    private readonly Option<string?> _program = new("--program") { Description = "slurm: what starts noisyrnn on a node, as the shell reads it; default: this program" };

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_executor, .. OfSlurm];

    private IEnumerable<Option> OfSlurm => [_partition, _account, _time, _memory, _chunk, _parallel, _retries, _sbatch, _program];

    /// <summary>What was asked of Slurm; null where this process is to do the runs.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="workers">Runs at a time of an element; null for one.</param>
    /// <param name="known">What was asked before: holds where nothing else is asked now.</param>
    /// <exception cref="InputException">The executor is unknown, or a value is not allowed.</exception>
    public SlurmOptions? Read(ParseResult parsed, int? workers, SlurmOptions? known = null)
    {
        var name = parsed.GetValue(_executor) ?? (known is null ? Here : Cluster);
        if (name is not (Here or Cluster))
            throw new InputException($"--executor: {NearestName.Unknown("executor", name, [Here, Cluster])}");
        if (name == Here)
        {
            return OfSlurm.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } strange
                ? throw new InputException($"{strange.Name}: is for --executor slurm; with workers it says nothing")
                : null;
        }

        known ??= new();
        return new SlurmOptions
        {
            Partition = parsed.GetValue(_partition) ?? known.Partition,
            Account = parsed.GetValue(_account) ?? known.Account,
            Time = parsed.GetValue(_time) ?? known.Time,
            Memory = parsed.GetValue(_memory) ?? known.Memory,
            Chunk = parsed.GetValue(_chunk) ?? known.Chunk,
            MaxParallel = parsed.GetValue(_parallel) ?? known.MaxParallel,
            Workers = workers ?? known.Workers,
            Retries = parsed.GetValue(_retries) ?? known.Retries,
            Sbatch = parsed.GetValue(_sbatch) is { Length: > 0 } lines ? [.. lines] : known.Sbatch,
            Program = parsed.GetValue(_program) ?? known.Program,
        }.Checked();
    }

    private static Func<System.CommandLine.Parsing.ArgumentResult, int?> Whole(string name) => NumberParser.Of<int>(name, static n => n >= 1, "a whole number from 1 on");
}
