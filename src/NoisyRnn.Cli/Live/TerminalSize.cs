using System.Runtime.InteropServices;

namespace NoisyRnn.Cli;

/// <summary>How many columns and rows a terminal has at this moment.</summary>
internal readonly partial record struct TerminalSize(int Columns, int Rows)
{
    private const int UsualColumns = 80, UsualRows = 24, LeastColumns = 20, LeastRows = 3;

    // TIOCGWINSZ of Linux. The runtime's own Console.WindowWidth asks standard output alone, which may be a file here.
    private const nuint GetWindowSize = 0x5413;

    /// <summary>That of a standard stream: 1 for output, 2 for errors. A terminal that does not know counts as one of 80 by 24.</summary>
    public static TerminalSize Of(int descriptor)
    {
        if (OperatingSystem.IsLinux() && Ioctl(descriptor, GetWindowSize, out var size) == 0)
            return Known(size.Columns, size.Rows);
        try
        {
            return Console.IsOutputRedirected ? Known(0, 0) : Known(Console.WindowWidth, Console.WindowHeight);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            return Known(0, 0);
        }
    }

    private static TerminalSize Known(int columns, int rows) =>
        new(columns > 0 ? Math.Max(LeastColumns, columns) : UsualColumns, rows > 0 ? Math.Max(LeastRows, rows) : UsualRows);

    [DllImport("libc", EntryPoint = "ioctl")]
    private static extern int Ioctl(int descriptor, nuint request, out WindowSize size);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct WindowSize
    {
        public readonly ushort Rows, Columns, Width, Height;
    }
}
