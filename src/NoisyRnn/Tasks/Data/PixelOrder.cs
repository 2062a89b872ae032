namespace NoisyRnn.Tasks;

/// <summary>The order in which a network sees the pixels of an image.</summary>
public enum PixelOrder
{
    /// <summary>Row after row, left to right.</summary>
    Ordered,

    /// <summary>One random order, the same for every image and every run.</summary>
    Permuted,
}
