using NoisyRnn.Analyses;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>What must be known beside the answer.</summary>
public class AuditCaveatsTests
{
    [Fact]
    public void A_sound_recording_has_none() => Assert.Empty(AuditCaveats.Of(SyntheticAudit.Of()));

    [Fact]
    public void Silence_that_was_none_and_noise_that_was_off_are_said()
    {
        Assert.Equal("At level 0 the draws differ: some noise was left on (dropout, noisy inputs?), so level 0 is not silence.", Only(static network => network with { NoiseAtZero = true }));
        Assert.Equal("At 0.5 of the training noise, the training noise all draws are the same: no noise was on (an evaluation mode that switches it off, one seed for all draws?).", Only(static network => network with { NoiselessLevels = [0.5, 1] }));
        Assert.Equal("At 2 of the training noise 7 outputs are not finite: the network counts as diverged there.", Only(static network => network with { NotFinite = [0, 0, 0, 7] }));
    }

    [Fact]
    public void A_network_that_has_not_learnt_its_task_is_told_by_the_rule_of_the_claims()
    {
        Assert.Equal("It has hardly learnt its task: error 0.1 is over 0.25 of the target's variance 0.3. What such a network prefers says little.", Only(static network => network with { TargetVariance = 0.3 }));
        Assert.Contains("accuracy 0.9 is below 0.95, half of the way from chance to 1", Only(static network => network with { ChanceAccuracy = 0.9 }, OutputKind.Logits), StringComparison.Ordinal);
        // A constant target has no variance to compare with.
        Assert.Empty(AuditCaveats.Of(With(static network => network with { TargetVariance = 0 })));
    }

    [Fact]
    public void Few_trials_and_a_training_level_that_was_not_recorded_are_said()
    {
        Assert.Equal("8 trials are few: the intervals are rough.", Only(static network => network with { Trials = 8 }));
        Assert.Equal("The training noise 0.3 is not among the levels: the best noisy level takes its place. Record it too.", Only(static network => network with { Points = network.Points.RemoveAt(2), NotFinite = [0, 0, 0], TargetVariance = 1 }));
    }

    [Fact]
    public void Networks_left_out_are_named_and_each_has_its_own()
    {
        var content = SyntheticAudit.Of(networks: 3);
        var diverged = content.Networks[1] with { Preference = content.Networks[1].Preference with { Verdict = AuditVerdict.DivergesSilently } };
        Assert.Equal(["Left out: outputs1.npz: without noise some outputs are not finite."],
            AuditCaveats.Of(content with { Networks = content.Networks.SetItem(1, diverged), LeftOut = [diverged] }));
        Assert.StartsWith("outputs2.npz: At level 0", Assert.Single(AuditCaveats.Of(content with { Networks = content.Networks.SetItem(2, content.Networks[2] with { NoiseAtZero = true }) })), StringComparison.Ordinal);
    }

    private static string Only(Func<RecordedNetwork, RecordedNetwork> change, OutputKind kind = OutputKind.Values) => Assert.Single(AuditCaveats.Of(With(change, kind)));

    private static AuditContent With(Func<RecordedNetwork, RecordedNetwork> change, OutputKind kind = OutputKind.Values)
    {
        var content = SyntheticAudit.Of(kind: kind);
        return content with { Networks = [change(content.Networks[0])] };
    }
}
