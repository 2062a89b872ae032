using NoisyRnn.Experiments;
using NoisyRnn.Tests.Formats;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>One mistake a row: each is answered in one line with file, key, value and what is allowed.</summary>
public sealed class SpecErrorTests
{
    private const string Activations = "(allowed: relu, leaky-relu, softplus, tanh, sigmoid, gelu, identity, probit, power-law, formula, gaussian-smoothed, distribution-smoothed)";

    [Theory]
    [InlineData("trainig: {batch: 3}", "x.yaml:2:1: unknown key 'trainig'; did you mean 'training'? (allowed: format, ")]
    [InlineData("training: {itertions: 3}", "x.yaml:2:12: unknown key 'itertions' in 'training'; did you mean 'iterations'? (allowed: iterations, ")]
    [InlineData("network: {activation: rellu}", "x.yaml:2:23: network.activation: unknown kind 'rellu'; did you mean 'relu'? " + Activations)]
    [InlineData("network: {activation: swish}", "x.yaml:2:23: network.activation: unknown kind 'swish'; " + Activations)]
    [InlineData("network: {activation: {kind: relu, slope: .1}}", "x.yaml:2:36: unknown key 'slope' in 'network.activation'; (allowed: kind)")]
    [InlineData("task: labyrinth", "x.yaml:2:7: task: unknown kind 'labyrinth'; (allowed: function-approximation, regulator, path-integration, maze, cognitive-suite, pixel-sequence, beats, labelled-sequences, ready-set-go, flip-flop, digit-sequence, periods)")]
    [InlineData("task: {function: {kind: sin}}", "x.yaml:2:25: task.function: unknown kind 'sin'; did you mean 'sine'? (allowed: sine, polynomial, step)")]
    [InlineData("noise: {placement: insde}", "x.yaml:2:20: noise.placement: unknown value 'insde'; did you mean 'inside'? (allowed: inside, outside, state, input, readout, feedback)")]
    [InlineData("claims: [c3]", "x.yaml:2:10: claims.0: unknown kind 'c3'; did you mean 'c3-in-this-task'? (allowed: c1-prefers-training-noise, c2-prefers-silence, c3-in-this-task, c4-bias-from-shift, c5-shift-at-nonlinearity, c6-incentive-to-operate, c7-follows-training-noise, wider-prefers-more, resonates, step-boundary, outside-noise-in-depth, preferred-alike, longer-time-constants, learnt-noise-vanishes, random-level-no-preference, closure-acts-as-draws, n1-explicit-regularizer, n1-penalty-as-noise, n2-flatter-minima, n3-more-stable, n4-larger-margin, n5-stochastic-stabilization, n5-stable-training, n6-robust, predicted-preference, preference-from-shift)")]
    [InlineData("noise: {sigma: -.1}", "x.yaml:2:16: noise.sigma: -.1 is not allowed; a number of at least 0")]
    [InlineData("noise: {sigma: .nan}", "x.yaml:2:16: noise.sigma: '.nan' is not allowed; a number of at least 0 (finite)")]
    [InlineData("training: {l2-weights: inf}", "x.yaml:2:24: training.l2-weights: 'inf' is not allowed; a number of at least 0 (finite)")]
    [InlineData("dt: 1e999", "x.yaml:2:5: dt: '1e999' is not allowed; a number above 0 (finite)")]
    [InlineData("dt: [.1, .2]", "x.yaml:2:5: dt: a list is not allowed; a number above 0; several are run in turn by grid: {dt: [.1, .2]}")]
    [InlineData("dt: \"0.1\"", "x.yaml:2:5: dt: the text \"0.1\" is not allowed; a number above 0, without quotes")]
    [InlineData("network: {units: [8, 16]}", "x.yaml:2:18: network.units: a list is not allowed; a whole number from 1 to 65536; several are run in turn by grid: {network.units: [8, 16]}")]
    [InlineData("seed: [1, 2, 3]", "x.yaml:2:7: seed: a list is not allowed; a whole number of at least 0; several are run in turn by grid: {seed: [1, 2, 3]}")]
    [InlineData("seed: 1..3", "x.yaml:2:7: seed: '1..3' is not allowed; a whole number of at least 0; several are run in turn by grid: {seed: 1..3}")]
    [InlineData("network: {activation: [relu, tanh]}", "x.yaml:2:23: network.activation: a list is not allowed; a kind, one of: relu, leaky-relu, softplus, tanh, sigmoid, gelu, identity, probit, power-law, formula, gaussian-smoothed, distribution-smoothed; several are run in turn by grid: {network.activation: [relu, tanh]}")]
    [InlineData("training: {loss: [mse, cross-entropy]}", "x.yaml:2:18: training.loss: a list is not allowed; a kind, one of: mse, cross-entropy; several are run in turn by grid: {training.loss: [mse, cross-entropy]}")]
    [InlineData("training: {keep-best: [true, false]}", "x.yaml:2:23: training.keep-best: a list is not allowed; true or false; several are run in turn by grid: {training.keep-best: [true, false]}")]
    [InlineData("title: [a, b]", "x.yaml:2:8: title: a list is not allowed; text")]
    [InlineData("Seed: 3", "x.yaml:2:1: unknown key 'Seed'; did you mean 'seed'? (allowed: format, ")]
    [InlineData("TRAINING: {}", "x.yaml:2:1: unknown key 'TRAINING'; did you mean 'training'? (allowed: format, ")]
    [InlineData("network: {Units: 3}", "x.yaml:2:11: unknown key 'Units' in 'network'; did you mean 'units'? (allowed: kind, ")]
    [InlineData("noise: {placement: Inside}", "x.yaml:2:20: noise.placement: unknown value 'Inside'; did you mean 'inside'? (allowed: inside, outside, state, input, readout, feedback)")]
    [InlineData("task: {file: $NOISYRNN_ABSENT/x.csv}", "x.yaml:2:14: task.file: the variable NOISYRNN_ABSENT in '$NOISYRNN_ABSENT/x.csv' is not set; set it, or write $$ for a dollar")]
    [InlineData("network: {units: 2.5}", "x.yaml:2:18: network.units: 2.5 is not allowed; a whole number from 1 to 65536")]
    [InlineData("network: {units: 3, tau: [1, 2]}", "x.yaml:2:26: network.tau: 2 time constants for 3 units; allowed is one, or one a unit")]
    [InlineData("task: {steps: 5, loss-steps: 9}", "x.yaml:2:30: task.loss-steps: 9 of 5 steps; allowed is 1 to steps")]
    [InlineData("sweep: {levels: [.5, 1]}", "x.yaml:2:17: sweep.levels: [0.5, 1] must hold 0 and 1")]
    [InlineData("format: 2", "x.yaml:2:9: format: 2 is not allowed; a whole number from 1 to 1")]
    [InlineData("dt: .1\ndt: .2", "x.yaml:3:1: key 'dt' stands twice in one map, first in line 2, again in line 3; keep one")]
    [InlineData("dt: *x", "x.yaml:2:5: alias '*x' has no anchor '&x' before it; write the anchor in front of the value that is meant, or quote the alias if it is text")]
    [InlineData("dt: {", "x.yaml:3:1: not YAML: While parsing a node, did not find expected node content.")]
    [InlineData("dt: 2", "x.yaml:2:5: dt: 2 is above the smallest tau, 1; allowed is 0 < dt/tau <= 1")]
    [InlineData("dt: .6\nnetwork: {kind: current, tau: .5}", "x.yaml:2:5: dt: 0.6 is above the smallest tau, 0.5; allowed is 0 < dt/tau <= 1")]
    [InlineData("network: {units: 3}\nnoise: {sigma: [.1, .2]}", "x.yaml:3:16: noise.sigma: 2 levels for 3 units; allowed is one level, or one a unit")]
    [InlineData("noise: {placement: readout, scale: sqrt-dt}", "x.yaml:2:36: noise.scale: readout noise is not integrated over time; allowed is per-step")]
    [InlineData("training: {loss: cross-entropy}\nsweep: {mean-output: true}", "x.yaml:3:8: sweep: mean-output: the loss cross-entropy has no mean output; allowed is false, or the loss mse")]
    [InlineData("training: {loss: cross-entropy}", "x.yaml:2:18: training.loss: cross-entropy, and the targets of task.kind: function-approximation are no classes (two outputs or more, none below 0, that sum to 1); allowed is mse")]
    [InlineData("task: maze\ntraining: {loss: cross-entropy}", "x.yaml:3:18: training.loss: cross-entropy, and the targets of task.kind: maze are no classes (two outputs or more, none below 0, that sum to 1); allowed is mse")]
    [InlineData("noise: {kind: drift-multiplicative, placement: state, sigma: 0, base: .1}", "x.yaml:2:71: noise.base: 0.1 with sigma 0: s0, by which tests are scaled, would be 0; allowed is sigma above 0, or base: 0")]
    [InlineData("claims: [c2-prefers-silence, {kind: c3-in-this-task, on: mean-output}]", "x.yaml:2:58: claims.1.on: mean-output without sweep.mean-output; allowed is single-draw, or sweep.mean-output: true")]
    [InlineData("claims: [{kind: c1-prefers-training-noise, on: mean-outpt}]", "x.yaml:2:48: claims.0.on: unknown value 'mean-outpt'; did you mean 'mean-output'? (allowed: single-draw, mean-output)")]
    [InlineData("behaviour: {}", "x.yaml:2:12: behaviour: the task function-approximation has no measure of behaviour but its loss; leave the key out")]
    [InlineData("behaviour: {levels: []}", "x.yaml:2:21: behaviour.levels: []; allowed is one level or more, each once")]
    [InlineData("behaviour: {levels: [0, 1, 1]}", "x.yaml:2:21: behaviour.levels: [0, 1, 1]; allowed is one level or more, each once")]
    [InlineData("task: {kind: regulator, loss-steps: 101}", "x.yaml:2:37: task.loss-steps: 101 of 100 steps; allowed is 1 to steps")]
    [InlineData("task: {kind: regulator, low: 2}", "x.yaml:2:30: task.low: 2 is above high, 1; allowed is low <= high")]
    [InlineData("task: {kind: cognitive-suite, batch: 16}\nnetwork: {tau: 100}\ndt: 20\ntraining: {batch: 8}", "x.yaml:5:19: training.batch: 8 trials; allowed is 16: the task's trials that share what is drawn once a batch (task.batch)")]
    [InlineData("grid: {network.units: [4, -4]}", "x.yaml:2:27: network.units: -4 is not allowed; a whole number from 1 to 65536")]
    [InlineData("grid: {network.unit: [4]}", "x.yaml:2:23: unknown key 'unit' in 'network'; did you mean 'units'? (allowed: kind, ")]
    public void A_mistake_in_the_file_is_one_line(string yaml, string expected) => OneLine(expected, () => SmallExperiment.Of(yaml));

