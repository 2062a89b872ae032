namespace NoisyRnn.Tests;

/// <summary>Files that are kept beside the tests.</summary>
internal static class TestFiles
{
    /// <summary>The full path of a file or folder under tests/NoisyRnn.Tests.</summary>
    internal static string Find(string relative)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NoisyRnn.Tests.csproj"))) return Path.Combine(folder.FullName, relative);
        }

        throw new InvalidOperationException("the tests run outside of their project's folder");
    }
}
