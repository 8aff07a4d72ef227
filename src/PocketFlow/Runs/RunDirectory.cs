using System.Globalization;

namespace PocketFlow.Runs;

/// <summary>The folder of a run and the places of its files.</summary>
public sealed class RunDirectory
{
    private RunDirectory(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The effective recipe.</summary>
    public string Recipe => In("recipe.json");

    /// <summary>The study of a search, where it has no storage of its own.</summary>
    public string Study => In("study.db");

    /// <summary>The page about a search.</summary>
    public string SearchPage => In("search.html");

    /// <summary>The report.</summary>
    public string Report => In("report.json");

    /// <summary>The final model in a format.</summary>
    public string Model(ModelFileFormat format) => In("model" + Extension(format));

    /// <summary>The model of a stage in a format.</summary>
    public string StageModel(int index, string name, ModelFileFormat format) =>
        System.IO.Path.Combine(Stage(index, name), "model" + Extension(format));

    /// <summary>The folder of a stage, which is created.</summary>
    public string Stage(int index, string name) => Directory.CreateDirectory(System.IO.Path.Combine(
        In("stages"), string.Create(CultureInfo.InvariantCulture, $"{index:00}-{name}"))).FullName;

    /// <summary>The folder of a learner's checkpoints.</summary>
    public string Checkpoints(int index, string learner) => Directory.CreateDirectory(System.IO.Path.Combine(
        In("checkpoints"), string.Create(CultureInfo.InvariantCulture, $"{index:00}-{learner}"))).FullName;

    /// <summary>A file's path relative to the folder.</summary>
    public string Relative(string file) => System.IO.Path.GetRelativePath(Path, file);

    /// <summary>Removes the checkpoints once nothing can be interrupted any more.</summary>
    public void RemoveCheckpoints()
    {
        if (Directory.Exists(In("checkpoints")))
        {
            Directory.Delete(In("checkpoints"), recursive: true);
        }
    }

    /// <summary>Creates the folder where it is missing and checks that it takes files.</summary>
    /// <exception cref="IOException">The folder can't be made or written.</exception>
    public static RunDirectory Create(string path)
    {
        try
        {
            string full = Directory.CreateDirectory(path).FullName;
            AtomicFile.WriteText(System.IO.Path.Combine(full, ".pocketflow"), "");
            File.Delete(System.IO.Path.Combine(full, ".pocketflow"));
            return new RunDirectory(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"The output directory {path} can't be written ({e.Message.TrimEnd('.')}). Name another, or make it "
                + "writable.", e);
        }
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);

    private static string Extension(ModelFileFormat format) => format == ModelFileFormat.Onnx ? ".onnx" : ".tflite";
}
