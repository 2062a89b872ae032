using NoisyRnn.Experiments;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>What a run needs of the memory, from its sizes alone.</summary>
public sealed class RunMemoryTests
{
    private const double Plenty = 1e12;

    [Theory]
    [InlineData("ctrnn, units: 256", 32, 50)]
    [InlineData("ctrnn, units: 16", 512, 400)]
    [InlineData("lstm, units: 64", 64, 200)]
    [InlineData("gru, units: 64", 64, 200)]
    [InlineData("elman, units: 200", 16, 30)]
    [InlineData("lipschitz, units: 64", 64, 100)]
    [InlineData("cornn, units: 64", 64, 100)]
    [InlineData("ctrnn, units: 16", 512, 400, "noise: {sigma: .1, placement: feedback}")]
    [InlineData("ctrnn, units: 48, layers: 3", 64, 200, "noise: {sigma: .1, placement: feedback}")]
    [InlineData("ctrnn, units: 64", 32, 100, "noise: {sigma: .1}", "closure")]
    [InlineData("feedforward, units: 64, layers: 3", 128, 50, "noise: {sigma: .1}", "closure")]
    public void It_is_what_training_allocates(string network, int batch, int steps, string noise = "", string moments = "drawn")
    {
        var setup = Of($"network: {{kind: {network}}}\ntask: {{steps: {steps}, loss-steps: 5}}\n{noise}\ntraining: {{batch: {batch}, validation-trials: 16, iterations: 1, moments: {moments}}}");
        var told = RunMemory.Of(setup, threads: 1, Plenty);
        var before = GC.GetAllocatedBytesForCurrentThread();
        new Trainer<float>(setup, threads: 1).Iterate();
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        // Never far below, which would let a run start for which there is no room; nor so far above that one is refused for nothing.
        Assert.InRange(told.Bytes, 0.9 * allocated, 2.0 * allocated);
    }

    [Fact]
    public void More_threads_need_more()
    {
        var setup = Of("task: {steps: 500, loss-steps: 5}\ntraining: {batch: 512}");
        Assert.InRange(RunMemory.Of(setup, 8, Plenty).Bytes / RunMemory.Of(setup, 1, Plenty).Bytes, 1.2, 8);
    }

    [Theory]
    [InlineData("network: {units: 65536}", "an array of 8.59e9 values; 2.15e9 can be had")]
    [InlineData("network: {kind: lstm, units: 65536}", "an array of ")]
    [InlineData("task: {steps: 1000000, loss-steps: 5}\ntraining: {batch: 1000000}", " TiB of memory (1153 parameters); 931.3 GiB can be had.")]
    [InlineData("network: {units: 40000}\ntraining: {batch: 1000000, keep-best: true}", "needs ")]
    public void Sizes_beyond_any_machine_are_told_without_overflow_and_without_allocating_them(string yaml, string expected)
    {
        var setup = Of(yaml);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var refusal = RunMemory.Of(setup, 2, Plenty).Refusal(Plenty);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
        Assert.Contains(expected, refusal, StringComparison.Ordinal);
        Assert.EndsWith("Fewer units, steps, trials in a batch or threads (--workers) need less", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_is_refused_just_where_it_needs_more_than_there_is()
    {
        var memory = RunMemory.Of(Of("network: {units: 64}"), 1, Plenty);
        Assert.Null(memory.Refusal(memory.Bytes));
        Assert.StartsWith("needs about ", memory.Refusal(memory.Bytes - 1), StringComparison.Ordinal);
    }

    private static Setup Of(string yaml) => SmallExperiment.Of(yaml + (yaml.Contains("task", StringComparison.Ordinal) ? "" : "\ntask: {steps: 10, loss-steps: 5}")).Spec.Setup;
}
