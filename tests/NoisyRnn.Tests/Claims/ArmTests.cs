using NoisyRnn.Claims;
using NoisyRnn.Noise;
using Xunit;

namespace NoisyRnn.Tests.Claims;

public sealed class ArmTests
{
    private static readonly Arm Inside = Arm.Of("relu", Placement.Inside, .3);

    [Fact]
    public void An_arm_is_named_by_its_placement_and_its_level()
    {
        Assert.Equal("relu, inside, s0 = 0.3", Inside.Label);
        Assert.Equal("relu, state, mean matched, s0 = 1", (Arm.Of("relu", Placement.State, 1) with { Judged = Judged.MeanMatched }).Label);
        Assert.Equal("relu, inside, mean output, s0 = 0.3", (Inside with { Judged = Judged.MeanOutput }).Label);
        Assert.Equal("relu, silent, s0 = 0", Arm.Silent("relu").Label);
    }

    [Fact]
    public void What_the_grid_varies_ends_its_name()
    {
        var varied = Inside with { Varied = "rate = 0.01, units = 8" };
        Assert.Equal(("relu", "relu, rate = 0.01, units = 8"), (varied.Base, varied.Name));
        Assert.Equal("relu, rate = 0.01, units = 8, inside, s0 = 0.3", varied.Label);
    }

    [Fact]
    public void Noise_of_level_0_is_none_and_says_only_where_networks_are_tested()
    {
        var silent = Arm.Of("relu", Placement.Outside, 0);
        Assert.Equal(Arm.Silent("relu", Placement.Outside), silent);
        Assert.Equal("silent, tested outside", silent.PlacementName);
        Assert.True(silent.IsSilent);
        Assert.False(silent.IsAt(Placement.Outside));
    }

    [Fact]
    public void Where_it_was_tested_is_of_no_matter_to_a_network_that_runs_silently()
    {
        Assert.NotEqual(Arm.Silent("relu", Placement.Inside), Arm.Silent("relu", Placement.Outside));
        Assert.Equal(Arm.Silent("relu", Placement.Inside).Untested, Arm.Silent("relu", Placement.Outside).Untested);
        Assert.Equal(Inside, Inside.Untested);
    }

    [Fact]
    public void An_arm_judged_otherwise_is_another_arm_over_again()
    {
        var mean = Inside with { Judged = Judged.MeanOutput };
        Assert.NotEqual(Inside, mean);
        Assert.Equal((false, true), (Inside.IsRejudged, mean.IsRejudged));
        Assert.Equal((true, false, true), (Inside.IsAt(Placement.Inside), mean.IsAt(Placement.Inside), mean.IsAt(Placement.Inside, Judged.MeanOutput)));
    }

    [Fact]
    public void No_two_arms_of_a_name_and_level_have_the_same_placement_in_words() =>
        Assert.Equal(Arms.All("relu").Count(), Arms.All("relu").Select(static arm => arm.PlacementName).Distinct().Count());

    [Fact]
    public void In_tables_silent_comes_first_then_inside_outside_and_the_rest_by_name()
    {
        Arm[] ordered =
        [
            Arm.Silent("gelu"), Arm.Silent("relu"), Arm.Silent("relu", Placement.Inside), Arm.Silent("relu", Placement.Outside), Arm.Of("relu", Placement.Inside, .1), Inside,
            Arm.Of("relu", Placement.Outside, .1), Arm.Of("relu", Placement.Input, 1), Inside with { Judged = Judged.MeanOutput }, Arm.Of("relu", Placement.State, 1),
        ];
        Assert.Equal(ordered, ordered.Reverse().Order(Arm.Order));
    }

    [Fact]
    public void Widths_of_one_arm_follow_each_other_by_number()
    {
        Arm[] ordered = [Inside with { Width = 32 }, Arm.Of("relu", Placement.Outside, .1) with { Width = 32 }, Inside with { Width = 128 }, Arm.Of("tanh", Placement.Inside, .1) with { Width = 8 }];
        Assert.Equal(ordered, ordered.Reverse().Order(Arm.Order));
        Assert.Equal(("relu, 128 units", "relu, rate = 0.01, 128 units"), (ordered[2].Name, (ordered[2] with { Varied = "rate = 0.01" }).Name));
    }
}
