namespace NoisyRnn.Reports;

/// <summary>One experiment among several.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">What it found; null where it was not run.</param>
/// <param name="Page">Its report, from the folder of the page over all; null where there is none.</param>
/// <param name="NotRun">Why it was not run; empty where it was.</param>
public sealed record IndexEntry(string Name, ReportContent? Content, string? Page, string NotRun);
