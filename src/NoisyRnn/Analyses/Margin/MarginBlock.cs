using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Analyses;

/// <summary>
/// A block of test trials whose inputs may be perturbed: which are answered rightly then, by how much, and in which direction that changes. A trial is answered
/// rightly where the target's output is the largest at every step that counts. One thread at a time; a lane's numbers do not depend on the others.
/// </summary>
internal sealed class MarginBlock
{
    /// <summary>Trials in a block; arrays over inputs are [step][channel][lane].</summary>
    public const int Lanes = 16;

    private readonly TrainedNetwork _subject;
    private readonly Rollout<double> _rollout;
    private readonly TrialBlock<double> _trials;
    private readonly Block<double> _block;
    private readonly double[] _clean;
    private readonly int[] _targets;

    /// <summary>Allocates a block.</summary>
    /// <param name="subject">The network.</param>
    /// <param name="rollout">The same without noise, ready to run; shared by all threads.</param>
    public MarginBlock(TrainedNetwork subject, Rollout<double> rollout)
    {
        (_subject, _rollout) = (subject, rollout);
        _trials = new(subject.Task, rollout.Cell, rollout.Layout, Lanes, backward: true);
        _block = _trials.Block;
        _block.WantsGradients = false;
        _block.InputGradients = new double[_block.Inputs.Length];
        _clean = new double[_block.Inputs.Length];
        _targets = new int[subject.Task.StepCount * Lanes];
    }

    /// <summary>Length of an array over the inputs at most.</summary>
    public int MostValues => _clean.Length;

    /// <summary>Length of an array over the inputs of the trials at hand.</summary>
    public int Values => _block.Steps * _block.InputRows * Lanes;

    /// <summary>Steps of the longest trial at hand.</summary>
    public int Steps => _block.Steps;

    /// <summary>O.</summary>
    public int Classes => _block.OutputRows;

    /// <summary>The inputs as the task gives them.</summary>
    public ReadOnlySpan<double> Clean => _clean.AsSpan(0, Values);

    /// <summary>grad_x (z_y - z_j) of the last way back.</summary>
    public ReadOnlySpan<double> Gradient => _block.InputGradients.AsSpan(0, Values);

    /// <summary>w . w, w the gradient. [lanes]</summary>
    public double[] Steepness { get; } = new double[Lanes];

    /// <summary>w . d, d the perturbation. [lanes]</summary>
    public double[] Along { get; } = new double[Lanes];

    /// <summary>Takes trials into the lanes.</summary>
    /// <param name="trials">Which.</param>
    public void Fill(TrialRange trials)
    {
        _trials.Fill(_subject.Seed, NoiseStream.Test, (ulong)trials.First, trials.Count, _subject.Loss.Weight);
        _block.Inputs.AsSpan(0, Values).CopyTo(_clean);
        for (var t = 0; t < Steps; t++)
        {
            // The mask of output 0 is the step's.
            for (var lane = 0; lane < Lanes; lane++)
                _targets[(t * Lanes) + lane] = _block.Wanted[t] && _trials.Masks[Place(t, 0, lane)] != 0 ? Largest(_trials.Targets, t, lane) : -1;
        }
    }

    /// <summary>y: the class that is asked for at a step; below 0 where nothing is.</summary>
    public int Target(int step, int lane) => _targets[(step * Lanes) + lane];

    /// <summary>Runs forward with a perturbation added to the inputs.</summary>
    /// <param name="perturbation">[<see cref="Values"/>]</param>
    public void Forward(ReadOnlySpan<double> perturbation)
    {
        var inputs = _block.Inputs;
        for (var k = 0; k < perturbation.Length; k++)
            inputs[k] = _clean[k] + perturbation[k];
        _rollout.Forward(_block);
    }

    /// <summary>Makes <see cref="Gradient"/>, <see cref="Steepness"/> and <see cref="Along"/> where the last way forward led.</summary>
    /// <param name="rivals">The wrong answer of each lane; null for none.</param>
    /// <param name="perturbation">That of the last way forward.</param>
    public void Backward(ReadOnlySpan<MarginRival?> rivals, ReadOnlySpan<double> perturbation)
    {
        Array.Clear(_block.OutputGradients);
        for (var lane = 0; lane < Lanes; lane++)
        {
            if (rivals[lane] is not { } rival)
                continue;
            _block.OutputGradients[Place(rival.Step, Target(rival.Step, lane), lane)] = 1;
            _block.OutputGradients[Place(rival.Step, rival.Class, lane)] = -1;
        }

        _rollout.Backward(_block);
        MarginVectors.Dots(Gradient, Gradient, Steepness);
        MarginVectors.Dots(Gradient, perturbation, Along);
    }

    /// <summary>z_y - z_j, of the last way forward.</summary>
    public double Gap(MarginRival rival, int lane) =>
        _block.Outputs[Place(rival.Step, Target(rival.Step, lane), lane)] - _block.Outputs[Place(rival.Step, rival.Class, lane)];

    /// <summary>Whether a lane's answers were right on the last way forward; where nothing counts there is none to be wrong.</summary>
    public bool IsRight(int lane)
    {
        for (var t = 0; t < Steps; t++)
        {
            if (Target(t, lane) >= 0 && (Largest(_block.Outputs, t, lane) != Target(t, lane) || !IsFinite(t, lane)))
                return false;
        }

        return true;
    }

    /// <summary>All wrong answers that a lane could give.</summary>
    public IEnumerable<MarginRival> Rivals(int lane)
    {
        for (var t = 0; t < Steps; t++)
        {
            for (var j = 0; Target(t, lane) >= 0 && j < Classes; j++)
            {
                if (j != Target(t, lane))
                    yield return new(t, j);
            }
        }
    }

    /// <summary>The wrong answer that is the nearest to being given, or is given, on the last way forward; null where nothing counts.</summary>
    public MarginRival? Nearest(int lane) => Rivals(lane).Select(static rival => (MarginRival?)rival).MinBy(rival => Gap(rival!.Value, lane));

    // The first of equal ones, as in the accuracy.
    private int Largest(double[] values, int step, int lane)
    {
        var best = 0;
        for (var o = 1; o < Classes; o++)
        {
            if (values[Place(step, o, lane)] > values[Place(step, best, lane)])
                best = o;
        }

        return best;
    }

    private bool IsFinite(int step, int lane)
    {
        for (var o = 0; o < Classes; o++)
        {
            if (!double.IsFinite(_block.Outputs[Place(step, o, lane)]))
                return false;
        }

        return true;
    }

    private int Place(int step, int output, int lane) => (((step * Classes) + output) * Lanes) + lane;
}
