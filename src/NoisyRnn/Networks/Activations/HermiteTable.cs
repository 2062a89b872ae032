namespace NoisyRnn.Networks;

/// <summary>Values and slopes at places of equal spacing, read back by cubic Hermite interpolation: an error of at most h^4/384 max |f''''|.</summary>
/// <param name="start">The first place.</param>
/// <param name="spacing">h.</param>
/// <param name="values">f.</param>
/// <param name="slopes">f'.</param>
internal sealed class HermiteTable(double start, double spacing, double[] values, double[] slopes)
{
    /// <summary>f and f' at a place; false where it lies beyond the table, or is no number.</summary>
    public bool TryRead(double x, out double f, out double d)
    {
        var position = (x - start) / spacing;
        if (!(position >= 0 && position < values.Length - 1))
        {
            (f, d) = (0, 0);
            return false;
        }

        var k = (int)position;
        var t = position - k;
        var rise = values[k + 1] - values[k];
        var left = (spacing * slopes[k]) - rise;
        var right = rise - (spacing * slopes[k + 1]);
        f = values[k] + (t * rise) + (t * (1 - t) * (((1 - t) * left) + (t * right)));
        d = (rise + ((1 - (2 * t)) * (((1 - t) * left) + (t * right))) + (t * (1 - t) * (right - left))) / spacing;
        return true;
    }
}
