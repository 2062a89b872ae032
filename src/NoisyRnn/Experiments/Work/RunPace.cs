using System.Diagnostics;
using NoisyRnn.Runs;
using NoisyRnn.Training;

namespace NoisyRnn.Experiments;

/// <summary>How far and how fast one run is, told some times a second, however short its iterations are.</summary>
/// <param name="iterations">Iterations of training at most.</param>
/// <param name="tell">Gets it.</param>
internal sealed class RunPace(int iterations, Action<Heartbeat> tell)
{
    /// <summary>Training is about this share of a run's time.</summary>
    internal const double TrainingShare = 0.8;

    // A rate is that of the last one or two of these: it follows a machine that gets busy, and does not flicker.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5), Often = TimeSpan.FromSeconds(0.1);

    private readonly long _start = Stopwatch.GetTimestamp();
    private Mark? _earlier, _later;
    private long _told;
    private double? _startShare;
    private Heartbeat _last = new(RunWork.TrainingStageName, 0, 0, iterations);

    /// <summary>After an iteration.</summary>
    public void At(TrainingState state)
    {
        var now = Stopwatch.GetTimestamp();
        _earlier ??= _later = new(now, state.Iteration);
        if (Stopwatch.GetElapsedTime(_told, now) < Often && state.Iteration < iterations)
            return;
        _told = now;
        var since = state.Iteration - (state.Curve.Count == 0 ? 0 : state.Curve[^1].Iteration);
        var seconds = Stopwatch.GetElapsedTime(_earlier.At, now).TotalSeconds;
        Tell(_last with
        {
            Share = TrainingShare * state.Iteration / iterations,
            Iteration = state.Iteration,
            Loss = since > 0 ? state.LossSum / since : state.Curve.Count > 0 ? state.Curve[^1].Training : null,
            Rate = seconds > 0 && state.Iteration > _earlier.Iteration ? (state.Iteration - _earlier.Iteration) / seconds : null,
        });
        if (Stopwatch.GetElapsedTime(_later!.At, now) >= Window)
            (_earlier, _later) = (_later, new(now, state.Iteration));
    }

    /// <summary>In an analysis.</summary>
    /// <param name="stage">Its name.</param>
    /// <param name="share">Share of all analyses that is done.</param>
    public void At(string stage, double share)
    {
        var now = Stopwatch.GetTimestamp();
        if (stage == _last.Stage && Stopwatch.GetElapsedTime(_told, now) < Often)
            return;
        _told = now;
        Tell(_last with { Stage = stage, Share = TrainingShare + ((1 - TrainingShare) * share), Rate = null });
    }

    /// <summary>At the end.</summary>
    public void AtEnd() => Tell(_last with { Share = 1, Rate = null });

    private void Tell(Heartbeat heartbeat)
    {
        // What an earlier process did takes no more time.
        _startShare ??= heartbeat.Share;
        var gained = heartbeat.Share - _startShare.Value;
        _last = heartbeat with { SecondsLeft = gained > 0.005 ? Stopwatch.GetElapsedTime(_start).TotalSeconds * (1 - heartbeat.Share) / gained : null };
        tell(_last);
    }

    private sealed record Mark(long At, int Iteration);
}
