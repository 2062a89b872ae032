using System.Collections.Immutable;
using NoisyRnn.Experiments;
using NoisyRnn.Formats;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;
using NoisyRnn.Tests.Formats;
using NoisyRnn.Training;
using Xunit;

namespace NoisyRnn.Tests.Tasks;

public sealed class DescribedTaskTests
{
    private const double Dt = 20;

    private const string Contextual = """
        inputs: [fixation, motion, colour, context]
        outputs: [choice]
        variables:
          context: {choice: [0, 1]}
          motion: {uniform: [-1, 1]}
          colour: {choice: [-0.5, 0.25, 0.5]}
          evidence: context * motion + (1 - context) * colour
        periods:
          fixation: {time: 100, inputs: {fixation: 1, context: context}, targets: {choice: 0}}
          stimulus:
            time: [200, 400, 600]
            inputs: {fixation: 1, motion: {value: motion, noise: 0.2}, colour: {value: colour, noise: abs(motion)}, context: context}
            targets: {choice: 0}
          response: {time: 60, inputs: {context: context}, targets: {choice: {value: sign(evidence), weight: 5}}}
        answer: {kind: sign, against: evidence}
        """;

    public static TheoryData<string> Examples => ["contextual-decision", "delayed-match", "working-memory"];

    [Fact]
    public void Its_trials_are_those_of_the_same_task_in_code()
    {
        var (described, written) = (Ready(Contextual), new WrittenDecision().At(Dt));
        Assert.Equal((written.InputCount, written.OutputCount, written.StepCount), (described.InputCount, described.OutputCount, described.StepCount));
        for (var n = 0ul; n < 50; n++)
        {
            var (one, other) = (TaskTrials.Make(described, n), TaskTrials.Make(written, n));
            Assert.Equal(other.Inputs, one.Inputs);
            Assert.Equal(other.Targets, one.Targets);
            Assert.Equal(other.Mask, one.Mask);
            var key = new TrialKey(2, NoiseStream.Task, n);
            Assert.Equal(written.StepsOf(key), described.StepsOf(key));
        }
    }

    [Fact]
    public void Maps_by_name_and_lists_of_records_are_one_task_with_one_hash()
    {
        var listed = Bind("""
            inputs: [{name: fixation}, motion, {name: colour, ring: 0}, context]
            outputs: choice
            variables:
              - {name: context, choice: [0, 1]}
              - {name: motion, kind: uniform, uniform: [-1, 1]}
              - {name: colour, choice: [-0.5, 0.25, 0.5]}
              - {name: evidence, value: context * motion + (1 - context) * colour}
            periods:
              - {name: fixation, time: 100, inputs: [fixation, {name: context, value: context}], targets: [choice]}
              - name: stimulus
                time: [200, 400, 600]
                inputs: [fixation, {name: motion, value: motion, noise: 0.2}, {name: colour, value: colour, noise: abs(motion)}, {name: context, value: context}]
                targets: [{name: choice, value: 0}]
              - {name: response, time: [60], inputs: [{name: context, value: context}], targets: [{name: choice, value: sign(evidence), weight: 5}]}
            answer: {kind: sign, against: evidence}
            """);
        var text = CanonicalJson.Write(Bind(Contextual));
        Assert.Equal(text, CanonicalJson.Write(listed));
        Assert.Equal(text, CanonicalJson.Write(Binder.Bind<TrialTask>(JsonTree.Parse(text, "x.json"))));
    }

    [Fact]
    public void A_time_that_is_a_formula_of_variables_is_that_of_each_trial()
    {
        var task = Ready("""
            inputs: [cue]
            outputs: [z]
            variables: {wait: {uniform: [100, 300]}, longer: 2 * wait - 20}
            periods: {first: {time: 40, inputs: {cue: 1}}, wait: {time: longer}, last: {time: 20, targets: {z: wait}}}
            """);
        Assert.Equal(2 + 29 + 1, task.StepCount);
        var lengths = new HashSet<int>();
        for (var n = 0ul; n < 200; n++)
        {
            var (steps, trial) = (task.StepsOf(new TrialKey(2, NoiseStream.Task, n)), TaskTrials.Make(task, n));
            var wait = trial.Targets[steps - 1, 0];
            Assert.Equal((int)Math.Round(((2 * wait) - 20) / Dt), steps - 3);
            Assert.Equal(steps - 1, trial.LastCounted());
            lengths.Add(steps);
        }

        Assert.Equal(21, lengths.Count);
    }

