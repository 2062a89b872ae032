namespace NoisyRnn.Reports;

/// <summary>One pair of axes in a grid of them.</summary>
/// <param name="Number">1, 2, ... row by row.</param>
/// <param name="Row">The row's name: an arm.</param>
/// <param name="Column">The column's name: a placement.</param>
/// <param name="IsSilent">Whether it is of networks trained without noise.</param>
internal sealed record Panel(int Number, string Row, string Column, bool IsSilent = false)
{
    /// <summary>Plotly's name of the horizontal axis: x, x2, ...</summary>
    public string X => "x" + Suffix;

    /// <summary>Plotly's name of the vertical axis: y, y2, ...</summary>
    public string Y => "y" + Suffix;

    /// <summary>The key of the horizontal axis in the layout.</summary>
    public string XKey => "xaxis" + Suffix;

    /// <summary>The key of the vertical axis in the layout.</summary>
    public string YKey => "yaxis" + Suffix;

    private string Suffix => Number == 1 ? "" : $"{Number}";
}
