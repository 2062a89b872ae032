namespace NoisyRnn.Dynamics;

/// <summary>Work on numbered blocks, spread over threads: which thread takes which block is left to chance.</summary>
internal static class ParallelBlocks
{
    /// <summary>Does the work for blocks 0 .. count - 1; returns when all are done.</summary>
    /// <param name="count">Number of blocks.</param>
    /// <param name="threads">Threads; each has one block at a time.</param>
    /// <param name="work">Gets the number of the block and that of the thread.</param>
    public static void Run(int count, int threads, Action<int, int> work)
    {
        var next = -1;
        if (threads <= 1)
            Work(0);
        else
            Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, Work);

        void Work(int thread)
        {
            for (var k = Interlocked.Increment(ref next); k < count; k = Interlocked.Increment(ref next))
                work(k, thread);
        }
    }
}
