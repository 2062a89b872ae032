namespace NoisyRnn.Tasks;

/// <summary>
/// A square of cells with thin walls between some of them and all around. Cell (column, row) is [column, column + 1] x
/// [row, row + 1]; line k of a direction is where its coordinate is k, from 0 to the size.
/// </summary>
internal sealed class Maze
{
    // Shortest-path fields, one a goal's cell, made when first asked for; two threads that meet make equal ones.
    private readonly MazeField?[] _fields;
    private readonly bool[] _vertical, _horizontal;

    /// <summary>The maze in which a neighbour can be reached from a cell where that is said.</summary>
    /// <param name="size">Cells a side.</param>
    /// <param name="isOpen">Whether there is a passage between a cell and the next in x (false) or in y (true).</param>
    public Maze(int size, Func<int, bool, bool> isOpen)
    {
        Size = size;
        _vertical = new bool[(size + 1) * size];
        _horizontal = new bool[(size + 1) * size];
        _fields = new MazeField?[size * size];
        for (var line = 0; line <= size; line++)
        {
            var isOuter = line == 0 || line == size;
            for (var k = 0; k < size; k++)
            {
                _vertical[(line * size) + k] = isOuter || !isOpen((k * size) + line - 1, false);
                _horizontal[(line * size) + k] = isOuter || !isOpen(((line - 1) * size) + k, true);
            }
        }
    }

    /// <summary>Cells a side.</summary>
    public int Size { get; }

    /// <summary>Number of walls that are not all around.</summary>
    public int InnerWalls => _vertical.Count(static w => w) + _horizontal.Count(static w => w) - (4 * Size);

    /// <summary>Whether a wall stands on the line x = line between y = row and row + 1.</summary>
    public bool HasVertical(int line, int row) => _vertical[(line * Size) + row];

    /// <summary>Whether a wall stands on the line y = line between x = column and column + 1.</summary>
    public bool HasHorizontal(int line, int column) => _horizontal[(line * Size) + column];

    /// <summary>The cell of a place: row x size + column.</summary>
    public int CellOf(MazePoint place) =>
        (Math.Clamp((int)Math.Floor(place.Y), 0, Size - 1) * Size) + Math.Clamp((int)Math.Floor(place.X), 0, Size - 1);

    /// <summary>The middle of a cell.</summary>
    public MazePoint Middle(int cell) => new((cell % Size) + 0.5, (cell / Size) + 0.5);

    /// <summary>The cells that can be reached from a cell directly: right, up, left, down.</summary>
    public IEnumerable<int> Neighbours(int cell)
    {
        var (row, column) = Math.DivRem(cell, Size);
        if (!HasVertical(column + 1, row))
            yield return cell + 1;
        if (!HasHorizontal(row + 1, column))
            yield return cell + Size;
        if (!HasVertical(column, row))
            yield return cell - 1;
        if (!HasHorizontal(row, column))
            yield return cell - Size;
    }

    /// <summary>The shortest-path field to goals in a cell.</summary>
    public MazeField FieldTo(int cell) => Volatile.Read(ref _fields[cell]) ?? (_fields[cell] = new MazeField(this, cell));

    /// <summary>Whether the walls are the same.</summary>
    public bool HasWallsOf(Maze other) => _vertical.AsSpan().SequenceEqual(other._vertical) && _horizontal.AsSpan().SequenceEqual(other._horizontal);
}
