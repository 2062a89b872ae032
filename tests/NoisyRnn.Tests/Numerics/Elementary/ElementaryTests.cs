using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using NoisyRnn.Numerics;
using Xunit;

namespace NoisyRnn.Tests.Numerics;

public sealed class ElementaryTests
{
    private const double Infinity = double.PositiveInfinity;

    public static TheoryData<string, double, double> SpecialValues => new()
    {
        { "Exp", 0, 1 }, { "Exp", -0.0, 1 }, { "Exp", Infinity, Infinity }, { "Exp", -Infinity, 0 },
        { "Exp", 1e30, Infinity }, { "Exp", -1e30, 0 }, { "Exp", 720, Infinity }, { "Exp", -750, 0 },
        { "Log", 1, 0 }, { "Log", 0, -Infinity }, { "Log", -0.0, -Infinity }, { "Log", Infinity, Infinity },
        { "Log", -1, double.NaN }, { "Log", -Infinity, double.NaN },
        { "Tanh", 0, 0 }, { "Tanh", -0.0, -0.0 }, { "Tanh", Infinity, 1 }, { "Tanh", -Infinity, -1 },
        { "Tanh", 25, 1 }, { "Tanh", -1e30, -1 }, { "Tanh", 1e-30, 1e-30 },
        { "Sigmoid", 0, 0.5 }, { "Sigmoid", -0.0, 0.5 }, { "Sigmoid", Infinity, 1 }, { "Sigmoid", -Infinity, 0 },
        { "Sigmoid", -1000, 0 }, { "Sigmoid", 1000, 1 },
        { "SoftPlus", Infinity, Infinity }, { "SoftPlus", -Infinity, 0 }, { "SoftPlus", 1000, 1000 },
        { "SoftPlus", -1000, 0 }, { "SoftPlus", 1e30, 1e30 },
        { "Erf", 0, 0 }, { "Erf", -0.0, -0.0 }, { "Erf", Infinity, 1 }, { "Erf", -Infinity, -1 }, { "Erf", 9, 1 },
        { "NormalDensity", Infinity, 0 }, { "NormalDensity", -Infinity, 0 }, { "NormalDensity", 40, 0 },
        { "NormalCumulative", 0, 0.5 }, { "NormalCumulative", -0.0, 0.5 }, { "NormalCumulative", Infinity, 1 },
        { "NormalCumulative", -Infinity, 0 }, { "NormalCumulative", -45, 0 }, { "NormalCumulative", 1e30, 1 },
        { "SinTurns", 0, 0 }, { "SinTurns", -0.0, -0.0 }, { "SinTurns", 0.25, 1 }, { "SinTurns", 0.5, 0 },
        { "SinTurns", 0.75, -1 }, { "SinTurns", 1e9, 0 }, { "SinTurns", Infinity, double.NaN },
        { "CosTurns", 0, 1 }, { "CosTurns", 0.25, 0 }, { "CosTurns", 0.5, -1 }, { "CosTurns", -0.25, 0 },
        { "CosTurns", 1e9, 1 }, { "CosTurns", -Infinity, double.NaN },
    };

    public static TheoryData<string> Names =>
    [
        "Exp", "Log", "Tanh", "Sigmoid", "SoftPlus", "Erf", "NormalDensity", "NormalCumulative", "SinTurns", "CosTurns",
    ];

