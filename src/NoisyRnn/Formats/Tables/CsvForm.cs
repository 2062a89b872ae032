using System.Collections.Immutable;

namespace NoisyRnn.Formats;

/// <summary>How a CSV file is to be read as a table.</summary>
/// <param name="Separator">Between fields, as in <see cref="CsvLine"/>.</param>
/// <param name="Header">The names of the columns; empty where there are none.</param>
/// <param name="HeaderLine">The line that they stand in, which is no row; 0 where none is to be left out.</param>
/// <param name="Cells">How each column is read; empty for numbers throughout, as many as the first row has.</param>
/// <param name="Gaps">Whether cells may be missing: NaN in the row, or no part of it at its end.</param>
/// <param name="Longer">Whether rows may have more cells than are described: numbers.</param>
/// <param name="Most">The most rows that are read.</param>
internal sealed record CsvForm(
    char Separator, ImmutableArray<string> Header, int HeaderLine = 0, ImmutableArray<CsvCell> Cells = default, bool Gaps = false, bool Longer = false,
    int Most = CsvTable.MostRows);
