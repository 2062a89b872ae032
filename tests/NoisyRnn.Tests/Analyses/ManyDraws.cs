using System.Collections.Immutable;
using NoisyRnn.Analyses;
using NoisyRnn.Dynamics;
using NoisyRnn.Noise;
using NoisyRnn.Tasks;

namespace NoisyRnn.Tests.Analyses;

/// <summary>Means, covariances of the last hidden state, or of rows of the state from another on, and outputs of one test trial over many noise draws, by plain simulation.</summary>
internal sealed class ManyDraws
{
    private const int Width = 64;

    public ManyDraws(TrainedNetwork subject, ImmutableArray<NoiseSource> noise, int draws, int firstRow = 0)
    {
        var (task, units) = (subject.Task, subject.Network.Units);
        var rollout = subject.Prepare<double>(subject.Network, noise);
        var trial = new Trial(task.StepCount, task.InputCount, task.OutputCount);
        task.Fill(new TrialKey(subject.Seed, NoiseStream.Test, 0), trial);
        var rows = units + (2 * task.OutputCount);
        (Draws, Mean, Covariance) = (draws, new double[rows], new double[rows, rows]);
        var parts = Enumerable.Range(0, draws / Width).AsParallel().AsOrdered().WithDegreeOfParallelism(2).Select(k =>
        {
            var block = new Block<double>(rollout.Cell, rollout.Layout, task.StepCount, task.InputCount, task.OutputCount, Width, backward: false);
            trial.LoadInputs(block, 0, Width);
            for (var lane = 0; lane < Width; lane++)
                block.Trials[lane] = (ulong)((k * Width) + lane);
            rollout.Forward(block);
            var values = new double[rows * Width];
            block.At(block.States, task.StepCount, block.StateRows).Slice(firstRow * Width, units * Width).CopyTo(values);
            var outputs = block.At(block.Outputs, task.StepCount - 1, task.OutputCount);
            outputs.CopyTo(values.AsSpan(units * Width));
            subject.Loss.Respond(outputs);
            outputs.CopyTo(values.AsSpan((units + task.OutputCount) * Width));
            return values;
        });
        var squares = new double[rows, rows];
        var start = new double[rows];
        foreach (var (k, values) in parts.Index())
        {
            for (var i = 0; k == 0 && i < rows; i++)
                start[i] = values[i * Width];
            for (var i = 0; i < rows; i++)
            {
                for (var lane = 0; lane < Width; lane++)
                    Mean[i] += (values[(i * Width) + lane] - start[i]) / draws;
                for (var j = 0; j <= i; j++)
                {
                    for (var lane = 0; lane < Width; lane++)
                        squares[i, j] += (values[(i * Width) + lane] - start[i]) * (values[(j * Width) + lane] - start[j]) / draws;
                }
            }
        }

        for (var i = 0; i < rows; i++)
        {
            for (var j = 0; j <= i; j++)
                Covariance[i, j] = Covariance[j, i] = squares[i, j] - (Mean[i] * Mean[j]);
        }

        for (var i = 0; i < rows; i++)
            Mean[i] += start[i];
    }

    public int Draws { get; }

    /// <summary>Of the hidden state's units, then of the readouts z, then of the outputs y.</summary>
    public double[] Mean { get; }

    /// <summary>Likewise.</summary>
    public double[,] Covariance { get; }
}
