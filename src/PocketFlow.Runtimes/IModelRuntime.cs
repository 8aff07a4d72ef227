namespace PocketFlow.Runtimes;

/// <summary>An inference engine that exported model files ship to. Disposing it ends what it started.</summary>
public interface IModelRuntime : IDisposable
{
    /// <summary>Name for people, such as <c>ONNX Runtime</c>.</summary>
    string Name { get; }

    /// <summary>Extension of the files it runs, with the dot, such as <c>.onnx</c>.</summary>
    string FileExtension { get; }

    /// <summary>Whether it can be used here; found out once, never throws.</summary>
    RuntimeStatus Status { get; }

    /// <summary>Loads a model file. The caller disposes the session.</summary>
    /// <param name="path">Path of the model file.</param>
    /// <param name="options">Settings, or null for the defaults.</param>
    /// <returns>A session that holds the model.</returns>
    /// <exception cref="RuntimeUnavailableException">The runtime is not installed.</exception>
    /// <exception cref="FileNotFoundException">There is no file at <paramref name="path"/>.</exception>
    /// <exception cref="RuntimeFailedException">The runtime refuses the file.</exception>
    IModelSession Load(string path, SessionOptions? options = null);
}
