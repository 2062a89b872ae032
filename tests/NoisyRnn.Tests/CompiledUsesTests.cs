using Xunit;

namespace NoisyRnn.Tests;

/// <summary>Every way to use a type is seen, however it is written.</summary>
public sealed class CompiledUsesTests
{
    [Theory]
    [InlineData(typeof(UsesOfSample.Cast))]
    [InlineData(typeof(UsesOfSample.Test))]
    [InlineData(typeof(UsesOfSample.Pattern))]
    [InlineData(typeof(UsesOfSample.TypeOf))]
    [InlineData(typeof(UsesOfSample.Field))]
    [InlineData(typeof(UsesOfSample.Property))]
    [InlineData(typeof(UsesOfSample.Parameter))]
    [InlineData(typeof(UsesOfSample.Tuple))]
    [InlineData(typeof(UsesOfSample.Array))]
    [InlineData(typeof(UsesOfSample.TypeArgument))]
    [InlineData(typeof(UsesOfSample.MethodArgument))]
    [InlineData(typeof(UsesOfSample.Constraint<>))]
    [InlineData(typeof(UsesOfSample.Heir))]
    [InlineData(typeof(UsesOfSample.Handler))]
    [InlineData(typeof(UsesOfSample.Lambda))]
    [InlineData(typeof(UsesOfSample.Iterator))]
    [InlineData(typeof(UsesOfSample.Call))]
    [InlineData(typeof(UsesOfSample.Callback))]
    [InlineData(typeof(UsesOfSample.Within))]
    public void A_use_is_seen(Type user) => Assert.Contains(typeof(Sample), CompiledUses.TypesOf(user));

    [Fact]
    public void A_delegate_is_a_type_as_others_are() => Assert.Contains(typeof(SampleDelegate), CompiledUses.TypesOf(typeof(UsesOfSample.Delegate)));

    [Fact]
    public void Of_what_is_used_without_its_name_the_type_is_seen_too() => Assert.Contains(typeof(Sample), CompiledUses.TypesOf(typeof(UsesOfSample.Unnamed)));

    [Theory]
    [InlineData(typeof(UsesOfSample.None))]
    [InlineData(typeof(UsesOfSample.Constant))]
    public void No_use_and_a_constant_are_not_seen(Type user) => Assert.DoesNotContain(typeof(Sample), CompiledUses.TypesOf(user));
}
