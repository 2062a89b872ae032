using NoisyRnn.Executors;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Executors;

/// <summary>What squeue prints, read.</summary>
public sealed class SlurmQueueTests
{
    // As Slurm 22.05 printed it.
    private const string Printed = """
        12|3|PENDING|noisyrnn-x-1a2b3c4d||JobArrayTaskLimit
        12|0|RUNNING|noisyrnn-x-1a2b3c4d|node017|None
        12|1|COMPLETING|noisyrnn-x-1a2b3c4d|node018|None
        13|N/A|PENDING|noisyrnn-x-1a2b3c4d||Dependency
        12|2|PENDING|noisyrnn-x-1a2b3c4d||ReqNodeNotAvail, UnavailableNodes:node[01-17]

        """;

    [Fact]
    public void Elements_have_numbers_states_and_nodes()
    {
        var queue = SlurmQueue.Parse(Printed);
        Assert.Equal(5, queue.Jobs.Length);
        var elements = queue.Of(Submission("noisyrnn-x-1a2b3c4d")).ToArray();
        Assert.Equal([3, 0, 1, 2], elements.Select(static job => job.Element));
        Assert.Equal([false, true, true, false], elements.Select(static job => job.IsRunning));
        Assert.Equal(new QueuedJob("noisyrnn-x-1a2b3c4d", "12", 0, "RUNNING", "node017", "None"), elements[1]);
        Assert.Equal("ReqNodeNotAvail, UnavailableNodes:node[01-17]", elements[3].Reason);
        Assert.Empty(queue.Of(Submission("noisyrnn-x-00000000")));
    }

    [Theory]
    [InlineData("PENDING", "launch failed requeued held", true)]
    [InlineData("PENDING", "JobHeldUser", false)]
    [InlineData("PENDING", "Priority", false)]
    public void What_Slurm_holds_is_told_from_what_a_user_holds(string state, string reason, bool isHeld)
    {
        var job = SlurmQueue.Parse($"12|3|{state}|noisyrnn-x-1a2b3c4d||{reason}").Jobs[0];
        Assert.Equal((isHeld, "12_3"), (job.IsHeldAfterFailure, job.Number));
    }

    [Theory]
    [InlineData("PENDING", "Priority", false)]
    [InlineData("PENDING", "JobArrayTaskLimit", false)]
    [InlineData("RUNNING", "None", false)]
    [InlineData("PENDING", "launch failed requeued held", false)]
    [InlineData("PENDING", "PartitionTimeLimit", true)]
    [InlineData("PENDING", "ReqNodeNotAvail, UnavailableNodes:node[01-17]", true)]
    public void What_waits_for_its_turn_is_told_from_what_may_never_begin(string state, string reason, bool isUnusual) =>
        Assert.Equal(isUnusual, SlurmQueue.Parse($"12|3|{state}|noisyrnn-x-1a2b3c4d||{reason}").Jobs[0].WaitsUnusually);

    [Fact]
    public void An_empty_queue_is_no_error_and_other_text_is() =>
        Assert.Equal((0, "squeue: 'slurm_load_jobs error' is not what was asked for (%F|%K|%T|%j|%N|%r)"),
            (SlurmQueue.Parse("\n").Jobs.Length, Assert.Throws<InputException>(static () => SlurmQueue.Parse("slurm_load_jobs error\n")).Message));

    private static Submission Submission(string name) =>
        new() { JobName = name, Elements = 4, Runs = 4, Options = new(), Version = "1", User = "ada", Created = DateTimeOffset.UnixEpoch };
}
