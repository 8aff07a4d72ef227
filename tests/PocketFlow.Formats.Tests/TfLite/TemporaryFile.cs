namespace PocketFlow.Formats.Tests.TfLite;

/// <summary>A path in a directory of its own that goes away with the test.</summary>
internal sealed class TemporaryFile : IDisposable
{
    private readonly DirectoryInfo _directory = System.IO.Directory.CreateTempSubdirectory("pocketflow-");

    public TemporaryFile(string name = "model.tflite") => Path = System.IO.Path.Combine(Directory, name);

    public string Directory => _directory.FullName;

    public string Path { get; }

    public void Dispose() => _directory.Delete(recursive: true);
}
