using NoisyRnn.Experiments;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>The report prints what was executed: each equation once, with its forms of the activation and its levels.</summary>
public sealed class ExecutedEquationsTests
{
    [Fact]
    public void Activations_share_an_equation_and_placements_do_not()
    {
        var lines = Of("{network.activation: [relu, tanh], noise.placement: [inside, outside], noise.sigma: [0, .3], seed: [1, 2]}");
        Assert.Equal(
            [
                "noise inside: relu, tanh; sigma1 in {0, 0.3}",
                "    a[t]   = W_rec h[t] + W_in u[t] + b",
                "    h[t+1] = (1-g) h[t] + g f(a[t] + s1 xi1[t])",
                "    z[t]   = W_out h[t+1] + b_out",
                "    f: relu(a) = max(0, a)",
                "    f: tanh(a)",
                "    g = dt/tau = 0.1, dt = 0.1, tau = 1",
                "    s1 = sigma1, the standard deviation per step; noise inside",
                "    xi1[t] ~ N(0,1), independent for each unit, step and trial",
                "",
                "noise outside: relu, tanh; sigma1 in {0, 0.3}",
                "    a[t]   = W_rec h[t] + W_in u[t] + b",
                "    h[t+1] = (1-g) h[t] + g (f(a[t]) + s1 xi1[t])",
            ],
            lines.Take(13));
        Assert.Equal(19, lines.Length);
    }

    [Fact]
    public void Equations_that_differ_in_two_lines_are_printed_apart()
    {
        // All four at once would say that any activation goes with any dt: here that is so, but not in every grid.
        var lines = Of("{network.activation: [relu, tanh], dt: [.1, .2]}");
        Assert.Equal(
            ["noise inside: relu, dt = .1, relu, dt = .2; sigma1 in {0.3}", "noise inside: tanh, dt = .1, tanh, dt = .2; sigma1 in {0.3}"],
            lines.Where(line => line.StartsWith("noise", StringComparison.Ordinal)));
        Assert.Equal(2, lines.Count(line => line == "    g = dt/tau = 0.2, dt = 0.2, tau = 1"));
    }

    [Fact]
    public void Arms_stand_in_the_headings_by_name_and_share_only_an_equal_equation()
    {
        var lines = Of("{seed: [1, 2]}\narms: {first: {noise.sigma: .1}, second: {noise.sigma: .2}, third: {network.activation: tanh}}");
        Assert.Equal(
            ["noise inside: first, second; sigma1 in {0.1, 0.2}", "noise inside: third; sigma1 in {0.3}"],
            lines.Where(static line => line.StartsWith("noise", StringComparison.Ordinal)));
        Assert.Single(lines, "    f: tanh(a)");
    }

    [Fact]
    public void A_penalty_that_stands_for_noise_is_said()
    {
        const string Penalty = "{seed: [1, 2], noise: [[]], network.activation: [tanh], training.penalty: [{noise: {placement: state, sigma: .1}}, {terms: q, weight: 2, noise: {placement: state, sigma: .1}}]}";
        var lines = Of(Penalty);
        Assert.Contains("    in training the loss is l + (P + Q)/2 of noise state (sigma 0.1, per-step)", lines);
        Assert.Contains("    in training the loss is l + 2 Q/2 of noise state (sigma 0.1, per-step)", lines);
        Assert.DoesNotContain(Of("{seed: [1, 2]}"), static line => line.Contains("in training", StringComparison.Ordinal));
    }

    [Fact]
    public void An_output_that_is_not_its_readout_has_a_line()
    {
        Assert.DoesNotContain(Of("{seed: [1, 2]}"), static line => line.Contains("y[t]", StringComparison.Ordinal));
        Assert.Contains("    y[t]   = 1 / (1 + exp(-z[t]))", Of("{seed: [1, 2], training.loss: [{kind: mse, readout: sigmoid}]}"));
    }

    [Theory]
    [InlineData("{distribution: uniform, sigma: .3}", "    xi1[t] ~ U[-sqrt(3), sqrt(3)], independent for each unit, step and trial")]
    [InlineData("{distribution: laplace, sigma: .3}", "    xi1[t] ~ Laplace of mean 0 and variance 1 (density exp(-sqrt(2) |x|) / sqrt(2)), independent for each unit, step and trial")]
    [InlineData("{distribution: two-point, sigma: .3}", "    xi1[t] = -1 or 1, each with probability 1/2, independent for each unit, step and trial")]
    [InlineData("{correlation-time: .2, sigma: .3}", "    xi1[t] = c1 xi1[t-1] + sqrt(1 - c1^2) e1[t], c1 = exp(-dt/0.2) = 0.606531, xi1[0] = e1[0] (Ornstein-Uhlenbeck noise, correlation time 0.2); e1[t] ~ N(0,1), independent for each unit, step and trial")]
    public void The_law_of_the_noise_has_its_line(string noise, string expected) =>
        Assert.Single(Of($"{{noise: [{noise}]}}"), expected);

    [Fact]
    public void Sources_of_different_laws_are_named_apart()
    {
        var lines = Of("{noise: [[{sigma: .1}, {sigma: .2, distribution: laplace}, {sigma: .3}]]}");
        Assert.Contains("    xi1[t], xi3[t] ~ N(0,1), independent for each unit, step, trial and source", lines);
        Assert.Contains(lines, static line => line.StartsWith("    xi2[t] ~ Laplace", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("random-per-trial", "all levels times u ~ U(0,1], one u a trial")]
    [InlineData("{kind: annealed, share: .3}", "over the last 0.3 of the iterations all levels fall linearly to 0")]
    [InlineData("{kind: silent-tail, iterations: 200}", "the last 200 iterations are without noise")]
    [InlineData("{kind: silent-tail, iterations: 2000}", "no iteration has noise: s0 is the level of the tests alone")]
    [InlineData("{kind: learnt, per: unit}", "s is trained with the weights, s = s0 exp(theta), a theta for each unit, 0 at first; in tests s0 is the highest level learnt, and units keep their ratios to it")]
    [InlineData("learnt", "s is trained with the weights, s = s0 exp(theta), one theta, 0 at first; in tests s0 is the level learnt")]
    public void A_level_that_varies_in_training_has_a_line(string schedule, string line) =>
        Assert.Single(Of($"{{training.noise-schedule: [{schedule}]}}"), $"    in training {line}");

    private static string[] Of(string grid) => [.. ExecutedEquations.Of(Experiment.Parse(
        $$"""
        name: equations
        task: {kind: function-approximation, function: {kind: sine} }
        network: {kind: ctrnn, units: 4, activation: relu}
        dt: 0.1
        noise: {placement: inside, sigma: 0.3}
        grid: {{grid}}
        """,
        "equations.yaml", ".", null, []).Runs)];
}
