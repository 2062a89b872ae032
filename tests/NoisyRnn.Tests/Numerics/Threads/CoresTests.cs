using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

/// <summary>How many cores are ours: what the system lends, and no more than Slurm gave.</summary>
public sealed class CoresTests
{
    [Theory]
    [InlineData(64, null, null, 64)]
    [InlineData(64, "4", null, 4)]
    [InlineData(64, null, "8", 8)]
    [InlineData(64, "4", "8", 4)]
    [InlineData(2, "16", "16", 2)]
    [InlineData(64, " 4 ", null, 4)]
    public void The_smallest_number_that_is_said_counts(int lent, string? perTask, string? onNode, int expected) =>
        Assert.Equal(expected, Of(lent, perTask, onNode));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("4(x2)")]
    [InlineData("1.5")]
    [InlineData("99999999999")]
    public void What_is_no_number_of_cores_says_nothing(string text) => Assert.Equal(8, Of(8, text, text));

    private static int Of(int lent, string? perTask, string? onNode) => Cores.Of(lent, name => name switch
    {
        "SLURM_CPUS_PER_TASK" => perTask,
        "SLURM_CPUS_ON_NODE" => onNode,
        _ => null,
    });
}
