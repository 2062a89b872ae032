using NoisyRnn.Analyses;
using NoisyRnn.Noise;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Reports;

/// <summary>What is said of repairs, and of why, from their numbers.</summary>
public sealed class AuditRemedyTests
{
    [Theory]
    [InlineData(0.08, "Smoothing the activation over the noise removes that: without noise its error is then 0.8 times that with noise.")]
    [InlineData(0.2, "Smoothing the activation over the noise removes a part of that: without noise its error is then 2 times that with noise, 0.5 times what it is unrepaired.")]
    [InlineData(0.8, "Smoothing the activation over the noise does not help: without noise its error is then 2 times what it is unrepaired.")]
    public void A_repair_is_told_by_what_it_leaves(double repaired, string expected)
    {
        var content = Of(repaired, shift: 0.2);
        Assert.Equal(expected, AuditRemedy.Of(content)[0]);
        Assert.EndsWith(expected, AuditAnswer.Of(content), StringComparison.Ordinal);
    }

    [Fact]
    public void Who_does_not_need_noise_needs_no_repair()
    {
        var silent = Of(0.08, 0.2) with { Preference = SyntheticAudit.Prefers with { Verdict = AuditVerdict.PrefersSilence } };
        Assert.Equal(["There is nothing to repair: noise is not what the network needs."], AuditRemedy.Of(silent));
        Assert.DoesNotContain("repair", AuditAnswer.Of(silent), StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_line_of_why_is_the_units_shift() =>
        Assert.Equal("Noise of level 0.3 shifts the units' mean by 0.2 of its level, each unit weighted by its gain on the output.", AuditWhy.Of(Of(0.08, 0.2))[0]);

    [Fact]
    public void Of_recorded_outputs_neither_is_said()
    {
        var recorded = SyntheticAudit.Of();
        Assert.Empty(AuditWhy.Of(recorded));
        Assert.Empty(AuditRemedy.Of(recorded));
        Assert.Empty(ExplanationSection.Of(recorded, 1, [], []));
    }

    private static AuditContent Of(double repaired, double shift) => SyntheticAudit.Of() with
    {
        Equations = ["h = f(a)"],
        Explanations =
        [
            new NetworkExplanation
            {
                Name = "m.pt", Sigma = 0.3, IsInside = true, Placement = Placement.Inside,
                Results =
                [
                    new OperatingPointsResult { Points = [new() { Moment = TrainingMoment.End, Sigma = 0.3, WeightedShift = shift, Attenuation = 0.5, Shift = shift, Position = 0 }] },
                    new RepairResult { TrainingSigma = 0.3, NoisyLoss = 0.1, Forms = [Form(RepairedForm.AsItIs, 0.4), Form("averaged", repaired)] },
                ],
            },
        ],
    };

    private static RepairedForm Form(string name, double loss) => new(name, loss, [loss], [loss]) { Levels = [0] };
}
