using System.Collections;
using System.Reflection;
using NoisyRnn.Dynamics;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>
/// The bits of training with everything that a training can be told, written down: every kind of the catalogue, every
/// choice. Beside <see cref="Training.GoldenBitsTests"/>, which has the networks with all noise at once.
/// </summary>
public sealed class TrainingBitsTests
{
    /// <summary>The hash and what is set.</summary>
    public static TheoryData<string, string[]> Trainings => new()
    {
        { "B6AF4544512578F9", [] },
        { "36F0DB66434F2224", ["task.function={kind: polynomial}"] },
        { "0C35318465A491F9", ["task.function=step"] },
        { "E113986D57FEB49E", ["task={kind: function-approximation, file: samples.csv, steps: 6, loss-steps: 3}"] },
        { "427F4DCDF8323BF5", ["task={kind: regulator, steps: 10, loss-steps: 5}"] },
        { "DE91630B7A1E8D01", ["task={kind: path-integration, steps: 8}"] },
        { "14E5E361EB296AF9", ["task={kind: path-integration, steps: 12, input: speed-and-heading, start: random, targets: place-cells}"] },
        { "C5040CABEA63EF51", ["task={kind: maze, size: 3, steps: 8}"] },
        { "133A8EEACA37B59D", ["task={kind: maze, size: 3, steps: 8, observation: sensors, mazes: 3, wall-density: .5}"] },
        { "79DD4D23976B31E3", ["task={kind: cognitive-suite, batch: 8}", "dt=20", "network.tau=100", "noise.scale=sqrt-2-over-alpha", "training.loss={kind: mse, readout: sigmoid, mean-over: elements}"] },
        { "0BBD588922E30E44", ["task={kind: ready-set-go, intervals: [60, 100], before: [20, 40], after: 20}", "dt=20", "network.tau=100"] },
        { "569107FFF72DD06E", ["task={kind: flip-flop, steps: 12}"] },
        { "A1053E6CB47E51C4", ["task={kind: digit-sequence, data: digits, chunk: 112, delay: 2}", "training.loss=cross-entropy"] },
        { "BEF153AB9948A572", ["task={kind: digit-sequence, data: digits, chunk: 196, length: 2, ask: sum}", "training.loss=cross-entropy"] },
        { "B2F51211A463CCEA", ["task={kind: periods, inputs: {a: , ring: {ring: 5}}, outputs: [z, {name: ring, ring: 4}], variables: {c: {choice: [-1, 2]}, u: {uniform: [1, 2]}, i: {integer: [1, 3]}, n: {normal: [0, 1]}, v: c * sign(n) + floor(u) ^ i}, periods: {one: {time: [.2, .4], inputs: {a: {value: n, noise: .1, probability: .5, random-sign: true}}}, two: {time: u / 5, inputs: {ring: {value: u, strength: c}}, targets: {z: {last: a}, ring: {value: v, baseline: .1}}}}, answer: {kind: sign, at: mean, period: two}}"] },
        { "D22BEFFAA5259E08", ["task={kind: periods, inputs: [a], outputs: [z], periods: {one: {time: 1, inputs: {a: progress}, targets: {z: {value: tanh(progress), weight: 2}}}}, answer: tolerance}"] },
        { "1619234711A88FAB", ["task={kind: beats, file: beats.tsv}", "training.loss=cross-entropy"] },
        { "07367731A8940C10", ["task={kind: beats, file: beats.tsv, classes: three, weights: equal, fold: 7}", "training.loss=cross-entropy"] },
        { "965FA4B32B26AD06", ["task={kind: labelled-sequences, file: signs.csv}", "training.loss=cross-entropy"] },
        { "2D1143536189CA5A", ["task={kind: pixel-sequence, data: digits, chunk: 56}", "training.loss=cross-entropy"] },
        { "3BB16626E4CDBDA1", ["task={kind: labelled-sequences, file: cube.npz, layout: trials-steps-channels}", "training.loss=cross-entropy"] },
        { "37FC78262D974B4A", ["task={kind: labelled-sequences, file: cube.npz, layout: trials-channels-steps}", "training.loss=cross-entropy"] },
        { "64ACA73DAC6077B8", ["task={kind: labelled-sequences, file: cube.npz, layout: steps-trials-channels}", "training.loss=cross-entropy"] },
        { "D3A67F3DCA5EBF91", ["task={kind: labelled-sequences, file: cube.npz, layout: steps-channels-trials}", "training.loss=cross-entropy"] },
        { "81E1B518CA89D558", ["task={kind: labelled-sequences, file: cube.npz, layout: channels-trials-steps}", "training.loss=cross-entropy"] },
        { "78A9DD3CA2BE0FD4", ["task={kind: labelled-sequences, file: cube.npz, layout: channels-steps-trials}", "training.loss=cross-entropy"] },
        { "3E0ADFC1F6B98076", ["task={kind: pixel-sequence, data: digits, chunk: 56, order: permuted}", "training.loss=cross-entropy"] },
        { "E71FA5CBEF0432FA", ["network.activation=relu"] },
        { "9DEDAE21ECEEA1D1", ["training.moments=closure", "network.activation=tanh"] },
        { "07D02DE4C925C524", ["training.moments=closure", "network.activation=relu", "noise.placement=outside"] },
        { "391D1CEEC71F6EBD", ["training.moments=closure", "network={kind: feedforward, units: 4, layers: 2, activation: gelu}"] },
        { "BF37B5800889B34C", ["network.activation=leaky-relu"] },
        { "6EF531785E8BA4BF", ["network.activation=softplus"] },
        { "A0E6B83BA00C2B3D", ["network.activation=sigmoid"] },
        { "29AB7A0A6B8A7963", ["network.activation=gelu"] },
        { "1FC8EA48E041E126", ["network.activation=identity"] },
        { "B85262AF0649F647", ["network.activation={kind: tanh, slope: 2}"] },
        { "3DC5B0794E622ACC", ["network.activation={kind: softplus, beta: 3}"] },
        { "DEE4852982BFE14F", ["network.activation=probit"] },
        { "79AEAFA40336DDCA", ["network.activation={kind: gaussian-smoothed, of: {kind: probit, slope: 2}, sigma: .5}"] },
        { "8BC11C0628444327", ["network.activation={kind: power-law, gain: .5}"] },
        { "45FA2B8B11F02A3F", ["network.activation={kind: power-law, exponent: 1.5}"] },
        { "117DF36C3231236A", ["network.activation={kind: gaussian-smoothed, of: {kind: power-law, gain: .5, exponent: 3}, sigma: .5}"] },
        { "B0BEF8E73D3B66AA", ["network.activation={formula: a / sqrt(1 + a^2)}"] },
        { "255E63EC67DBE429", ["network.activation={kind: gaussian-smoothed, of: gelu, sigma: .5}"] },
        { "607D101C9BC2CC42", ["network.activation={kind: gaussian-smoothed, of: sigmoid, sigma: .5}"] },
        { "00A8497C43DD013E", ["network.activation={kind: distribution-smoothed, of: softplus, sigma: .5}"] },
        { "93AFCF321FC0B5A3", ["network={kind: ctrnn, units: 4, train-initial-state: true, tau: [1, 2, 3, 4], recurrent-initializer: orthogonal, input-initializer: uniform-fan-in, bias-initializer: zero}"] },
        { "3714132B3DCC0B02", ["network={kind: ctrnn, units: 4, recurrent-initializer: {kind: diagonal, value: .5}, input-initializer: {kind: constant, value: 1}}"] },
        { "F43AC474153D6851", ["network={kind: lipschitz, units: 3}", "noise={placement: state, sigma: .1}"] },
        { "EF3DE87691315D45", ["network={kind: antisymmetric, units: 3}", "noise={placement: state, sigma: .1}"] },
        { "9D0FABACBDE3F1DA", ["network={kind: cornn, units: 3}", "noise={placement: state, sigma: .1}"] },
        { "D919792737D6175C", ["network={kind: current, units: 3, activation: tanh}", "noise={placement: inside, sigma: .1}"] },
        { "E61CA5553B50214D", ["network={kind: lstm, units: 3}"] },
        { "D50B50BE32650034", ["network={kind: gru, units: 3}"] },
        { "D9A9A805B1A0489B", ["network={kind: elman, units: 3}"] },
        { "6219A92A863C97EF", ["network={kind: lstm, units: 3, layers: 2}"] },
        { "3BA2A748E0CD9349", ["network={kind: gru, units: 3, layers: 3}"] },
        { "B8B129A795AA2058", ["network={kind: elman, units: 3, layers: 2}", "training.l2-rates=.01"] },
        { "7BA0535AE3A0C49A", ["network={kind: cayley, units: 5}"] },
        { "82729AAEF995B2C4", ["network={kind: exprnn, units: 5}"] },
        { "2A04D0D0DC530EB7", ["network={kind: feedforward, units: 3, layers: 2}", "dt=1"] },
        { "1E514CBDA7FEA49A", ["network={kind: ctrnn, units: 5, recurrent: {dale: {excitatory: .6}}}"] },
        { "D98A5DF7199638D2", ["network={kind: ctrnn, units: 5, recurrent: {dale: {form: rectified}, density: .5, self-connections: false}}"] },
        { "E50838BB302AF6CA", ["network={kind: current, units: 3, recurrent: {mask: ['110', '011', '101'], fixed: [{to: 0, from: 2, weight: .5}]}}", "noise={placement: inside, sigma: .1}"] },
        { "5B6590A5CFCA3AB2", ["network={kind: ctrnn, units: 5, recurrent: {dale: {excitatory: .6}}, input: {sign: positive, population: excitatory, density: .8}, readout: {sign: negative, form: rectified, population: inhibitory}}"] },
        { "4C471A738A50071E", ["network={kind: current, units: 3, layers: 2, input: {population: all, mask: ['1', '0', '1'], fixed: [{to: 1, from: 0, weight: .5}]}}", "noise={placement: inside, sigma: .1}"] },
        { "997E0691683A5C77", ["network={kind: ctrnn, units: 5, tau: 2, train-tau: per-unit}"] },
        { "DD06F052F60121B6", ["network={kind: ctrnn, units: 5, tau: 2, train-tau: by-population, recurrent: {dale: {excitatory: .6}}}"] },
        { "266EC7B29BCBA78B", ["network={kind: ctrnn, units: 5, train-tau: shared}", "noise={placement: state, kind: multiplicative, sigma: .1}"] },
        { "3FECDCCE6A1D8761", ["network={kind: current, units: 3, activation: tanh, train-tau: per-unit}", "noise={placement: inside, sigma: .1}"] },
        { "CDFDC230439EBF9B", ["network={kind: ctrnn, units: 7, recurrent: {rank: 2}}"] },
        { "8C9FD44D839B259A", ["network={kind: ctrnn, units: 7, train-tau: shared, recurrent: {rank: 1}}", "noise={placement: state, kind: multiplicative, sigma: .1}"] },
        { "69876ADC4512956C", ["network={kind: current, units: 7, activation: tanh, recurrent: {rank: 3}}", "noise={placement: inside, sigma: .1}"] },
        { "340076A93779BDC0", ["network={kind: ctrnn, units: 5, layers: 2, tau: 2}"] },
        { "3F6665F97387E732", ["network={kind: ctrnn, units: 5, layers: 2, train-tau: per-unit, recurrent: {dale: {}, density: .5}}"] },
        { "2B16DA2E09F5D21A", ["network={kind: current, units: 3, layers: 3, activation: tanh}", "noise={placement: inside, sigma: .1}"] },
        { "2F019EB54C04E9C9", ["network={kind: lipschitz, units: 3, layers: 2}", "noise=[{placement: state, kind: multiplicative, sigma: .1}, {placement: state, sigma: .1}]"] },
        { "2C254792F355C1DB", ["network={kind: antisymmetric, units: 3, layers: 3}", "noise={placement: state, kind: drift-multiplicative, sigma: .1}"] },
        { "10EA32F06EFDF813", ["network={kind: cornn, units: 3, layers: 2}", "noise={placement: state, sigma: .1}"] },
        { "96C91417A43023B4", ["network={kind: cayley, units: 4, layers: 2}"] },
        { "9977277A0A35BFDD", ["network={kind: exprnn, units: 4, layers: 3}"] },
        { "2EC9E0CA2694B9CE", ["network={kind: ctrnn, units: 5, layers: 2}", "noise={placement: state, kind: multiplicative, sigma: .1}"] },
        { "57A706AAACA855B5", ["noise={placement: outside, sigma: .3, scale: sqrt-dt}"] },
        { "0A76BCC45AA00B8D", ["noise={placement: input, sigma: .3}"] },
        { "58FD6AAF74F32962", ["noise={placement: readout, sigma: .3}"] },
        { "DAF1660C78DDF7ED", ["noise={sigma: .3, distribution: uniform}"] },
        { "0929E950E07C58A4", ["noise={sigma: .3, distribution: laplace}"] },
        { "0741917C9B867E9B", ["noise={sigma: .3, distribution: two-point}"] },
        { "660177142084A304", ["noise={placement: outside, kind: unit-uniform, sigma: .3, offset: -.1}"] },
        { "D12AE98E61B990D3", ["noise={sigma: .3, correlation-time: .5}"] },
        { "67A9421DF8110B27", ["noise={placement: feedback, sigma: .3}"] },
        { "DEF75490EBF26505", ["noise={sigma: .3, common: layer}"] },
        { "5D8262E9E1B6D4E2", ["network={kind: ctrnn, units: 5, recurrent: {dale: {excitatory: .6}}}", "noise={placement: outside, sigma: .3, common: population}"] },
        { "36F76F96AD961EC0", ["noise=[{kind: multiplicative, sigma: .3}, {placement: outside, kind: multiplicative, sigma: .3}]"] },
        { "C44B352AC44FA488", ["network={kind: feedforward, units: 3, layers: 2}", "dt=1", "noise={placement: outside, sigma: .3, layer: 1}"] },
        { "36F5EB18ACE2C41A", ["network={kind: lipschitz, units: 3}", "noise={placement: state, kind: multiplicative, sigma: .1}", "scheme=milstein"] },
        { "C37B5B6884AB28EB", ["network={kind: lipschitz, units: 3}", "noise={placement: state, kind: multiplicative, sigma: .1}", "scheme=heun-stratonovich"] },
        { "66A764E3A0FC13E2", ["network={kind: lipschitz, units: 3}", "noise={placement: state, kind: drift-multiplicative, sigma: .1}"] },
        { "322ADBA06EF9E161", ["network={kind: lipschitz, units: 3}", "noise={placement: state, kind: common-scalar, sigma: .1}"] },
        { "D1DD153C833E721B", ["network={kind: lipschitz, units: 3}", "noise={placement: state, kind: released-uniform, sigma: .1}"] },
        { "F739BB1CC0EEEC8A", ["training.optimizer=adamw", "training.schedule=cosine"] },
        { "B321AD76282A176D", ["training.optimizer=rmsprop", "training.schedule={kind: step, at: .5, drop: .1}"] },
        { "82FABE1DF3375665", ["training.optimizer={kind: sgd, rate: .1}", "training.clip-norm=null", "training.clip-value=.01"] },
        { "8BBE9A8072B5524B", ["training.l2-weights=.01", "training.l2-rates=.01"] },
        { "3B696DDF12E97610", ["noise=[]", "training.penalty={noise: {sigma: .1}}"] },
        { "AD2E5517916E6849", ["noise=[]", "training.penalty={noise: {sigma: .1, placement: outside}, terms: q, weight: 2}"] },
        { "5D022C65CC206BD2", ["training.noise-schedule=random-per-trial", "training.validation-noise=none", "training.keep-best=true"] },
        { "95CFE0481D71F029", ["training.noise-schedule={kind: annealed, share: .5}"] },
        { "F656585FBB6065D7", ["training.noise-schedule={kind: silent-tail, iterations: 2}"] },
        { "0FADADA02CDF78C6", ["training.noise-schedule=learnt"] },
        { "8BB828B838AEE13A", ["training.noise-schedule={kind: learnt, per: unit}", "noise={placement: outside, sigma: .3}"] },
    };

