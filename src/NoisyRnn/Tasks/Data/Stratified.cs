namespace NoisyRnn.Tasks;

/// <summary>Splits that keep the shares of classes: each class is split by itself.</summary>
/// <param name="classOf">The class of each item, from 0.</param>
internal sealed class Stratified(IReadOnlyList<int> classOf)
{
    /// <summary>
    /// One of k folds, and the rest: the items of each class in turn are dealt to the folds one by one, so that folds differ
    /// by at most one in size, and in the number of each class.
    /// </summary>
    /// <param name="order">All items in some order, which decides who goes where.</param>
    /// <param name="folds">k.</param>
    /// <param name="fold">From 0 to k - 1.</param>
    public (int[] Fold, int[] Others) Fold(ReadOnlyMemory<int> order, int folds, int fold)
    {
        var dealt = ByClass(order).SelectMany(static members => members).ToArray();
        return ([.. dealt.Where((_, j) => j % folds == fold)], [.. dealt.Where((_, j) => j % folds != fold)]);
    }

    /// <summary>A share of each class, at least one item of it, and the rest.</summary>
    /// <param name="items">Items in the order in which they are taken.</param>
    /// <param name="share">From 0 to 1.</param>
    public (int[] Taken, int[] Others) Take(ReadOnlyMemory<int> items, double share)
    {
        var classes = ByClass(items);
        int[] counts = [.. classes.Select(members => members.Length == 0 ? 0 : Math.Max(1, (int)Math.Round(members.Length * share)))];
        var (taken, others) = (new int[counts.Sum()], new int[items.Length - counts.Sum()]);
        var (atTaken, atOthers) = (0, 0);
        foreach (var (members, count) in classes.Zip(counts))
        {
            members.AsSpan(0, count).CopyTo(taken.AsSpan(atTaken));
            members.AsSpan(count).CopyTo(others.AsSpan(atOthers));
            (atTaken, atOthers) = (atTaken + count, atOthers + members.Length - count);
        }

        return (taken, others);
    }

    /// <summary>The number of items of each class among some. [classes]</summary>
    public int[] Counts(ReadOnlySpan<int> items, int classes)
    {
        var counts = new int[classes];
        foreach (var item in items)
            counts[classOf[item]]++;
        return counts;
    }

    // The items of each class, in the order given; of a class without any, none.
    private int[][] ByClass(ReadOnlyMemory<int> order)
    {
        var highest = -1;
        foreach (var item in order.Span)
            highest = Math.Max(highest, classOf[item]);
        int[][] classes = [.. Counts(order.Span, highest + 1).Select(static count => new int[count])];
        var filled = new int[classes.Length];
        foreach (var item in order.Span)
        {
            var c = classOf[item];
            classes[c][filled[c]++] = item;
        }

        return classes;
    }
}
