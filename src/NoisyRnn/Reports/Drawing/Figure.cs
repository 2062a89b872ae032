namespace NoisyRnn.Reports;

/// <summary>One figure: what Plotly draws, the words below it, and the numbers behind it.</summary>
internal sealed record Figure
{
    /// <summary>The folder of the figures' files in the report's folder.</summary>
    public const string Folder = "figures";

    /// <summary>How the names of drawings' files end.</summary>
    public const string JsonEnding = ".plotly.json";

    /// <summary>Name of its files and of its place in the page: lower case, hyphens.</summary>
    public required string Name { get; init; }

    /// <summary>Heading (plain text).</summary>
    public required string Title { get; init; }

    /// <summary>The part of the page in which it stands.</summary>
    public FigurePart Part { get; init; }

    /// <summary>What was found, in one sentence of its numbers (plain text); empty where there is none.</summary>
    public string Finding { get; init; } = "";

    /// <summary>What one sees, how to read it (plain text).</summary>
    public required string Caption { get; init; }

    /// <summary>Plotly's traces, in the order of drawing.</summary>
    public required IReadOnlyList<object> Traces { get; init; }

    /// <summary>Plotly's layout.</summary>
    public required IReadOnlyDictionary<string, object?> Layout { get; init; }

    /// <summary>The numbers, not rounded.</summary>
    public required FigureTable Table { get; init; }

    /// <summary>File name of the numbers.</summary>
    public string CsvName => Name + ".csv";

    /// <summary>File name of the drawing.</summary>
    public string JsonName => Name + JsonEnding;
}