    [Theory]
    [InlineData("dt", "--set: 'dt' is not allowed; write path=value, as in --set noise.sigma=0.3")]
    [InlineData("=3", "--set: '=3' is not allowed; write path=value, as in --set noise.sigma=0.3")]
    [InlineData("network.unit=3", "--set network.unit: unknown key 'unit' in 'network'; did you mean 'units'? (allowed: kind, ")]
    [InlineData("network.units.of=3", "--set network.units.of: network.units: a map is not allowed; a whole number from 1 to 65536")]
    [InlineData("trainig.batch=3", "--set trainig.batch: unknown key 'trainig'; did you mean 'training'? (allowed: format, ")]
    [InlineData("dt=-1", "--set dt: dt: -1 is not allowed; a number above 0")]
    [InlineData("dt=nan", "--set dt: dt: 'nan' is not allowed; a number above 0 (finite)")]
    [InlineData("dt={", "--set dt: not YAML in a value: While parsing a node, did not find expected node content. (a value that begins with [, { or a quote is YAML; put quotes around the whole where it is text)")]
    [InlineData("grid.seed=[]", "--set grid.seed: grid.seed is empty; allowed is a list of one value or more")]
    [InlineData("grid.sed=[1]", "--set grid.sed: unknown key 'sed'; did you mean 'seed'? (allowed: format, ")]
    [InlineData("seed=[1, 2]", "--set seed: seed: a list is not allowed; a whole number of at least 0; several are run in turn by grid: {seed: [1, 2]}")]
    [InlineData("training.0.batch=3", "--set training.0.batch: training: a list is not allowed; a map with keys iterations, ")]
    [InlineData("Training.batch=3", "--set Training.batch: unknown key 'Training'; did you mean 'training'? (allowed: format, ")]
    [InlineData("grid=[1]", "--set grid: 'grid' must be a map of paths to lists of values")]
    [InlineData("name=''", "--set name: name: '' is not allowed; a name for a folder, without slashes")]
    [InlineData("name=\"a\\0b\"", "--set name: name: 'a\\u0000b' is not allowed; a name for a folder, without slashes")]
    [InlineData("name=../up", "--set name: name: '../up' is not allowed; a name for a folder, without slashes")]
    [InlineData("task.file=absent.csv", "/absent.csv: no such file; task.file (or --data PATH) must be a CSV file whose rows are inputs, then targets")]
    public void A_mistake_on_the_command_line_is_one_line(string setting, string expected) => OneLine(expected, () => SmallExperiment.Of("", setting));

