using System.Globalization;

namespace NoisyRnn.Networks;

/// <summary>The names of the arrays of recurrent layers one above the other: of the first layer W_rec, of the second W_rec_2.</summary>
internal static class LayerNames
{
    /// <summary>The name of a layer's array.</summary>
    /// <param name="name">Its name in a layer.</param>
    /// <param name="layer">1 .. L.</param>
    public static string In(string name, int layer) => layer == 1 ? name : $"{name}_{layer}";

    /// <summary>The name of an array in its layer, and the layer.</summary>
    /// <param name="name">Its name.</param>
    public static (string Name, int Layer) PlaceOf(string name) =>
        name.LastIndexOf('_') is > 0 and var at && int.TryParse(name.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var layer) ? (name[..at], layer) : (name, 1);

    /// <summary>What the layers above the first read, in words.</summary>
    /// <param name="layers">L.</param>
    /// <param name="hidden">The hidden state's letter.</param>
    /// <param name="own">What each layer has of its own.</param>
    public static string Reads(int layers, string hidden, string own = "each layer has W_in, W_rec, b and noise of its own") =>
        $"{(layers == 2 ? $"x_2 = {hidden}_1[t+1]" : $"x_l = {hidden}_(l-1)[t+1] for l = 2 to {layers}")}; {own}";
}
