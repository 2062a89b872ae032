using System.Collections.Concurrent;
using NoisyRnn.Formats;
using NoisyRnn.Noise;

namespace NoisyRnn.Tasks;

/// <summary>
/// The mazes of a task and which pairs of cells (start, goal) are for training, for validation and for the test. The pairs
/// of each maze are put in an order of their own; the first 80 % train, the next 10 % validate, the others test.
/// </summary>
internal sealed class MazeSet
{
    /// <summary>Mazes of each part that is held out: enough for a mean over mazes.</summary>
    public const int HeldOutMazes = 64;

    // How often a held-out maze that is also trained on is replaced before it is said that there are no others.
    private const int Attempts = 1000;

    private static readonly ConcurrentDictionary<(int, double, ulong, int, bool), Lazy<MazeSet>> Known = new();

    private readonly Maze[] _training, _validation, _test;
    private readonly KeyedPermutation _pairs;
    private readonly int _size;
    private readonly Lazy<int> _farthest;

    private MazeSet(int size, double wallDensity, ulong seed, int mazes, bool holdsOutMazes)
    {
        _size = size;
        _pairs = new KeyedPermutation(NoiseKey.Of(seed, Substream.MazePairs), size * size * ((size * size) - 1));
        _training = [.. Enumerable.Range(0, mazes).Select(k => MazeGenerator.Make(size, wallDensity, seed, (ulong)k))];
        (_validation, _test) = (_training, _training);
        if (holdsOutMazes)
        {
            var number = (ulong)mazes;
            (_validation, _test) = (HoldOut(), HoldOut());

            Maze[] HoldOut() => [.. Enumerable.Range(0, HeldOutMazes).Select(_ => Untrained(wallDensity, seed, ref number))];
        }

        _farthest = new Lazy<int>(() => _test.Max(maze => Enumerable.Range(0, size * size).Max(cell => new MazeField(maze, cell).Farthest)));
    }

    /// <summary>Cells between the two cells of a test maze that are farthest apart, along the passages.</summary>
    public int Farthest => _farthest.Value;

    /// <summary>The mazes of a task; the same object for the same arguments, so that runs of one grid share what it computes.</summary>
    /// <exception cref="InputException">There are no mazes beside those trained on.</exception>
    public static MazeSet Of(int size, double wallDensity, ulong seed, int mazes, bool holdsOutMazes) => Known.GetOrAdd(
        (size, wallDensity, seed, mazes, holdsOutMazes),
        static of => new Lazy<MazeSet>(() => new MazeSet(of.Item1, of.Item2, of.Item3, of.Item4, of.Item5))).Value;

    /// <summary>The mazes of a part: training (stream Task), validation or test.</summary>
    public ReadOnlySpan<Maze> this[NoiseStream part] => part switch
    {
        NoiseStream.Task => _training,
        NoiseStream.Validation => _validation,
        NoiseStream.Test => _test,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "mazes are for training, validation and test"),
    };

    /// <summary>Draws a maze of a part, and a start and a goal cell of the same part.</summary>
    public (Maze Maze, int Start, int Goal) Draw(NoiseStream part, RandomStream random)
    {
        var number = random.NextInt(this[part].Length);
        var (first, count) = PlacesOf(part);
        var pair = _pairs[first + random.NextInt(count), OrderOf(part) + (ulong)number];
        var (start, goal) = Math.DivRem(pair, (_size * _size) - 1);
        return (this[part][number], start, goal < start ? goal : goal + 1);
    }

    // Mazes that serve several parts have one order of pairs, cut in three; it is that of the training maze's number.
    private ulong OrderOf(NoiseStream part) => this[part] == _training ? 0 : (ulong)_training.Length + ((ulong)part * HeldOutMazes);

    private (int First, int Count) PlacesOf(NoiseStream part)
    {
        var held = Math.Max(1, _pairs.Count / 10);
        var training = _pairs.Count - (2 * held);
        return part switch
        {
            NoiseStream.Task => (0, training),
            NoiseStream.Validation => (training, held),
            _ => (training + held, held),
        };
    }

    private Maze Untrained(double wallDensity, ulong seed, ref ulong number)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var maze = MazeGenerator.Make(_size, wallDensity, seed, number++);
            if (!Array.Exists(_training, maze.HasWallsOf))
                return maze;
        }

        throw new InputException(
            $"task.held-out-mazes: true, but {Attempts} mazes of size {_size} and wall-density {wallDensity} in a row are among the {_training.Length} trained on; allowed are fewer mazes, a larger size or false");
    }
}
