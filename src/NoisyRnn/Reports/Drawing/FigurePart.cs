namespace NoisyRnn.Reports;

/// <summary>The part of the page in which a figure stands; the parts tell a story in this order.</summary>
internal enum FigurePart
{
    /// <summary>What was found. The first figure of the page is one of these.</summary>
    Result,

    /// <summary>One network at any noise, under a slider.</summary>
    Portrait,

    /// <summary>Why.</summary>
    Why,

    /// <summary>What to do about it.</summary>
    Repair,

    /// <summary>For those who check; folded away.</summary>
    Appendix,
}
