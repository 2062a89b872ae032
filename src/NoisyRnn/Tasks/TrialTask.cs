using System.Collections.Immutable;
using NoisyRnn.Dynamics;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>A task: trials as a pure function of (seed, trial number).</summary>
[Leaf("function-approximation", typeof(FunctionApproximation))]
[Leaf("regulator", typeof(Regulator))]
[Leaf("path-integration", typeof(PathIntegration))]
[Leaf("maze", typeof(MazeNavigation))]
[Leaf("cognitive-suite", typeof(CognitiveSuite))]
[Leaf("pixel-sequence", typeof(PixelSequence))]
[Leaf("beats", typeof(Beats))]
[Leaf("labelled-sequences", typeof(LabelledSequences))]
[Leaf("ready-set-go", typeof(ReadySetGo))]
[Leaf("flip-flop", typeof(FlipFlop))]
[Leaf("digit-sequence", typeof(DigitSequence))]
[Leaf("periods", typeof(DescribedTask))]
public abstract record TrialTask
{
    /// <summary>I, number of input channels.</summary>
    public abstract int InputCount { get; }

    /// <summary>O, number of output channels.</summary>
    public abstract int OutputCount { get; }

    /// <summary>T, number of steps of a trial: of the longest, where trials differ.</summary>
    public abstract int StepCount { get; }

    /// <summary>Raised whenever the bits of networks trained on this task change, and of no others.</summary>
    internal virtual int Revision => 0;

    /// <summary>Memory of one trial. A double: sizes that a file may ask for go beyond a long.</summary>
    internal double BytesOfTrial => (double)StepCount * (InputCount + (2.0 * OutputCount)) * sizeof(double);

    /// <summary>Whether a trial can be made at all, and within so much memory.</summary>
    /// <param name="bytes">The memory.</param>
    internal bool HasTrialsWithin(double bytes) => (double)StepCount * Math.Max(InputCount, OutputCount) <= Array.MaxLength && BytesOfTrial <= bytes;

    /// <summary>The unit of dt and tau, for axes: of time where the task has periods in it.</summary>
    public virtual string TimeUnit => "unit of tau";

    /// <summary>What the task is, with numbers put in.</summary>
    public abstract string Summary { get; }

    /// <summary>The same of the kind with its defaults, where no file has been read.</summary>
    public virtual string About => Summary;

    /// <summary>
    /// What was read of its files, in a line: "400 trials of 40 steps, 2 inputs, 3 classes (12, 200, 188), lengths 17 to 40". Every run
    /// prints it, for what a file means is not always what its author meant. Empty where no file was read.
    /// </summary>
    public virtual string DataRead => "";

    /// <summary>Keys that only choose which part of the data is the test: runs that differ in nothing else are one network.</summary>
    public virtual ImmutableArray<string> PartKeys => [];

    /// <summary>Which part of the data is the test, "fold 3"; empty for tasks without parts.</summary>
    public virtual string Part => "";

    /// <summary>How many different trials a part has; null where there is no end of them. Trials beyond repeat those before.</summary>
    /// <param name="part">Task (training), Validation or Test.</param>
    public virtual int? TrialCount(NoiseStream part) => null;

    /// <summary>So many trials of a part, or all that it has.</summary>
    /// <param name="trials">How many are wanted.</param>
    /// <param name="part">Task (training), Validation or Test.</param>
    public int TrialsAtMost(int trials, NoiseStream part) => Math.Min(trials, TrialCount(part) ?? int.MaxValue);

    /// <summary>
    /// The lowest and the highest input value that occurs: where a saturated sensor would stand. By default over the training
    /// part of a data set, or over 1,000 training trials of a task that makes its own.
    /// </summary>
    public virtual (double Lowest, double Highest) InputRange()
    {
        var (lowest, highest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var trial in OneByOne(0, NoiseStream.Task, TrialCount(NoiseStream.Task) ?? 1000))
        {
            foreach (var value in trial.Trial.Inputs)
                (lowest, highest) = (Math.Min(lowest, value), Math.Max(highest, value));
        }

        return (lowest, highest);
    }

    /// <summary>Files the task reads; their contents enter the hashes.</summary>
    public virtual ImmutableArray<string> Files => [];