    [Fact]
    public void Pulses_come_at_random_steps_and_a_target_holds_the_last_of_them()
    {
        var task = Ready("""
            inputs: [bit]
            outputs: [held]
            periods: {all: {time: 20000, inputs: {bit: {value: 0.5, probability: 0.1, random-sign: true, noise: 0.01}}, targets: {held: {last: bit}}}, quiet: {time: 40, targets: {held: {last: bit}}}}
            """);
        var trial = TaskTrials.Make(task, 0);
        var (held, pulses, positive) = (0.0, 0, 0);
        for (var t = 0; t < trial.Steps; t++)
        {
            if (Math.Abs(trial.Inputs[t, 0]) > 0.25)
                (held, pulses, positive) = (0.5 * Math.Sign(trial.Inputs[t, 0]), pulses + 1, positive + (trial.Inputs[t, 0] > 0 ? 1 : 0));
            Assert.Equal((held, held == 0 ? 0 : 1), (trial.Targets[t, 0], trial.Mask[t, 0]));
        }

        // Binomial: five standard deviations.
        Assert.Equal(100, pulses, 5 * Math.Sqrt(1000 * 0.1 * 0.9));
        Assert.Equal(pulses / 2.0, positive, 5 * Math.Sqrt(pulses / 4.0));
    }

    [Fact]
    public void A_ring_shows_a_direction_as_the_cognitive_suite_does()
    {
        var task = Ready("""
            inputs: {a: , ring: {ring: 32}}
            outputs: {ring: 32}
            variables: {angle: {uniform: [-7, 7]}}
            periods: {all: {time: 40, inputs: {ring: {value: angle, strength: 0.5}}, targets: {ring: {value: angle + pi, baseline: 0.05}}}}
            answer: direction
            """);
        var (trial, angle) = (TaskTrials.Make(task, 3), new TrialKey(2, NoiseStream.Task, 3).Random().NextUniform(-7, 7));
        var (there, opposite) = (new double[CognitiveRing.Units], new double[CognitiveRing.Units]);
        CognitiveRing.Bump(Turned(angle), 0.5, there);
        CognitiveRing.Bump(Turned(angle + Math.PI), 1, opposite);
        for (var k = 0; k < CognitiveRing.Units; k++)
        {
            Assert.Equal(there[k], trial.Inputs[1, 1 + k], 1e-12);
            Assert.Equal(opposite[k] + 0.05, trial.Targets[1, k], 1e-12);
        }

        static double Turned(double angle) => angle - (2 * Math.PI * Math.Floor(angle / (2 * Math.PI)));
    }

