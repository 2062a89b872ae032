namespace NoisyRnn.Tests;

/// <summary>The checkout that the tests were built from, for tests that read files of the project.</summary>
internal static class Checkout
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Above(AppContext.BaseDirectory);

    /// <summary>A file or folder of the project, by its parts below the root.</summary>
    public static string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Root, .. parts]);

    private static string Above(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "NoisyRnn.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no NoisyRnn.slnx in or above {start}: these tests run inside a checkout");
    }
}
