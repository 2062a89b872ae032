using System.Security.Cryptography;
using NoisyRnn.Reports;
using Xunit;

namespace NoisyRnn.Tests.Experiments;

/// <summary>The files of a report by the hashes of their bytes, beside those that are written down in <c>golden/</c>.</summary>
internal static class ReportHashes
{
    /// <summary>Writes a report beside the tests, to be looked at where it differs, and compares its files.</summary>
    /// <param name="content">The report.</param>
    /// <param name="kind">The folder in <c>golden/</c>, and beside the tests.</param>
    /// <param name="name">The report's name there.</param>
    public static void AreKept(ReportContent content, string kind, string name)
    {
        var report = Path.Combine(AppContext.BaseDirectory, kind, name);
        if (Directory.Exists(report))
            Directory.Delete(report, recursive: true);
        Report.Write(content, report, PlotlyScript.Linked);
        File.WriteAllText(Path.Combine(report, "summary.md"), MarkdownSummary.Of(content));
        var files = Directory.GetFiles(report, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(file => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..16]}  {Path.GetRelativePath(report, file).Replace('\\', '/')}").ToArray();

        File.WriteAllLines(report + ".txt", files);
        var golden = File.ReadAllLines(Checkout.Path("tests", "NoisyRnn.Tests", "Experiments", "golden", kind, name + ".txt"));
        Assert.True(golden.SequenceEqual(files), $"the report of {name} has changed: {string.Join(", ", files.Except(golden).Concat(golden.Except(files)).Select(static line => line[18..]).Distinct())}");
    }
}
