using System.Collections.Immutable;
using NoisyRnn.Workers;

namespace NoisyRnn.Executors;

/// <summary>What an executor is to have done, without a word on what it is.</summary>
public sealed record SweepWork
{
    /// <summary>What it is called.</summary>
    public required string Name { get; init; }

    /// <summary>The folder that all of it is read from and written to.</summary>
    public required string Folder { get; init; }

    /// <summary>The pieces, in the order in which they are best done.</summary>
    public required ImmutableArray<Piece> Pieces { get; init; }

    /// <summary>Does all pieces in this process, by so many workers.</summary>
    public required Func<int, CancellationToken, ImmutableArray<JobFailure>> Here { get; init; }

    /// <summary>Leaves in a folder what another process needs to do any of the pieces.</summary>
    public required Action<string> SaveTo { get; init; }

    /// <summary>Called when others have taken the work, before anything is made of it.</summary>
    public required Action Taken { get; init; }

    /// <summary>Gets the lines of the log.</summary>
    public required Action<string> Log { get; init; }
}
