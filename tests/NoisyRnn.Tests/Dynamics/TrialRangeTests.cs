using NoisyRnn.Dynamics;
using Xunit;

namespace NoisyRnn.Tests.Dynamics;

/// <summary>Trials are cut into blocks: each trial in one of them, in order.</summary>
public sealed class TrialRangeTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 16)]
    [InlineData(100, 32)]
    [InlineData(5, 1)]
    [InlineData(7, 3)]
    public void Each_trial_is_in_one_block_and_only_the_last_block_may_be_shorter(int trials, int width)
    {
        var blocks = TrialRange.Blocks(trials, width);
        Assert.Equal(Enumerable.Range(0, trials), blocks.SelectMany(static block => Enumerable.Range(block.First, block.Count)));
        Assert.All(blocks[..^1], block => Assert.Equal(width, block.Count));
    }

    [Fact]
    public void No_trials_make_no_blocks() => Assert.Empty(TrialRange.Blocks(0, 16));

    [Theory]
    [InlineData(1, 16)]
    [InlineData(16, 16)]
    [InlineData(17, 32)]
    public void A_block_has_whole_groups_of_16_lanes(int count, int lanes) => Assert.Equal(lanes, new TrialRange(5, count).PaddedCount);

    [Theory]
    [InlineData(64, 1, 32)]
    [InlineData(64, 2, 32)]
    [InlineData(64, 3, 16)]
    [InlineData(16, 1, 16)]
    [InlineData(17, 1, 32)]
    public void Blocks_are_wide_unless_threads_would_be_idle(int trials, int threads, int width) => Assert.Equal(width, TrialRange.WidthFor(trials, threads));
}
