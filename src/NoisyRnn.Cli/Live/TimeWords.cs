namespace NoisyRnn.Cli;

/// <summary>Times in the words of people who wait.</summary>
internal static class TimeWords
{
    /// <summary>"8 s", "4 min 10 s", "25 min", "3 h 5 min", "6 days": never less than it is.</summary>
    public static string Of(TimeSpan time) => time switch
    {
        { TotalSeconds: <= 59 } => $"{(int)Math.Ceiling(Math.Max(0, time.TotalSeconds))} s",
        { TotalMinutes: < 10 } => $"{(int)time.TotalMinutes} min {time.Seconds} s",
        { TotalHours: < 1 } => $"{(int)Math.Ceiling(time.TotalMinutes)} min",
        { TotalHours: < 48 } => $"{(int)time.TotalHours} h {time.Minutes} min",
        _ => $"{(int)Math.Round(time.TotalDays)} days",
    };

    /// <summary>The same of seconds, however many.</summary>
    public static string Of(double seconds) => Of(TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 1e9)));
}
