using System.Buffers.Binary;
using System.Text;

namespace NoisyRnn.Formats;

/// <summary>
/// Reads pickles (protocols 2 to 4). A pickle is a program, and of what one may call only that is done which a leaf knows by its
/// name: nothing is ever looked up or called. Numbers and truth values come as double, text as string, bytes as byte[], lists as
/// List, tuples as array, maps as <see cref="PickledMap"/>. The opcodes are those of Python's pickletools.
/// </summary>
/// <param name="bytes">The pickle.</param>
/// <param name="name">File and array, for errors.</param>
internal abstract class Pickle(byte[] bytes, string name)
{
    private static readonly object Mark = new();
    private readonly List<object?> _stack = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private int _at;

    /// <summary>File and array, for errors.</summary>
    protected string Name { get; } = name;

    /// <summary>The object.</summary>
    /// <exception cref="InputException">It is cut off or damaged, or holds other objects.</exception>
    internal object? Read()
    {
        try
        {
            while (Next() is var opcode && opcode != '.') Do(opcode);
            return Pop();
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException)
        {
            throw new InputException($"{Name}: its pickle is cut off, damaged or of a kind that is not read (byte {_at:N0})", e);
        }
    }

    private void Do(byte opcode)
    {
        switch (opcode)
        {
            case 0x80: Take(1); break; // protocol
            case 0x95: Take(8); break; // frame
            case (byte)'(': _stack.Add(Mark); break;
            case (byte)'N': _stack.Add(null); break;
            case 0x88: _stack.Add(1.0); break;
            case 0x89: _stack.Add(0.0); break;
            case (byte)'K': _stack.Add((double)Next()); break;
            case (byte)'M': _stack.Add((double)BinaryPrimitives.ReadUInt16LittleEndian(Take(2))); break;
            case (byte)'J': _stack.Add((double)BinaryPrimitives.ReadInt32LittleEndian(Take(4))); break;
            case (byte)'G': _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Take(8))); break;
            case 0x8a: _stack.Add((double)new System.Numerics.BigInteger(Take(Next()))); break;
            case (byte)'X': _stack.Add(Encoding.UTF8.GetString(Take(Count32()))); break;
            case 0x8c: _stack.Add(Encoding.UTF8.GetString(Take(Next()))); break;
            case 0x8d: _stack.Add(Encoding.UTF8.GetString(Take(Count64()))); break;
            case (byte)'C' or (byte)'U': _stack.Add(Take(Next()).ToArray()); break;
            case (byte)'B' or (byte)'T': _stack.Add(Take(Count32()).ToArray()); break;
            case 0x8e: _stack.Add(Take(Count64()).ToArray()); break;
            case (byte)']': _stack.Add(new List<object?>()); break;
            case (byte)')': _stack.Add(Array.Empty<object?>()); break;
            case (byte)'a': ListAt(1).Add(Pop()); break;
            case (byte)'e': Append(); break;
            case (byte)'l': _stack.Add(SinceMark().ToList()); break;
            case (byte)'t': _stack.Add(SinceMark()); break;
            case 0x85 or 0x86 or 0x87: _stack.Add(PopMany(opcode - 0x84)); break;
            case (byte)'q': _memo[Next()] = Top(); break;
            case (byte)'r': _memo[BinaryPrimitives.ReadUInt32LittleEndian(Take(4))] = Top(); break;
            case 0x94: _memo[(uint)_memo.Count] = Top(); break;
            case (byte)'h': _stack.Add(Remembered(Next())); break;
            case (byte)'j': _stack.Add(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))); break;
            case (byte)'c': _stack.Add(Known(Line(), Line())); break;
            case 0x93: _stack.Add(PopMany(2) is [string module, string callable] ? Known(module, callable) : throw new FormatException()); break;
            case (byte)'}': _stack.Add(NewMap()); break;
            case (byte)'d': _stack.Add(MapOf(SinceMark())); break;
            case (byte)'s': SetItems(PopMany(2)); break;
            case (byte)'u': SetItems(SinceMark()); break;
            case 0x8f: throw Unknown("set");
            case (byte)'Q': _stack.Add(Stored(Pop())); break;
            case (byte)'R' or 0x81: Call(); break;
            case (byte)'b': Build(); break;
            default: throw new FormatException();
        }
    }

    /// <summary>What stands for a class or function, by its name.</summary>
    /// <exception cref="InputException">It is not among those that are read.</exception>
    protected abstract object Known(string module, string callable);

    /// <summary>What comes of a call.</summary>
    /// <exception cref="FormatException">These arguments are not for it.</exception>
    protected abstract object Call(object? callable, object?[] arguments);

    /// <summary>Gives an object its state.</summary>
    /// <exception cref="FormatException">It takes none of this kind.</exception>
    protected abstract void Build(object? target, object? state);

    /// <summary>What stands for something that is stored elsewhere.</summary>
    /// <exception cref="FormatException">Nothing is.</exception>
    protected virtual object Stored(object? id) => throw new FormatException();

    /// <summary>A new map.</summary>
    /// <exception cref="InputException">Maps are not read.</exception>
    protected virtual PickledMap NewMap() => throw Unknown("dict");

    /// <summary>The error of a class, function or container that is not read.</summary>
    protected abstract InputException Unknown(string kind);

    private void SetItems(object?[] items)
    {
        if (items.Length % 2 != 0 || Top() is not PickledMap map) throw new FormatException();
        for (int k = 0; k < items.Length; k += 2) map.Set(items[k], items[k + 1]);
    }

    private PickledMap MapOf(object?[] items)
    {
        PickledMap map = NewMap();
        _stack.Add(map);
        SetItems(items);
        return (PickledMap)Pop()!;
    }

    private void Append()
    {
        object?[] items = SinceMark();
        ListAt(0).AddRange(items);
    }

    private object?[] SinceMark()
    {
        object?[] items = PopMany(_stack.Count - 1 - _stack.LastIndexOf(Mark));
        _stack.RemoveAt(_stack.Count - 1);
        return items;
    }

    private object?[] PopMany(int count)
    {
        object?[] items = [.. _stack[^count..]];
        _stack.RemoveRange(_stack.Count - count, count);
        return Array.IndexOf(items, Mark) < 0 ? items : throw new FormatException();
    }

    private object? Pop()
    {
        object? top = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object? Top() =>
        _stack.Count > 0 && !ReferenceEquals(_stack[^1], Mark) ? _stack[^1] : throw new FormatException();

    private List<object?> ListAt(int depth) => _stack[^(depth + 1)] as List<object?> ?? throw new FormatException();

    private void Call()
    {
        object?[] arguments = Pop() as object?[] ?? throw new FormatException();
        _stack.Add(Call(Pop(), arguments));
    }

    private void Build()
    {
        object? state = Pop();
        Build(Top(), state);
    }

    private object? Remembered(uint index) => _memo.TryGetValue(index, out object? value) ? value : throw new FormatException();

    private byte Next() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - _at) throw new FormatException();
        return bytes.AsSpan((_at += count) - count, count);
    }

    private int Count32() => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt32LittleEndian(Take(4)));

    private int Count64() => (int)Math.Min(int.MaxValue, BinaryPrimitives.ReadUInt64LittleEndian(Take(8)));

    private string Line()
    {
        int length = bytes.AsSpan(_at).IndexOf((byte)'\n');
        if (length < 0) throw new FormatException();
        string line = Encoding.UTF8.GetString(Take(length));
        _at++;
        return line;
    }
}
