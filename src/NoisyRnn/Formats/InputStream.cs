namespace NoisyRnn.Formats;

/// <summary>A file that is being read: a disk that fails half-way is the user's error in words, as a missing file is.</summary>
internal sealed class InputStream(string path) : FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
{
    private readonly string _path = path;

    /// <inheritdoc/>
    public override long Length
    {
        get
        {
            try
            {
                return base.Length;
            }
            catch (Exception e) when (InputFile.IsUnreadable(e))
            {
                throw InputFile.Unreadable(_path, e);
            }
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return base.Read(buffer, offset, count);
        }
        catch (Exception e) when (InputFile.IsUnreadable(e))
        {
            throw InputFile.Unreadable(_path, e);
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            return base.Read(buffer);
        }
        catch (Exception e) when (InputFile.IsUnreadable(e))
        {
            throw InputFile.Unreadable(_path, e);
        }
    }

    /// <inheritdoc/>
    public override int ReadByte()
    {
        Span<byte> one = stackalloc byte[1];
        return Read(one) == 1 ? one[0] : -1;
    }
}