    [Theory]
    [MemberData(nameof(SpecialValues))]
    public void Special_values_are_exact(string name, double x, double expected)
    {
        // A zero's sign is part of the value where the function is odd in its argument; of sin and cos at quarter
        // turns it is not specified, so their zeros compare as numbers.
        var d = Apply<OneLane<double>, double>(name, OneLane<double>.Broadcast(x)).Value;
        var f = Apply<OneLane<float>, float>(name, OneLane<float>.Broadcast((float)x)).Value;
        if (name.EndsWith("Turns", StringComparison.Ordinal) && Math.Abs(x) > 0)
        {
            Assert.True(d == expected || (double.IsNaN(d) && double.IsNaN(expected)));
            Assert.True(f == (float)expected || (float.IsNaN(f) && double.IsNaN(expected)));
            return;
        }

        Assert.Equal(expected, d);
        Assert.Equal((float)expected, f);
        Assert.Equal(expected == 0 && double.IsNegative(expected), d == 0 && double.IsNegative(d));
        Assert.Equal(expected == 0 && double.IsNegative(expected), f == 0 && float.IsNegative(f));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void NaN_stays_NaN(string name)
    {
        Assert.True(double.IsNaN(Apply<OneLane<double>, double>(name, OneLane<double>.Broadcast(double.NaN)).Value));
        Assert.True(float.IsNaN(Apply<OneLane<float>, float>(name, OneLane<float>.Broadcast(float.NaN)).Value));
    }

    [Fact]
    public void The_exponential_underflows_gradually()
    {
        // e^-744 and e^-103 are subnormal: one unit is the smallest number.
        Assert.Equal(Math.Exp(-744), Elementary.Exp(-744.0), double.Epsilon);
        Assert.Equal(Math.Exp(-103), Elementary.Exp(-103f), float.Epsilon);
        Assert.True(Elementary.Exp(-744.0) > 0 && Elementary.Exp(-103f) > 0);
        Assert.Equal(Math.Exp(-103), Elementary.Sigmoid(-103f), float.Epsilon);
        Assert.Equal(Math.Log(double.Epsilon), Elementary.Log(double.Epsilon), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void All_register_widths_give_the_same_bits(string name)
    {
        SameBits<Lanes512<float>, Lanes256<float>, Lanes128<float>, float>(name);
        SameBits<Lanes512<double>, Lanes256<double>, Lanes128<double>, double>(name);
    }

    [Fact]
    public void The_bits_are_those_of_the_first_release()
    {
        // Results are the same on every machine as long as these are. A deliberate change here changes the bits of every
        // stage that trains or evaluates: raise their revisions with it.
        var doubles = new List<double>();
        for (var i = -4000; i <= 4000; i++)
        {
            foreach (var name in Names)
            {
                doubles.Add(Apply<OneLane<double>, double>(name, OneLane<double>.Broadcast(i / 256.0)).Value);
                doubles.Add(Apply<OneLane<float>, float>(name, OneLane<float>.Broadcast(i / 256f)).Value);
            }
        }

        // The sign of NaN (the logarithm of negative numbers) is not promised.
        var bits = doubles.Select(x => double.IsNaN(x) ? 0 : BitConverter.DoubleToInt64Bits(x)).ToArray();
        Assert.Equal("F10EFE5F491E5B1E", Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(bits.AsSpan())))[..16]);
    }

    private static void SameBits<T512, T256, T128, T>(string name)
        where T512 : struct, ILanes<T512, T>
        where T256 : struct, ILanes<T256, T>
        where T128 : struct, ILanes<T128, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var inputs = LaneInputs.For<T>();
        var alone = inputs.Select(x => Apply<OneLane<T>, T>(name, OneLane<T>.Broadcast(x)).Value).ToArray();
        Assert.Equal(LaneInputs.Bits(alone), LaneInputs.Bits(ApplyAll<T512, T>(name, inputs)));
        Assert.Equal(LaneInputs.Bits(alone), LaneInputs.Bits(ApplyAll<T256, T>(name, inputs)));
        Assert.Equal(LaneInputs.Bits(alone), LaneInputs.Bits(ApplyAll<T128, T>(name, inputs)));
    }

    private static T[] ApplyAll<TL, T>(string name, T[] inputs)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var result = new T[inputs.Length];
        for (var i = 0; i < inputs.Length; i += 64 / Unsafe.SizeOf<T>())
            Apply<TL, T>(name, TL.Load(in inputs[i])).Store(ref result[i]);
        return result;
    }

    private static TL Apply<TL, T>(string name, TL x)
        where TL : struct, ILanes<TL, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        switch (name)
        {
            case "Exp": return Elementary.Exp<TL, T>(x);
            case "Log": return Elementary.Log<TL, T>(x);
            case "Tanh": return Elementary.Tanh<TL, T>(x);
            case "Sigmoid": return Elementary.Sigmoid<TL, T>(x);
            case "SoftPlus": return Elementary.SoftPlus<TL, T>(x);
            case "Erf": return Elementary.Erf<TL, T>(x);
            case "NormalDensity": return Elementary.NormalDensity<TL, T>(x);
            case "NormalCumulative": return Elementary.NormalCumulative<TL, T>(x);
            default:
                var sin = Elementary.SinCosTurns<TL, T>(x, out var cos);
                return name == "SinTurns" ? sin : cos;
        }
    }
}
