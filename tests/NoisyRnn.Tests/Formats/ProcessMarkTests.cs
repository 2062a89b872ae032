using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Formats;

public sealed class ProcessMarkTests
{
    // Above the largest number that Linux gives (4,194,304).
    private const int NoOne = 5_000_000;

    [Fact]
    public void Of_processes_seen_from_here_it_is_known_whether_they_live()
    {
        Assert.True(ProcessMark.Mine.IsAlive);
        Assert.False((ProcessMark.Mine with { Process = NoOne }).IsAlive);
        // A number that came again.
        Assert.False((ProcessMark.Mine with { Start = "1" }).IsAlive);
    }

    [Fact]
    public void Of_all_others_it_is_not()
    {
        Assert.All(
            [
                ProcessMark.Mine with { Host = "another" }, ProcessMark.Mine with { Boot = "another" }, ProcessMark.Mine with { Namespace = "another" },
                ProcessMark.Mine with { Boot = null }, ProcessMark.Mine with { Namespace = null },
            ],
            static mark => Assert.Null((mark with { Process = NoOne }).IsAlive));
    }

    [Fact]
    public void A_name_tells_the_dead_from_the_living_and_from_those_elsewhere()
    {
        Assert.False(ProcessMark.IsOfDead(ProcessMark.Mine.Name));
        Assert.True(ProcessMark.IsOfDead((ProcessMark.Mine with { Process = NoOne }).Name));
        Assert.True(ProcessMark.IsOfDead((ProcessMark.Mine with { Start = "1" }).Name));
        Assert.False(ProcessMark.IsOfDead((ProcessMark.Mine with { Host = "another", Process = NoOne }).Name));
        Assert.All(["", "a", "--", "0-0-0", "report-5000000-1"], static name => Assert.False(ProcessMark.IsOfDead(name)));
    }
}