    private static readonly Type[] Kinds =
    [
        typeof(TrialTask), typeof(TargetFunction), typeof(PathIntegrationTargets), typeof(Network), typeof(Activation), typeof(Initializer), typeof(Scheme),
        typeof(Loss), typeof(Optimizer), typeof(Schedule), typeof(NoiseSchedule),
    ];

    [Theory]
    [MemberData(nameof(Trainings))]
    public void The_bits_of_every_kind_of_training_are_those_of_its_revision(string hash, string[] settings)
    {
        var bits = StageBits.Of(RunWork.TrainingStageName, settings);
        Assert.True(hash == bits, $"the bits of training have changed ({bits}): raise the revision of what changed, so that no store mixes old and new, and put the new hash here; set was {string.Join("; ", settings)}");
    }

    [Fact]
    public void No_kind_and_no_choice_of_the_catalogue_is_left_out()
    {
        using var folder = new TemporaryFolder();
        var met = new HashSet<object>();
        foreach (var row in Trainings)
        {
            var spec = Assert.Single(StageBits.Planned(folder.Path, row.Data.Item2).Runs).Spec;
            foreach (var part in new object[] { spec.Setup.Task, spec.Setup.Network, spec.Setup.Scheme, spec.Setup.Noise, spec.Setup.Training })
                Meet(part, met);
        }

        object[] all = [.. Kinds.SelectMany(static kind => Catalogue.Leaves(kind)).Select(static leaf => leaf.Type)];
        object[] choices = [.. met.OfType<Enum>().Select(static value => value.GetType()).Distinct().SelectMany(static type => Enum.GetValues(type).Cast<object>())];
        Assert.Empty(all.Concat(choices).Except(met));
    }

    // The types of the records and the values of the enumerations that a spec consists of.
    private static void Meet(object? part, HashSet<object> met)
    {
        if (part is IEnumerable list and not string)
        {
            foreach (var item in list)
                Meet(item, met);
        }
        else if (part is Enum)
        {
            met.Add(part);
        }
        else if (part?.GetType() is { IsClass: true } type && type.Assembly == typeof(TrialTask).Assembly)
        {
            met.Add(type);
            foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(static p => p.GetIndexParameters().Length == 0 && p.CanWrite))
                Meet(property.GetValue(part), met);
        }
    }
}
