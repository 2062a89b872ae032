using System.Globalization;
using System.Text.RegularExpressions;
using NoisyRnn.Dynamics;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Noise;

/// <summary>
/// The noise of the field's programs (spec 1, section 6), each by a simulation of an isolated unit of slope 1 under the noise that the page
/// docs/noise-of-programs.md writes down for it.
/// </summary>
public sealed partial class FieldNoiseTests
{
    private const int Trials = 4096, Width = 4096;
    private const double Sigma = 0.05, Dt = 20, Tau = 100;

    // Four standard errors of a standard deviation over the trials, and of a mean.
    private static readonly double Close = 4 / Math.Sqrt(2.0 * Trials);

    public static TheoryData<string> Names => [.. FieldNoises.All.Select(static program => program.Name)];

    [Fact]
    public void Every_program_has_its_place_on_the_page() => Assert.Equal(FieldNoises.All.Select(static program => program.Name), Page().Select(static entry => entry.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void The_page_says_of_a_program_what_the_command_says(string name)
    {
        var (program, entry) = (FieldNoise.Find(name), Page().Single(entry => entry.Name == name));
        Assert.Equal(string.Concat(program.Yaml(Sigma, Dt, Tau).Select(static line => line + "\n")), entry.Yaml);
        Assert.StartsWith($"{program.Program}: `{program.Update}`, n = {program.Amplitude} = {Told(Sigma * program.AmplitudeOf(Dt, Tau))}.", entry.Words, StringComparison.Ordinal);
        Assert.Contains($"{(program.Leaks ? "Stationary standard deviation" : "Standard deviation per step")} {Told(program.Deviation(Sigma, Dt, Tau))}", entry.Words, StringComparison.Ordinal);
        Assert.Equal(program.MeanShift(1, Dt, Tau) != 0, entry.Words.Contains($"mean moved by {Told(program.MeanShift(Sigma, Dt, Tau))}", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_unit_under_the_noise_of_the_page_deviates_as_the_closed_form_says(string name)
    {
        var (program, entry) = (FieldNoise.Find(name), Page().Single(entry => entry.Name == name));
        var setup = Experiment.Parse($"name: shown\n{entry.Yaml}", "noise-of-programs.md", "/", null, []).Runs[0].Spec.Setup;
        var (mean, deviation) = Unit(setup, program.Leaks);
        var expected = program.Deviation(Sigma, Dt, Tau);
        Assert.Equal(1, deviation / expected, Close);
        Assert.Equal(program.MeanShift(Sigma, Dt, Tau), mean, 4 * expected / Math.Sqrt(Trials));
    }

    [Theory]
    [InlineData(1, 20)]
    [InlineData(0.5, 0.5)]
    public void The_closed_forms_hold_at_other_steps(double dt, double tau)
    {
        foreach (var program in FieldNoises.All.Where(static program => program.Leaks))
        {
            var source = program.At(0.3, dt, tau);
            // Of s U on [0, 1) the deviation is s/sqrt(12).
            var s = source.Sigma[0] / (source.Kind == NoiseKind.UnitUniform ? Math.Sqrt(12) : 1);
            Assert.Equal(1, ScaleConversion.StationaryDeviation(s, source.Scale, source.Placement, dt, tau) / program.Deviation(0.3, dt, tau), 1e-12);
        }
    }

    private static string Told(double number) => number.ToString("G6", CultureInfo.InvariantCulture);

    // Mean and deviation over trials of the state that the next step reads: after a long time, or after one step.
    private static (double Mean, double Deviation) Unit(Setup setup, bool leaks)
    {
        Network network = setup.Network switch
        {
            Ctrnn ctrnn => ctrnn with { Units = 1, Activation = new Identity() },
            CurrentRnn current => current with { Units = 1, Activation = new Identity() },
            Elman elman => elman with { Units = 1, Activation = new Identity() },
            var other => other with { Units = 1 },
        };
        var parameters = new Parameters(network.Layout(1, 1));
        // (1-a)^T is below e^-20 of what it was, and of fed back noise the step after reads it.
        var steps = leaks ? (int)(20 * network.TimeConstants[0] / setup.Dt) : 1;
        var rollout = new Rollout<double>(network, parameters.Layout, setup.Dt, network.Draw<double>(setup.Noise, 5, NoiseStream.Dynamics, 1, 1, setup.Dt));
        rollout.Refresh(parameters);
        var block = new Block<double>(rollout.Cell, parameters.Layout, steps + 1, 1, 1, Width, backward: false);
        for (var lane = 0; lane < Width; lane++)
            block.Trials[lane] = (ulong)lane;
        rollout.Forward(block);
        var values = block.At(block.Entered, steps, block.StateRows)[..Width].ToArray();
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(x => (x - mean) * (x - mean))));
    }

    private static (string Name, string Words, string Yaml)[] Page() =>
    [
        .. Section().Matches(File.ReadAllText(Checkout.Path("docs", "noise-of-programs.md")))
            .Select(static match => (match.Groups["name"].Value, match.Groups["words"].Value, match.Groups["yaml"].Value)),
    ];

    [GeneratedRegex(@"^## (?<name>[\w-]+)\n\n(?<words>[^\n]+)\n\n```yaml\n(?<yaml>.*?)```$", RegexOptions.ExplicitCapture | RegexOptions.Multiline | RegexOptions.Singleline, 10_000)]
    private static partial Regex Section();
}
