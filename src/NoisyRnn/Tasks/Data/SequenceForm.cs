namespace NoisyRnn.Tasks;

/// <summary>What a user says of the form of a file of sequences.</summary>
/// <param name="Header">Whether the first line of a CSV file names its columns; null where the line tells.</param>
/// <param name="Label">The column or array of labels; empty where names or places tell.</param>
/// <param name="Index">The columns that are left out, each on a line of its own; empty where names tell, "none" for none.</param>
/// <param name="Layout">The order of the axes of arrays.</param>
/// <param name="StaticChannels">So many columns of x [trials, channels] are channels of a single step, not steps: the inputs of a network without time; null where time is asked.</param>
internal sealed record SequenceForm(bool? Header, string Label, string Index, SequenceLayout Layout, int? StaticChannels = null)
{
    /// <summary>Nothing said.</summary>
    internal static readonly SequenceForm Unsaid = new(null, "", "", SequenceLayout.Auto);

    /// <summary>What says that no column is left out.</summary>
    internal const string None = "none";

    /// <summary>The names of columns that are left out.</summary>
    internal string[] LeftOut => Index is "" or None ? [] : Index.Split('\n');

    /// <summary>Whether the user said which columns are values: all that are neither the label nor left out.</summary>
    internal bool SaysIndex => Index.Length > 0;
}
