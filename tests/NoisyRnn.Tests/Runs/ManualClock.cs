namespace NoisyRnn.Tests.Runs;

/// <summary>A clock that only goes on when it is told to.</summary>
internal sealed class ManualClock : TimeProvider
{
    private long _now = 1;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => _now;

    internal void Advance(TimeSpan time) => _now += time.Ticks;
}
