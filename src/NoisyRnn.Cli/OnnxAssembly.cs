using System.Reflection;
using System.Runtime.Loader;
using NoisyRnn.Analyses;
using NoisyRnn.Formats;

namespace NoisyRnn.Cli;

/// <summary>
/// NoisyRnn.Onnx, which runs ONNX files and is no part of this program, for its native runtime is 30 MB: in the folder onnx beside the program, or where
/// NOISYRNN_ONNX says.
/// </summary>
internal sealed class OnnxAssembly : AssemblyLoadContext
{
    private const string Variable = "NOISYRNN_ONNX", Runner = "NoisyRnn.Onnx";

    private readonly AssemblyDependencyResolver _resolver;

    private OnnxAssembly(string path)
        : base(Runner) => _resolver = new(path);

    /// <summary>Whether a file is of its kind, by its name.</summary>
    public static bool IsOnnx(string file) => file.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase);

    /// <summary>Opens a network.</summary>
    /// <param name="file">An ONNX file.</param>
    /// <param name="roles">Which input and output is what; null where names tell.</param>
    /// <exception cref="InputException">The file is at fault, or the assembly is not there; then it is said how it is added.</exception>
    public static ExecutedModel Open(string file, string? roles)
    {
        var beside = System.IO.Path.Combine(AppContext.BaseDirectory, "onnx");
        var folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } said ? UserPath.Expand(said, Variable) : beside;
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, $"{Runner}.dll"));
        var how = $"in a checkout of NoisyRnn 'dotnet publish src/{Runner} -c Release -o {beside}' adds it, or {Variable} names the folder where it is";
        if (!File.Exists(path))
            throw new InputException($"{file}: ONNX files are run by {Runner}, which is not in {folder}: {how}");
        try
        {
            var open = new OnnxAssembly(path).LoadFromAssemblyPath(path).GetType($"{Runner}.OnnxModel", throwOnError: true)!.GetMethod("Open", [typeof(string), typeof(string)])
                ?? throw new MissingMethodException($"{Runner}.OnnxModel", "Open");
            return (ExecutedModel)open.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [file, roles], null)!;
        }
        catch (Exception error) when (error is MissingMemberException or TypeLoadException or BadImageFormatException or FileLoadException or InvalidCastException or DllNotFoundException)
        {
            throw new InputException($"{path}: cannot be used ({error.Message}): it is of another version of NoisyRnn, or without its runtime; {how}", error);
        }
    }

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name != "NoisyRnn" && _resolver.ResolveAssemblyToPath(assemblyName) is { } path ? LoadFromAssemblyPath(path) : null;

    /// <inheritdoc/>
    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } path ? LoadUnmanagedDllFromPath(path) : 0;
}
