namespace NoisyRnn.Cli;

/// <summary>Standard output and error: what they can show, and that they never end the work.</summary>
internal static class Terminal
{
    private const int WidthOfFiles = 200, UsualWidth = 80, LeastWidth = 40;

    static Terminal()
    {
        OpenDescriptors.TakeFree();
        (Output, Errors) = (new StandardStream(1), new StandardStream(2));
    }

    /// <summary>Standard output as it is: for text that holds escape sequences of ours, and none of a user's.</summary>
    public static StandardStream Output { get; }

    /// <summary>Standard error as it is.</summary>
    public static StandardStream Errors { get; }

    /// <summary>Whether standard output is a terminal that understands escape sequences, and nobody minds them.</summary>
    public static bool OutputHasEscapes => !Console.IsOutputRedirected && TakesEscapes;

    /// <summary>The same of standard error.</summary>
    public static bool ErrorsHaveEscapes => !Console.IsErrorRedirected && TakesEscapes;

    /// <summary>Columns of standard output.</summary>
    public static int Width
    {
        get
        {
            try
            {
                return Console.IsOutputRedirected ? WidthOfFiles : Console.WindowWidth is >= LeastWidth and var width ? width : UsualWidth;
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
            {
                return UsualWidth;
            }
        }
    }

    private static bool TakesEscapes =>
        (OperatingSystem.IsWindows() || Variable("TERM") is not ("" or "dumb")) && Variable("NO_COLOR").Length == 0 && Variable("CI").Length == 0;

    /// <summary>From now on all that is printed goes through here.</summary>
    public static void Open()
    {
        // The runtime itself switches a terminal's keypad over before the first line, in the words of this variable.
        if (!TakesEscapes && !OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable("TERM", "dumb");
        Console.SetOut(new PrintableWriter(Output));
        Console.SetError(new PrintableWriter(Errors));
    }

    /// <summary>The exit code, once all is printed: what was asked for and could not be printed is a failure.</summary>
    /// <param name="code">That of the work.</param>
    public static int Close(int code)
    {
        if (Output.Problem is not { } problem)
            return code;
        Console.Error.WriteLine($"noisyrnn: standard output: not all could be written: {problem}");
        return code == ExitCode.Done ? ExitCode.Failed : code;
    }

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name) ?? "";
}
