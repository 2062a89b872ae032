using Microsoft.ML.OnnxRuntime;

namespace NoisyRnn.Tests.Networks;

/// <summary>An ONNX file executed by ONNX Runtime, on one thread.</summary>
internal sealed class OnnxRun : IDisposable
{
    private readonly InferenceSession _session;

    internal OnnxRun(string path)
    {
        using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
        _session = new(path, options);
        IsSingle = _session.OutputMetadata.Values.First().ElementType == typeof(float);
    }

    internal bool IsSingle { get; }

    internal IReadOnlyDictionary<string, string> Metadata => _session.ModelMetadata.CustomMetadataMap;

    /// <summary>Runs it once on some inputs, others keep their defaults.</summary>
    internal double[] Run(string output, params (string Name, double[] Values, long[] Shape)[] inputs)
    {
        using var options = new RunOptions();
        var values = inputs.Select(input => IsSingle ? OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(input.Values, static x => (float)x), input.Shape) : OrtValue.CreateTensorValueFromMemory(input.Values, input.Shape)).ToArray();
        try
        {
            using var results = _session.Run(options, [.. inputs.Select(static input => input.Name)], values, [output]);
            return IsSingle ? Array.ConvertAll(results[0].GetTensorDataAsSpan<float>().ToArray(), static x => (double)x) : results[0].GetTensorDataAsSpan<double>().ToArray();
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    public void Dispose() => _session.Dispose();
}