    [Fact]
    public void Several_mistakes_are_told_at_once() => Assert.Equal(
        ["x.yaml:2:5: dt: -1 is not allowed; a number above 0", "x.yaml:3:18: network.units: 0 is not allowed; a whole number from 1 to 65536"],
        Refusal.Of(() => SmallExperiment.Of("dt: -1\nnetwork: {units: 0}")).Split('\n'));

    [Fact]
    public void A_file_without_a_name_is_refused() => Assert.Equal(
        "x.yaml:1:1: name: missing; text", Refusal.Of(() => Experiment.Parse("dt: .1", "x.yaml", "/", null, [])));

    [Theory]
    [InlineData("")]
    [InlineData("[1, 2]")]
    [InlineData("words")]
    public void A_file_that_is_no_map_is_refused(string yaml) => Assert.Equal(
        "x.yaml: an experiment file is a map of keys; see 'noisyrnn describe experiment'",
        Refusal.Of(() => Experiment.Parse(yaml, "x.yaml", "/", null, [])));

    [Theory]
    [InlineData("0.1,0.2\n0.3\n", "samples.csv:2: 1 fields; the first line has 2, so every line must")]
    [InlineData("0.1,0.2\n0.3,much\n", "samples.csv:2: column 2: 'much' is not allowed; a finite number with a decimal point")]
    [InlineData("0.1,0.2\n0.3,nan\n", "samples.csv:2: column 2: 'nan' is not allowed; a finite number with a decimal point")]
    [InlineData("", "samples.csv: no row of numbers; at least one is needed")]
    [InlineData("0.1,0.2\n0.3,0.4\n", "samples.csv: 2 rows; allowed is 20 or more")]
    [InlineData("0.1\n0.3\n", "samples.csv: 1 columns; task.inputs = 1 needs at least 2: the inputs, then the targets")]
    [InlineData("\u0000\u0001", "samples.csv: no row of numbers; at least one is needed")]
    public void A_damaged_table_is_refused(string csv, string expected)
    {
        using var folder = new TemporaryFolder();
        folder.Write("samples.csv", csv);
        OneLine(Path.Combine(folder.Path, expected), () => Experiment.Parse("name: small\ntask: {file: samples.csv}", "x.yaml", folder.Path, null, []));
    }

    private static void OneLine(string expected, Func<object?> action)
    {
        var message = Assert.Single(Refusal.Of(action).Split('\n'));
        // Long lists of names are given by their beginning here.
        if (expected.EndsWith(", ", StringComparison.Ordinal))
            Assert.StartsWith(expected, message, StringComparison.Ordinal);
        else
            Assert.Equal(expected, message);
    }
}
