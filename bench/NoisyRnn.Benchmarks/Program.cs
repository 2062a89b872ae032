using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using NoisyRnn.Benchmarks;
using Perfolizer.Horology;

// In this process, so that the peak is measured in the same run, on the same code; short slices, for the shortest of
// them then fits between what else the machine does.
var job = Job.Default
    .WithToolchain(InProcessEmitToolchain.Instance)
    .WithIterationTime(TimeInterval.FromMilliseconds(5))
    .WithWarmupCount(5)
    .WithIterationCount(40);
var config = DefaultConfig.Instance
    .AddJob(job)
    .AddColumn(StatisticColumn.Min, new RateColumn(), new PeakShareColumn())
    .HideColumns(Column.Error, Column.StdDev)
    .WithOptions(ConfigOptions.DisableLogFile | ConfigOptions.JoinSummary)
    .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "artifacts"));
BenchmarkSwitcher.FromAssembly(typeof(CountedWork).Assembly).Run(args, config);
