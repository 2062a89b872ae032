using NoisyRnn.Analyses;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>
/// The bits of every analysis, written down: whoever changes them changes stored results, and must say so by raising its
/// revision. The same for every number of threads and every width of registers.
/// </summary>
public sealed class AnalysisBitsTests
{
    private const string Classes = "task={kind: labelled-sequences, file: signs.csv}", Entropy = "training.loss=cross-entropy";

    /// <summary>Every analysis of the catalogue on networks that it takes: its stage, the hash, what is set.</summary>
    public static TheoryData<string, string, string[]> Analyses => new()
    {
        { "sweep", "5061AA31BEF6C27A", ["grid.noise.placement=[inside, outside]"] },
        { "sweep", "10D5BD489E318197", ["sweep.mean-output=true"] },
        { "sweep", "8FDB3C0966EB77C3", ["noise=[]"] },
        { "sweep", "54EAF97DB5DD0FC3", [Classes, Entropy] },
        { "robustness", "D133B7A826DE88E0", [Classes, Entropy, "robustness={perturbations: [white, multiplicative, salt-and-pepper, dropped, fgsm, pgd], draws: 2, trials: 8, adversarial-trials: 4}"] },
        { "behaviour", "C4FD0D955521CF4C", ["task={kind: path-integration, steps: 8}", "behaviour={levels: [0, 1], trials: 6}"] },
        { "behaviour", "AEDDA280E8BDC1E8", ["task={kind: maze, size: 2, steps: 8}", "behaviour={levels: [0, 1], trials: 6}"] },
        {
            "behaviour", "5A614E1A659FB984",
            ["task={kind: cognitive-suite, tasks: [fdgo, dm1, dmsgo], batch: 8}", "dt=20", "network.tau=100", "training.loss={kind: mse, readout: sigmoid}", "behaviour={levels: [0, 1], trials: 6}"]
        },
        {
            "mean-field-optimum", "FB94BEC89C57AC6D",
            [
                "task={kind: regulator, steps: 10, loss-steps: 5}",
                "network={units: 1, activation: relu, recurrent-initializer: zero, train-recurrent: false, readout-initializer: {kind: constant, value: 1}, train-readout-weights: false}",
                "mean-field-optimum={trials: 64, draws: 4}",
            ]
        },
        { "bias", "1928BFA069970E52", ["grid.network.activation=[tanh, relu]", "bias={trials: 4, draws: 8, steps: 3, random-thirds: 5, random-shifts: 5}"] },
        { "operating-points", "0C7ED89CAB60F774", ["grid.network.activation=[softplus, relu]", "operating-points={every: 5, trials: 4, steps: 3}"] },
        { "repair", "9F89845E25DFAECD", ["grid.network.activation=[sigmoid, relu]", "repair={levels: [0, 1], trials: 4, draws: 4}"] },
        { "noise-overfit", "9147DA22C45C355E", ["network.activation=relu", "noise-overfit={levels: [0, 1], correlation-times: [.5], trials: 6, draws: 4}"] },
        { "fixed-points", "80C7F4E1513E32B7", ["grid.network.activation=[tanh, gelu]", "fixed-points={levels: [0, .5, 1], inputs: 2, starts: 6}"] },
        { "stationary", "57A2B1BD75B370DF", ["grid.noise.placement=[inside, outside]", "stationary={levels: [0, 1], trials: 2, draws: 16}"] },
        { "predicted-preference", "0F3038ADDDC63BC2", ["grid.noise.placement=[inside, outside]", "predicted-preference={levels: [0, .5, 1, 1.5], trials: 2}"] },
        { "noise-portrait", "2C8BD6B93FE0BF5C", ["noise-portrait={levels: [0, 1, 2], trials: 2, states: 4, output-trials: 3, draws: 4, starts: 4}"] },
        { "lyapunov", "ECCB710015DF3977", ["grid.network.kind=[ctrnn, lipschitz]", "network={units: 3}", "noise.placement=state", "lyapunov={trials: 3, hold: 20}"] },
        { "time-constants", "F445C91AB60C05D2", ["network={units: 5, train-tau: per-unit, recurrent: {dale: {excitatory: .6}}}", "time-constants={}"] },
        { "hessian", "D1BB8DC81EA9F2E8", ["hessian={trials: 16, top: 2, steps: 8, trace-probes: 2, density-steps: 4}"] },
        { "hessian", "5CE3E13ACCF2954D", [Classes, Entropy, "hessian={trials: 16, top: 2, steps: 8, trace-probes: 2, density-steps: 4}"] },
        { "gradient-noise", "4D3AB8817275D9CD", ["grid.noise.placement=[inside, outside]", "gradient-noise={trials: 6, draws: 4}"] },
        { "regularizer", "2FD6C9D08BB9E8E9", ["grid.network.activation=[tanh, softplus]", "grid.noise.placement=[inside, outside]", "regularizer={trials: 6, draws: 3}"] },
        { "regularizer", "217CA11DD689302A", [Classes, Entropy, "network={kind: lipschitz, units: 3}", "noise.placement=state", "regularizer={trials: 6, draws: 3}"] },
        {
            "stability", "FC59703390BE3908",
            ["network={kind: lipschitz, units: 3}", "noise={placement: state, kind: multiplicative, sigma: .1}", "stability={trials: 2, hold: 10}"]
        },
        {
            "stochastic-stabilization", "A8B8B8464BF534FA",
            ["network={kind: lipschitz, units: 2, gamma-a: -.5}", "noise=[]", "stochastic-stabilization={levels: [0, 3], time: 4, systems: 10, system-time: 1}"]
        },
        { "training-stability", "BBA9DB439F004FE6", ["network={kind: lipschitz, units: 3}", "noise.placement=state", "training-stability={every: 5, trials: 2, batches: 2, batch: 4}"] },
        { "margin", "3C0CC4249CB06E1F", [Classes, Entropy, "network={kind: elman, units: 3}", "margin={trials: 8, rivals: 1, steps: 4, descent-steps: 4, refinements: 2}"] },
    };

    [Theory]
    [MemberData(nameof(Analyses))]
    public void The_bits_of_every_analysis_are_those_of_its_revision(string stage, string hash, string[] settings)
    {
        var bits = StageBits.Of(stage, settings);
        Assert.True(hash == bits, $"the bits of '{stage}' have changed ({bits}): raise its revision, so that no store mixes old and new, and put the new hash here; set was {string.Join("; ", settings)}");
    }

    [Fact]
    public void No_analysis_of_the_catalogue_is_left_out() => Assert.Equal(
        typeof(ExperimentSpec).GetProperties().Where(static property => property.PropertyType.IsSubclassOf(typeof(Analysis)))
            .Select(static property => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(property.Name)).Order(),
        Analyses.Select(static row => row.Data.Item1).Distinct().Order());
}
