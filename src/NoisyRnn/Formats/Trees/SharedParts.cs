using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// What was made of the parts of specs. A part that many specs share, as the runs of a grid do, is bound, laid out as a tree and written once. A part
/// is told by the object that it is, not by what it holds. For one thread at a time.
/// </summary>
internal sealed class SharedParts
{
    // What is not shared is kept for nothing: beyond this number all is forgotten, and what is shared soon known again.
    private const int Most = 1 << 13;

    private readonly Dictionary<Key, object> _made = [];

    /// <summary>To write on: one long text after the other.</summary>
    public StringBuilder Page { get; } = new(1 << 12);

    /// <summary>What was made of a part.</summary>
    /// <param name="part">The part.</param>
    /// <param name="other">What else the result depends on, by identity: a default, a kind of result.</param>
    /// <param name="third">The same.</param>
    /// <param name="made">The result.</param>
    public bool TryGet<T>(object part, object? other, object? third, [NotNullWhen(true)] out T? made)
        where T : class
    {
        made = _made.TryGetValue(new(part, other, third), out var known) ? (T)known : null;
        return made is not null;
    }

    /// <summary>Notes what was made of a part.</summary>
    public T Add<T>(object part, object? other, object? third, T made)
        where T : class
    {
        if (_made.Count >= Most)
            _made.Clear();
        _made[new(part, other, third)] = made;
        return made;
    }

    private readonly record struct Key(object Part, object? Other, object? Third)
    {
        public bool Equals(Key other) => ReferenceEquals(Part, other.Part) && ReferenceEquals(Other, other.Other) && ReferenceEquals(Third, other.Third);

        public override int GetHashCode() => HashCode.Combine(RuntimeHelpers.GetHashCode(Part), RuntimeHelpers.GetHashCode(Other), RuntimeHelpers.GetHashCode(Third));
    }
}
