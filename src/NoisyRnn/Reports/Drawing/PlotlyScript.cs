using System.Xml.Linq;

namespace NoisyRnn.Reports;

/// <summary>Where the page takes Plotly from: from within itself, or from a public network with a check of the bytes.</summary>
internal sealed class PlotlyScript
{
    /// <summary>The version that <c>web/package.json</c> pins (a test compares the two).</summary>
    public const string Version = "4.1.1";

    /// <summary>The SHA-384 of that version's file: a browser refuses any other (a test compares it with the file).</summary>
    public const string Integrity = "sha384-zc4SwKObGL/W0M3RUI09UPWjlgIZHfbwMgcZO6713mRh78tfUmIQKhzCyE2LIiUg";

    private const string Host = "https://cdn.jsdelivr.net";
    private const string ResourceName = "plotly.min.js";

    private readonly string? _source;

    private PlotlyScript(string? source)
    {
        _source = source;
    }

    /// <summary>The script itself where this build has it, else a link.</summary>
    public static PlotlyScript OfThisBuild { get; } = new(PageResource.ReadIfPresent(ResourceName));

    /// <summary>A link, whatever this build has.</summary>
    public static PlotlyScript Linked { get; } = new(null);

    /// <summary>Where a page without the script asks for it.</summary>
    public static string Address => $"{Host}/npm/plotly.js-cartesian-dist-min@{Version}/plotly-cartesian.min.js";

    /// <summary>Whether the page needs nothing from outside.</summary>
    public bool IsEmbedded => _source is not null;

    /// <summary>The script's text; null where it is linked.</summary>
    public string? Source => _source;

    /// <summary>
    /// What the page may load (Content-Security-Policy): its own inline script and style, images that it makes itself,
    /// and the linked script if need be; the browser refuses every other request.
    /// </summary>
    public string Policy =>
        "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'; "
        + "script-src 'unsafe-inline'" + (IsEmbedded ? "" : " " + Host);

    /// <summary>The script element.</summary>
    public string Element()
    {
        if (_source is null)
        {
            return new XElement("script", new XAttribute("src", Address), new XAttribute("integrity", Integrity),
                new XAttribute("crossorigin", "anonymous"), "").ToString();
        }

        // Only these two could end the element early; inside a script's strings the backslash changes nothing.
        var safe = _source.Replace("</script", "<\\/script", StringComparison.OrdinalIgnoreCase).Replace("<!--", "<\\!--");
        return $"<script>{safe}</script>";
    }
}
