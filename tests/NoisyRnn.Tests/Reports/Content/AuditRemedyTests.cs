using System.Globalization;
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

    [Theory]
    [InlineData(0.2, AuditVerdict.PrefersNoise, "it should, and it does. ")]
    [InlineData(0.2, AuditVerdict.PrefersSilence, "it should, but it does not. ")]
    [InlineData(0.01, AuditVerdict.PrefersNoise, "it should not, but it does. ")]
    [InlineData(0.01, AuditVerdict.PrefersSilence, "it should not, and it does not. ")]
    [InlineData(0.2, AuditVerdict.NoDifference, "it should; whether it does is open. ")]
    public void The_first_line_of_why_is_the_units_shift_what_it_predicts_and_whether_that_agrees(double shift, AuditVerdict verdict, string agrees)
    {
        var content = Of(0.08, shift);
        var first = AuditWhy.Of(content with { Preference = content.Preference with { Verdict = verdict } })[0];
        Assert.StartsWith($"Noise of level 0.3 shifts the units' mean by {shift} of its level, each unit weighted by its gain on the output: by the rule that a network prefers noise where this exceeds 0.05 {agrees}", first, StringComparison.Ordinal);
        Assert.EndsWith("it is no threshold.", first, StringComparison.Ordinal);
    }

    /// <summary>What the page says of the rule is what docs/results/shift.md has.</summary>
    [Fact]
    public void The_record_of_the_rule_is_that_of_the_results()
    {
        var results = File.ReadAllLines(Checkout.Path("docs", "results", "shift.md"));
        var section = results.SkipWhile(static line => line != "# The one number (S)").Skip(1).TakeWhile(static line => !line.StartsWith("# ", StringComparison.Ordinal)).ToArray();
        // | experiment | verdict | ... : a line an experiment, previews among them.
        var verdicts = section.Where(static line => line.StartsWith("| ", StringComparison.Ordinal)).Select(static line => line.Split('|')[2].Trim()).ToArray();
        string[] decided = [.. verdicts.Where(static verdict => verdict is "holds" or "does not hold" or "undecided")];
        // Predicted to prefer noise, or not to: those that do, those that do not.
        var (to, not) = (Row("| w > 0.05: predicted to prefer noise |"), Row("| predicted not to |"));
        Assert.Equal(AuditWhy.Record, (decided.Length, decided.Count(static verdict => verdict == "holds"), to.Sum() + not.Sum(), to[0] + not[1], to[0] + not[0], to[0]));
        Assert.Single(section, line => line.StartsWith($"S on unseen networks: undecided: {to[0] + not[1]} of {to.Sum() + not.Sum()} decided networks agree", StringComparison.Ordinal));

        int[] Row(string start) => [.. Assert.Single(section, line => line.StartsWith(start, StringComparison.Ordinal))[start.Length..].Split('|', StringSplitOptions.RemoveEmptyEntries).Select(static cell => int.Parse(cell, CultureInfo.InvariantCulture))];
    }

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
