namespace PocketFlow.Cli;

/// <summary>Checks that results can be written before hours are spent on them.</summary>
internal static class OutputPath
{
    /// <summary>The path, once its directory exists and takes files.</summary>
    /// <exception cref="IOException">The directory can't be made or written.</exception>
    public static string Writable(string file)
    {
        WritableDirectory(Path.GetDirectoryName(file)!);
        return file;
    }

    /// <summary>The directory, once it exists and takes files.</summary>
    /// <exception cref="IOException">The directory can't be made or written.</exception>
    public static string WritableDirectory(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
            string probe = Path.Combine(directory, $".pocketflow-{Environment.ProcessId}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return directory;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The output directory {directory} can't be written ({e.Message.TrimEnd('.')}). "
                + "Name another with -o, or make it writable.", e);
        }
    }
}