    [Fact]
    public void What_is_wrong_is_told_with_its_place_and_what_was_meant()
    {
        Refused("3:13: inputs.1.name: 'a' stands twice; each needs a name of its own", "kind: periods\noutputs: [z]\ninputs: [a, a]\nperiods: {p: {time: 20, targets: {z: 0}}}");
        Refused("2:26: variables.x.uniform: [1, -1] is not allowed; two numbers, the lower first", Small("x: {uniform: [1, -1]}", ""));
        Refused("2:13: variables.x: key 'kind' is missing; a kind, one of: choice, uniform, integer, normal, value; did you mean the key 'uniform'?", Small("x: {unifrom: [1, 2]}", ""));
        Refused("2:17: variables.pi.name: 'pi' has a meaning in formulas", Small("pi: {choice: [1]}", ""));
        Refused("2:16: variables.x.value: '2 * y' is no formula of the variables: column 5: unknown name 'y'", Small("x: 2 * y, y: {choice: [1]}", ""));
        Refused("5:38: periods.p.inputs.aa.name: unknown input channel 'aa'; did you mean 'a'? (allowed: a)", Small("", "inputs: {aa: 1}"));
        Refused("5:45: periods.p.inputs.a.noise: 'nosie' is no formula of the variables: column 1: unknown name 'nosie'; did you mean 'noise'? (allowed: noise, progress, ", Small("noise: {choice: [1]}", "inputs: {a: {noise: nosie}}"));
        Refused("5:38: unknown key 'nois' in 'periods.p.inputs.a'; did you mean 'noise'?", Small("", "inputs: {a: {nois: 1}}"));
        Refused("6:9: answer: it reads 0 outputs; allowed is 1, a ring; answer.outputs says which", Small("", "") + "\nanswer: {kind: direction}");
        Refused("6:30: answer.period: unknown period 'q'; did you mean 'p'? (allowed: p)", Small("", "") + "\nanswer: {kind: sign, period: q}");
        Refused("4:10: periods: no period has a target, so that nothing is asked", "kind: periods\ninputs: [a]\noutputs: [z]\nperiods: {p: {time: 20, inputs: {a: 1}}}");
        const string Two = "kind: periods\ninputs: [a]\noutputs: [y, z]\nperiods:\n  p: {time: 20, targets: {z: 1}}\n  q: {time: 20, targets: {y: 1}}\n";
        Refused("7:9: answer: it reads 'z' in the period 'q', which has no target for it; allowed as answer.period is p", Two + "answer: {kind: sign}");
        Refused("7:30: answer.period: it reads 'y' in the period 'p', which has no target for it; allowed as answer.period is q", Two + "answer: {kind: sign, period: p}");
        Refused("7:9: answer: it reads 'y' in the period 'q', which has no target for it; allowed are outputs with a target (answer.outputs)", (Two + "answer: argmax").Replace("{y: 1}", "{z: 1}", StringComparison.Ordinal));
        Assert.IsType<DescribedTask>(Binder.Bind<TrialTask>(YamlTree.Parse(Two + "answer: {kind: sign, outputs: [z], period: p}", "x.yaml")));
        Refused("5:26: periods.p.time.1: 'x' is one of several times; allowed are numbers of at least 0, or one formula alone", "kind: periods\ninputs: [a]\noutputs: [z]\nvariables: {x: {choice: [20]}}\nperiods: {p: {time: [20, x], targets: {z: 0}}}");

        static string Small(string variables, string inputs) =>
            $"kind: periods\nvariables: {{{variables}}}\ninputs: [a]\noutputs: [z]\nperiods: {{p: {{time: 20{(inputs.Length > 0 ? ", " : "")}{inputs}, targets: {{z: 0}}}}}}";

        static void Refused(string expected, string yaml) =>
            Assert.Contains($"x.yaml:{expected}", Refusal.Of(() => Binder.Bind<TrialTask>(YamlTree.Parse(yaml, "x.yaml"))), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("time: 30, targets: {z: 0}", "task: period 'p' takes 30, not a whole number of steps of dt = 20; allowed is 20 or 40")]
    [InlineData("time: 20, targets: {z: log(x)}", "task.periods.p: the value of 'z' is ")]
    [InlineData("time: 100 * x, targets: {z: 0}", "task.periods.p.time: '100 * x' lies between -100 and 100; allowed is a time of at least 0")]
    public void What_a_trial_cannot_have_is_refused_before_anything_runs(string period, string message)
    {
        var task = Bind($"inputs: [a]\noutputs: [z]\nvariables: {{x: {{uniform: [-1, 1]}}}}\nperiods: {{p: {{{period}}}}}");
        Assert.StartsWith(message, Refusal.Of(() => task.At(Dt)), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void The_described_tasks_of_examples_are_learnt(string name)
    {
        var path = Checkout.Path("examples", name + ".yaml");
        var setup = Experiment.Read(path, null, ["network.units=24", "training.iterations=150", "training.batch=16", "training.validate-every=10"]).Runs[0].Spec.Setup;
        var trainer = new Trainer<float>(setup, threads: 1);
        trainer.Run(cancellation: TestContext.Current.CancellationToken);
        Assert.InRange(trainer.State.Curve[^1].Validation, 0, 0.75 * trainer.State.Curve[0].Validation);
    }

    private static TrialTask Bind(string yaml) => Binder.Bind<TrialTask>(YamlTree.Parse("kind: periods\n" + yaml, "x.yaml"));

    private static TrialTask Ready(string yaml) => Bind(yaml).At(Dt);

    private sealed record WrittenDecision : PeriodTask
    {
        public override ImmutableArray<Period> Periods => [new("fixation", 100), new("stimulus", 200, 400, 600), new("response", 60)];

        public override int InputCount => 4;

        public override int OutputCount => 1;

        public override string Summary => "a contextual decision";

        protected override void Write(PeriodTrial trial, RandomStream random)
        {
            var context = random.NextInt(2);
            var motion = random.NextUniform(-1, 1);
            double[] colours = [-0.5, 0.25, 0.5];
            var colour = colours[random.NextInt(3)];
            trial.During("fixation", "stimulus").Input(0, 1).Target(0, 0);
            trial.During("fixation", "stimulus", "response").Input(3, context);
            trial.During("stimulus").Input(1, () => motion + (0.2 * random.NextNormal()));
            trial.During("stimulus").Input(2, () => colour + (Math.Abs(motion) * random.NextNormal()));
            trial.During("response").Target(0, Math.Sign((context * motion) + ((1 - context) * colour)), weight: 5);
        }
    }
}
