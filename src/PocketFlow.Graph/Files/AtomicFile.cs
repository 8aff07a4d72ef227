namespace PocketFlow;

/// <summary>Writes files beside their place and renames them, so that a failure never leaves half a file.</summary>
public static class AtomicFile
{
    /// <summary>Writes a file; on any failure the old content stays and the partial file is removed.</summary>
    /// <exception cref="IOException">The disk is full or the directory can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The directory is read-only.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string partial = $"{path}.partial-{Environment.ProcessId}";
        try
        {
            using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>Writes a text file in UTF-8.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
