namespace NoisyRnn.Experiments;

/// <summary>Numbers of runs and their times, in words.</summary>
internal static class RunWords
{
    /// <summary>"1 run", "3 runs".</summary>
    public static string Count(int number, string thing) => number == 1 ? $"1 {thing}" : $"{number} {thing}s";

    /// <summary>"about 3.2 core-minutes".</summary>
    /// <param name="minutes">The minutes.</param>
    /// <param name="bound">"about", or "at most".</param>
    public static string CoreMinutes(double minutes, string bound) => minutes < 0.05 ? "less than 0.1 core-minutes" : $"{bound} {(minutes < 10 ? $"{minutes:F1}" : $"{minutes:F0}")} core-minutes";

    /// <summary>"40 s", "3 min".</summary>
    public static string Time(double minutes) => minutes < 1 ? $"{Math.Ceiling(minutes * 60)} s" : $"{Math.Ceiling(minutes)} min";
}
