using Xunit;

namespace NoisyRnn.Tests;

/// <summary>The folder of real data that NOISYRNN_DATA names; tests that need it are skipped, visibly, without it.</summary>
internal static class RealData
{
    private const string Variable = "NOISYRNN_DATA";

    /// <summary>The full path of a file or folder in it; skips the test where the variable is not set.</summary>
    internal static string Find(string relative)
    {
        var folder = Environment.GetEnvironmentVariable(Variable);
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"{Variable} does not name a folder of data ({relative} is needed)");
        return Path.Combine(Path.GetFullPath(folder!), relative);
    }
}
