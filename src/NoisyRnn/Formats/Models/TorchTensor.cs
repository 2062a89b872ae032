using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>A view of a storage.</summary>
/// <param name="Storage">The storage.</param>
/// <param name="Offset">The place of the first element.</param>
/// <param name="Shape">The dimensions.</param>
/// <param name="Strides">Steps between neighbours along each dimension, in elements.</param>
internal sealed record TorchTensor(TorchStorage Storage, long Offset, ImmutableArray<int> Shape, ImmutableArray<long> Strides);

/// <summary>A storage of a PyTorch file: numbers of one type in a row, which tensors may share.</summary>
/// <param name="Type">Their type.</param>
/// <param name="Key">Its file within the zip file.</param>
/// <param name="Count">How many.</param>
internal sealed record TorchStorage(TensorType Type, string Key, long Count);
