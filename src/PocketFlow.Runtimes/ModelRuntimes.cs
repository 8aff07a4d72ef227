using PocketFlow.Runtimes.LiteRt;
using PocketFlow.Runtimes.OnnxRuntime;

namespace PocketFlow.Runtimes;

/// <summary>All runtimes that the project ships to; disposing it disposes them.</summary>
public sealed class ModelRuntimes : IDisposable
{
    /// <summary>LiteRT, then ONNX Runtime.</summary>
    public IReadOnlyList<IModelRuntime> All { get; } = [new LiteRtRuntime(), new OrtRuntime()];

    /// <summary>Finds a model file's runtime by the file's extension; it may turn out to be unavailable.</summary>
    /// <param name="path">Path of a model file, which need not exist.</param>
    /// <returns>The runtime; it stays this object's.</returns>
    /// <exception cref="ArgumentException">No runtime has this extension.</exception>
    public IModelRuntime For(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var extension = Path.GetExtension(path);
        return All.FirstOrDefault(
            runtime => runtime.FileExtension.Equals(extension, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException(
                $"'{path}' has the extension '{extension}'; runtimes take " +
                $"{string.Join(" and ", All.Select(runtime => runtime.FileExtension))}.",
                nameof(path));
    }

    /// <summary>Disposes all runtimes.</summary>
    public void Dispose()
    {
        foreach (var runtime in All)
        {
            runtime.Dispose();
        }
    }
}
