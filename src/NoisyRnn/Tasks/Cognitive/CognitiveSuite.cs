using System.Collections.Immutable;
using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// Twenty tasks of cognitive neuroscience in one network, each announced by its rule input. Inputs: fixation, two rings of 32
/// (modalities 1 and 2), 20 rules. Outputs: fixation, a ring of 32. Times are in milliseconds.
/// </summary>
/// <remarks>
/// <para>Targets: 0.05 everywhere; fixation output 0.8 until the response is due (to the end where none is); ring output
/// 0.05 + the bump of the target's direction in the response.</para>
/// <para>The definition's loss is mean ((y - target) c)^2 with c = 0 in the first 100 ms, 1 before the response, 0 in the 100 ms
/// after it is due and 5 from there on, twice that for the fixation output. A loss here is sum mask (y - target)^2, so the mask
/// holds c^2: 1 and 25, for the fixation output 4 and 100. y is meant to be sigmoid(W_out h + b_out).</para>
/// <para>Yang et al. 2019, Task representations in neural networks trained to perform many cognitive tasks.</para>
/// </remarks>
public sealed record CognitiveSuite : TrialTask, IValidated
{
    private const int FirstRule = 1 + (2 * CognitiveRing.Units);
    private double _dt = 20;
    private int _stepsPer100 = 5;
    private CognitiveMix? _mix;

    /// <summary>Which tasks.</summary>
    [Description("names of the tasks (neurogym's are understood too); the number of inputs stays 85")]
    public ImmutableArray<string> Tasks { get; init; } = [.. CognitiveTask.All.Select(static task => task.Name)];

    /// <summary>How often each comes in training.</summary>
    [Description("relative frequency of the tasks in training, as a map by task or a list in the order of tasks; 1 where not given, contextdm1 and contextdm2 5")]
    public TreeNode? Weights { get; init; }

    /// <summary>Trials that share task and times.</summary>
    [Description("successive training trials that share task, times and what else is drawn once a batch; equal to training.batch")]
    [Range(1, 1000000)]
    public int Batch { get; init; } = 64;

    /// <summary>sigma_x.</summary>
    [Description("input noise sigma_x: every input gets noise of standard deviation sqrt(2 tau / dt) sigma_x at each step, part of the trial")]
    [Range(0.0, 1000.0)]
    public double InputNoise { get; init; } = 0.01;

    /// <summary>tau, milliseconds.</summary>
    [Description("time constant tau of the network in ms, for the scale of the input noise; dt is in ms too")]
    [Range(0.0, 1e6, MinimumIsExclusive = true)]
    public double Tau { get; init; } = 100;

    /// <inheritdoc/>
    public override int InputCount => FirstRule + CognitiveTask.All.Length;

    /// <inheritdoc/>
    public override int OutputCount => 1 + CognitiveRing.Units;

    /// <inheritdoc/>
    public override int StepCount => Mix.Longest;

    /// <inheritdoc/>
    public override string TimeUnit => "ms";

    // 1: gradients of the readout no longer hold steps of the batch before, where a mask has gaps.
    internal override int Revision => 1;

    /// <inheritdoc/>
    public override string Summary => string.Create(CultureInfo.InvariantCulture,
        $"{(Tasks.Length == CognitiveTask.All.Length ? "the 20 cognitive tasks" : $"{Tasks.Length} of the 20 cognitive tasks ({string.Join(", ", Tasks)})")} of Yang et al. 2019, trials of up to {StepCount} steps of {_dt} ms, input noise {InputNoise}");

    private CognitiveMix Mix
    {
        get
        {
            // A copy with other tasks carries the mix of its original.
            var mix = _mix;
            return mix?.IsOf(Tasks, Weights, _stepsPer100) == true ? mix : _mix = new CognitiveMix(Tasks, Weights, _stepsPer100);
        }
    }

    /// <inheritdoc/>
    public override int? TrialsTogether => Batch;

    /// <inheritdoc/>
    public IEnumerable<(string Key, string Problem)> Problems() => CognitiveMix.Problems(Tasks, Weights);