    /// <summary>Reads what the task needs from files. Called once before the first trial.</summary>
    /// <param name="folder">The folder that relative paths start from: the experiment file's.</param>
    /// <returns>The task ready to make trials.</returns>
    public virtual TrialTask Load(string folder) => this;

    /// <summary>The task under a loss that asks for classes, or for numbers. Called once after <see cref="Load"/>.</summary>
    /// <param name="forClasses">Whether the loss tells classes apart.</param>
    /// <exception cref="InputException">The task's targets are not what is asked for.</exception>
    public virtual TrialTask Asking(bool forClasses) => this;

    /// <summary>
    /// The task at a time step: periods given in time become steps. Called once after <see cref="Load"/>; tasks that count
    /// their periods in steps need not care.
    /// </summary>
    /// <param name="dt">Time step, in the unit of tau.</param>
    /// <exception cref="InputException">A period is not a whole number of steps.</exception>
    public virtual TrialTask At(double dt) => this;

    /// <summary>Number of steps of one trial, at most <see cref="StepCount"/>: nothing is asked and nothing is run beyond.</summary>
    /// <param name="key">Which.</param>
    public virtual int StepsOf(TrialKey key) => StepCount;

    /// <summary>How many trials of the training stream belong together, and so make a batch; null where any number may.</summary>
    public virtual int? TrialsTogether => null;

    /// <summary>A trial of each kind that the task has, for people to look at; empty where there is one kind, which an example shows.</summary>
    /// <param name="seed">The run's seed.</param>
    public virtual ImmutableArray<TrialPicture> Pictures(ulong seed) => [];

    /// <summary>Whether there is a <see cref="Behave"/>.</summary>
    public virtual bool Behaves => false;

    /// <summary>
    /// Lets a network do test trials 0 .. trials - 1 and tells how it went, in the task's own terms. Noise trial p of the network belongs to trial p: levels, arms and networks share draws.
    /// </summary>
    /// <param name="policy">The network under some noise, ready to run.</param>
    /// <param name="seed">The run's seed.</param>
    /// <param name="trials">Number of trials.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <param name="cancellation">Stops between blocks of trials.</param>
    /// <exception cref="InvalidOperationException">The task has no measure but its loss.</exception>
    public virtual Behaviour Behave(Rollout<double> policy, ulong seed, int trials, int threads, CancellationToken cancellation) =>
        throw new InvalidOperationException("the task has no measure but its loss");

    /// <summary>An empty trial of this task's shape.</summary>
    public Trial NewTrial() => new(StepCount, InputCount, OutputCount);

    /// <summary>Makes one trial.</summary>
    /// <param name="key">Which.</param>
    public Trial Make(TrialKey key)
    {
        var trial = NewTrial();
        Fill(key, trial);
        return trial;
    }

    /// <summary>Makes some trials.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">What they are for.</param>
    /// <param name="range">Which.</param>
    internal NumberedTrial[] Make(ulong seed, NoiseStream stream, TrialRange range)
    {
        var trials = new NumberedTrial[range.Count];
        for (var p = 0; p < trials.Length; p++)
        {
            var key = new TrialKey(seed, stream, (ulong)(range.First + p));
            trials[p] = new(range.First + p, Make(key), StepsOf(key));
        }

        return trials;
    }

    /// <summary>Makes trials 0 .. n - 1 one after the other in the same memory: each is there until the next comes.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="stream">What they are for.</param>
    /// <param name="count">n.</param>
    internal IEnumerable<NumberedTrial> OneByOne(ulong seed, NoiseStream stream, int count)
    {
        var trial = NewTrial();
        for (var n = 0; n < count; n++)
        {
            var key = new TrialKey(seed, stream, (ulong)n);
            Refill(trial, key);
            yield return new(n, trial, StepsOf(key));
        }
    }

    /// <summary>Makes one trial in the memory of another.</summary>
    /// <param name="trial">Receives it, whatever it was.</param>
    /// <param name="key">Which.</param>
    public void Refill(Trial trial, TrialKey key)
    {
        trial.Clear();
        Fill(key, trial);
    }

    /// <summary>Writes one trial.</summary>
    /// <param name="key">Which.</param>
    /// <param name="trial">Receives it; all zero on entry.</param>
    public abstract void Fill(TrialKey key, Trial trial);
}
