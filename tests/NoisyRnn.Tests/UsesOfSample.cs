#pragma warning disable CA1822, CA1812, CA1852, CA1823, IDE0044, IDE0051, IDE0052, CS0169, CS0649, RCS1194 // Nothing here is ever run.
namespace NoisyRnn.Tests;

internal delegate void SampleDelegate();

/// <summary>A type to be used.</summary>
internal class Sample : Exception
{
    public const int Number = 3;

    public static int Count => 0;

    public int Value => 1;

    internal sealed class Part;
}

/// <summary>The ways to use a type, one each.</summary>
internal static class UsesOfSample
{
    private static IEnumerable<Sample> Samples => [];

    internal sealed class Cast
    {
        public object Of(object value) => (Sample)value;
    }

    internal sealed class Test
    {
        public bool Of(object value) => (value is Sample);
    }

    internal sealed class Pattern
    {
        public int Of(object value) => value switch { string => 0, Sample => 1, _ => 2 };
    }

    internal sealed class TypeOf
    {
        public bool Of(Type type) => type.Equals(typeof(Sample));
    }

    internal sealed class Field
    {
        private Sample? _value;
    }

    internal sealed class Property
    {
        public object Of => new Sample();
    }

    internal sealed class Parameter
    {
        public void Of(object first, Sample second)
        {
        }
    }

    internal sealed class Tuple
    {
        public (int Number, Sample Of) Of() => default;
    }

    internal sealed class Array
    {
        public object Of() => new Sample[3];
    }

    internal sealed class TypeArgument
    {
        public IReadOnlyList<Sample> Of() => [];
    }

    internal sealed class MethodArgument
    {
        public IEnumerable<object> Of(object[] values) => values.OfType<Sample>();
    }

    internal sealed class Constraint<T>
        where T : Sample;

    internal sealed class Heir : Sample;

    internal sealed class Handler
    {
        public void Of()
        {
            try
            {
                Console.Write("");
            }
            catch (Sample)
            {
            }
        }
    }

    internal sealed class Lambda
    {
        public Func<object, bool> Of() => static value => value is Sample;
    }

    internal sealed class Iterator
    {
        public IEnumerable<object> Of()
        {
            yield return new Sample();
        }
    }

    internal sealed class Call
    {
        public int Of() => Sample.Count;
    }

    internal sealed class Callback
    {
        public delegate void Of(Sample sample);
    }

    internal sealed class Within
    {
        public object Of() => new Sample.Part();
    }

    internal sealed class Delegate
    {
        public SampleDelegate? Of => null;
    }

    internal sealed class Unnamed
    {
        public int Of() => Samples.First().Value;
    }

    internal sealed class None
    {
        public int Of() => 3;
    }

    internal sealed class Constant
    {
        public int Of() => Sample.Number;
    }
}
