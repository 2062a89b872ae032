using System.Collections.Immutable;
using System.Numerics;
using NoisyRnn.Dynamics;
using NoisyRnn.Networks;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Training;

/// <summary>
/// Trains one network. Trial numbers and noise follow from the iteration alone, so training may stop after any iteration
/// and go on from its <see cref="TrainingState"/> with the same bits.
/// </summary>
/// <typeparam name="T">float (the rule) or double (the reference).</typeparam>
public sealed class Trainer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TrainingSpec _spec;
    private readonly ulong _seed;
    private readonly Rollout<T> _rollout, _validationRollout;
    private readonly BatchPass<T>? _pass;
    private readonly MomentPass? _moments;
    private readonly ForwardPass<T> _validation;
    private readonly double[] _gradient;
    private readonly LevelledIncrements<T>[] _levels;

    /// <summary>Prepares training.</summary>
    /// <param name="setup">What is trained; its task is loaded.</param>
    /// <param name="threads">Threads to use at most; never changes a bit.</param>
    /// <exception cref="ArgumentException">The setup's training does not fit its network, scheme or noise.</exception>
    public Trainer(Setup setup, int threads)
    {
        (_spec, _seed) = (setup.Training, setup.Seed);
        if (_spec.Refusal(setup.Network, setup.Scheme, setup.Noise) is { } refusal)
            throw new ArgumentException(refusal, nameof(setup));
        var levels = new List<LevelledIncrements<T>>();
        _gradient = new double[setup.TrainedLayout.Length];
        var penalty = _spec.Penalty.IsActive() ? _spec.Penalty : null;
        _rollout = penalty?.Prepare<T>(setup) ?? Prepare(setup.Noise, NoiseStream.Dynamics);
        _validationRollout = Prepare(_spec.ValidationNoise == ValidationNoise.None ? [] : setup.Noise, NoiseStream.Validation);
        if (_spec.Moments == TrainingMoments.Closure)
            _moments = new MomentPass(setup, threads);
        else
            _pass = new BatchPass<T>(_rollout, setup.Task, _spec.Loss, _spec.Batch, threads, _spec.L2Rates, penalty?.Weight ?? 0);
        _validation = new ForwardPass<T>(_validationRollout, setup.Task, _spec.Loss, ValidationTrials(_spec, setup.Task), threads);
        State = new TrainingState(setup);

        _levels = [.. levels];

        Rollout<T> Prepare(ImmutableArray<NoiseSource> sources, NoiseStream stream)
        {
            var draws = setup.Draw<T>(sources, stream);
            if (setup.LearntSource is { } learnt)
                return setup.Prepare(sources.IsEmpty ? draws : new LearntIncrements<T>(draws, (NoiseTerm)learnt.Placement), setup.TrainedLayout);
            if (!_spec.NoiseSchedule.Varies)
                return setup.Prepare(draws);
            var key = NoiseKey.Of(setup.Seed, stream == NoiseStream.Validation ? Substream.ValidationLevel : Substream.TrainingLevel);
            levels.Add(new(draws, _spec.NoiseSchedule.IsRandomPerTrial ? key : null));
            return setup.Prepare(levels[^1]);
        }
    }

    /// <summary>What has been reached; may be filled from a checkpoint before <see cref="Run"/>.</summary>
    public TrainingState State { get; }

    /// <summary>Whether there is nothing left to do.</summary>
    public bool IsDone => State.Iteration >= _spec.Iterations || State.DivergedAt is not null || State.TargetReached || State.OutOfPatience;

    /// <summary>Trials of a validation: a data set's validation part has no more than it has.</summary>
    private static int ValidationTrials(TrainingSpec spec, TrialTask task) =>
        task.TrialsAtMost(spec.ValidationTrials, NoiseStream.Validation);

    /// <summary>Trains until done.</summary>
    /// <param name="afterIteration">Called between iterations; the state may be saved there.</param>
    /// <param name="cancellation">Stops between iterations, with an OperationCanceledException.</param>
    public void Run(Action<TrainingState>? afterIteration = null, CancellationToken cancellation = default)
    {
        while (!IsDone)
        {
            Iterate();
            afterIteration?.Invoke(State);
            cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>One iteration: a batch forward and back, and a step of the optimiser.</summary>
    public void Iterate()
    {
        _rollout.Refresh(State.Parameters);
        // Its validation too has the noise of this iteration.
        foreach (var levels in _levels)
            levels.Factor = _spec.NoiseSchedule.Factor(State.Iteration, _spec.Iterations);
        var first = (ulong)State.Iteration * (ulong)_spec.Batch;
        _moments?.Refresh(State.Parameters);
        var loss = _moments?.Run(NoiseStream.Task, first, _spec.Batch, _gradient) ?? _pass!.Run(_seed, NoiseStream.Task, first, _gradient);
        State.LossSum += loss;
        AddWeightPenalty();
        var norm = GradientNorm();
        if (!double.IsFinite(loss) || !double.IsFinite(norm))
        {
            State.DivergedAt = State.Iteration + 1;
            return;
        }

        if (_spec.ClipValue is { } most)
        {
            foreach (ref var g in _gradient.AsSpan())
                g = Math.Clamp(g, -most, most);
            norm = GradientNorm();
        }

        if (_spec.ClipNorm is { } limit)
        {
            // The small term and its place are those of the field's habit (PyTorch's clip_grad_norm_).
            var scale = Math.Min(1, limit / (norm + 1e-6));
            foreach (ref var g in _gradient.AsSpan())
                g *= scale;
        }

        Step();
        if (State.Iteration % _spec.ValidateEvery == 0 || State.Iteration == _spec.Iterations)
            Validate();
    }

    private void AddWeightPenalty()
    {
        if (_spec.L2Weights == 0)
            return;
        foreach (var slice in State.Parameters.Layout.Slices)
        {
            for (var k = slice.Offset; slice.IsWeight && slice.Trainable && k < slice.Offset + slice.Length; k++)
                _gradient[k] += 2 * _spec.L2Weights * State.Parameters.Values[k];
        }
    }

    private double GradientNorm()
    {
        var sum = 0.0;
        foreach (var g in _gradient)
            sum += g * g;
        return Math.Sqrt(sum);
    }

    private void Step()
    {
        var rate = _spec.Optimizer.Rate * _spec.Schedule.Factor((double)State.Iteration / _spec.Iterations);
        State.Iteration++;
        foreach (var slice in State.Parameters.Layout.Slices)
        {
            if (!slice.Trainable)
                continue;
            var count = _spec.Optimizer.Moments;
            _spec.Optimizer.Step(
                State.Parameters[slice], _gradient.AsSpan(slice.Offset, slice.Length),
                State.Moments.AsSpan(count * slice.Offset, count * slice.Length), rate, State.Iteration);
        }
    }

    private void Validate()
    {
        _validationRollout.Refresh(State.Parameters);
        var (loss, accuracy) = _validation.Run(_seed, NoiseStream.Validation);
        var since = State.Iteration - (State.Curve.Count == 0 ? 0 : State.Curve[^1].Iteration);
        State.Record(new LearningCurveEntry(State.Iteration, State.LossSum / since, loss, accuracy, State.NoiseFactor));
        State.LossSum = 0;
        State.TargetReached = _spec.TargetLoss is { } target && loss <= target;
        if (!double.IsFinite(loss))
            State.DivergedAt = State.Iteration;
    }
}