    /// <inheritdoc/>
    public override TrialTask At(double dt)
    {
        var steps = Math.Round(100 / dt);
        // The tolerance lets 100/3 be written 33.33333333.
        if (!(steps is >= 1 and <= 100) || Math.Abs((steps * dt) - 100) > 1e-6)
        {
            throw new InputException(string.Create(CultureInfo.InvariantCulture,
                $"dt: {dt} ms does not divide 100 ms, the unit of the periods of cognitive-suite (100, 200, ... ms), into 1 to 100 steps; allowed are 1, 2, 2.5, 4, 5, 10, 20, 25, 50, 100 and other 100 / k, with tau in ms (Yang et al. 2019: dt 20, tau 100)"));
        }

        return this with { _dt = dt, _stepsPer100 = (int)steps };
    }

    /// <summary>What happens in a trial.</summary>
    /// <param name="key">Which. In training the trials n of the same n / batch share task and times; in validation and test
    /// trial n is of task n mod K, so that any K successive trials have each of the K tasks once.</param>
    public CognitiveTrial Draw(TrialKey key)
    {
        var isTraining = key.Stream == NoiseStream.Task;
        var shared = key.GroupRandom(isTraining ? Batch : 1);
        var task = isTraining ? Mix.Pick(shared) : Mix.Tasks[(int)(key.Number % (ulong)Mix.Tasks.Length)];
        return task.Draw(new CognitivePeriods(_stepsPer100, shared), key.Random());
    }

    /// <inheritdoc/>
    public override int StepsOf(TrialKey key) => Draw(key).Steps;

    /// <inheritdoc/>
    public override void Fill(TrialKey key, Trial trial)
    {
        var drawn = Draw(key);
        CognitivePainter.Inputs(drawn, FirstRule + drawn.Task.Rule, trial.Inputs);
        CognitivePainter.Targets(drawn, trial.Targets);
        CognitivePainter.Mask(drawn, _stepsPer100, trial.Mask);
        if (InputNoise > 0)
            CognitivePainter.AddNoise(key, InputNoise * ScaleConversion.Factor(NoiseScale.SqrtTwoOverAlpha, Placement.Input, _dt, Tau), drawn.Steps, trial.Inputs);
    }

    /// <inheritdoc/>
    /// <remarks>One test trial a task; of the rings every second unit.</remarks>
    public override ImmutableArray<TrialPicture> Pictures(ulong seed) =>
        [.. Enumerable.Range(0, Mix.Tasks.Length).Select(n => CognitivePicture.Of(this, new TrialKey(seed, NoiseStream.Test, (ulong)n), _dt))];

    /// <summary>Whether a trial is done right, judged by its last step: <see cref="CognitiveAnswer.IsRight"/>.</summary>
    /// <param name="key">Which trial.</param>
    /// <param name="outputs">The last step's outputs y, after the sigmoid. [33]</param>
    public bool IsRight(TrialKey key, ReadOnlySpan<double> outputs) => CognitiveAnswer.Of(outputs).IsRight(Draw(key).Target);

    /// <inheritdoc/>
    public override bool Behaves => true;

    /// <inheritdoc/>
    /// <remarks>
    /// Metrics: the mean and the least over the tasks of the share of trials right, then that of each task. Curves, for decision
    /// tasks: which stimulus is chosen, the choice being the nearer to the population vector however far; and the share of trials
    /// without a choice (fixating at the last step, or a population vector that points nowhere), which the first leaves out.
    /// </remarks>
    public override Behaviour Behave(Rollout<double> policy, ulong seed, int trials, int threads, CancellationToken cancellation)
    {
        CognitiveTrial[] drawn = [.. Enumerable.Range(0, trials).Select(n => Draw(new TrialKey(seed, NoiseStream.Test, (ulong)n)))];
        return new CognitiveScore(drawn, new CognitivePolicy(this, policy, seed).Answer(trials, threads, cancellation)).Of(Mix.Tasks);
    }
}
