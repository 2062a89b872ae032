using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using NoisyRnn.Formats;

namespace NoisyRnn.Onnx;

/// <summary>An array on its way into a graph.</summary>
/// <param name="Value">The input.</param>
/// <param name="Numbers">Its elements, row-major.</param>
/// <param name="Shape">Its shape.</param>
internal sealed record OnnxFeed(OnnxValue Value, double[] Numbers, long[] Shape)
{
    /// <summary>The same in the input's own precision, for the runtime.</summary>
    public OrtValue ToValue() => Value.Type == TensorType.F64
        ? OrtValue.CreateTensorValueFromMemory(Numbers, Shape)
        : OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(Numbers, static x => (float)x), Shape);

    /// <summary>Reads what came out.</summary>
    /// <param name="value">The array.</param>
    /// <param name="numbers">Receives it; as long as it must be.</param>
    /// <param name="where">For errors.</param>
    /// <exception cref="InputException">It has another length, or is no array of real numbers.</exception>
    public static void Read(OrtValue value, double[] numbers, string where)
    {
        var shape = value.GetTensorTypeAndShape();
        if (shape.ElementCount != numbers.Length || shape.ElementDataType is not (TensorElementType.Float or TensorElementType.Double))
            throw new InputException($"{where}: {shape.ElementDataType} [{ScalarText.List(shape.Shape)}]; allowed are {numbers.Length} numbers of float32 or float64");
        if (shape.ElementDataType == TensorElementType.Double)
        {
            value.GetTensorDataAsSpan<double>().CopyTo(numbers);
            return;
        }

        var single = value.GetTensorDataAsSpan<float>();
        for (var k = 0; k < numbers.Length; k++)
            numbers[k] = single[k];
    }
}
