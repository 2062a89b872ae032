using NoisyRnn.Workers;
using Xunit;

namespace NoisyRnn.Tests.Workers;

/// <summary>The memory of this machine that runs may take.</summary>
public sealed class MachineMemoryTests
{
    [Fact]
    public void This_machine_has_some() => Assert.InRange(MachineMemory.Available, 1e6, 1e15);

    [Fact]
    public void What_is_held_is_not_available() => Assert.True(MachineMemory.Available < MachineMemory.Usable);
}
