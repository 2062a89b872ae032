using System.Text;

namespace NoisyRnn.Reports;

/// <summary>A file that appears whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes UTF-8 without a mark under a temporary name beside the file, flushes it to disk, renames it.</summary>
    public static void Write(string path, string text)
    {
        var temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            // After the rename there is nothing under this name, and deleting nothing is no error.
            File.Delete(temporary);
        }
    }
}
