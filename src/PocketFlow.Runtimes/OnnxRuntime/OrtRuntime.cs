using PocketFlow.Runtimes.Interop;

namespace PocketFlow.Runtimes.OnnxRuntime;

/// <summary>ONNX Runtime's native library on the CPU, called through its C API.</summary>
public sealed class OrtRuntime : IModelRuntime
{
    internal const string RuntimeName = "ONNX Runtime";

    private readonly Lazy<(OrtLibrary? Library, RuntimeStatus Status)> _found = new(Find);

    /// <inheritdoc/>
    public string Name => RuntimeName;

    /// <inheritdoc/>
    public string FileExtension => ".onnx";

    /// <inheritdoc/>
    public RuntimeStatus Status => _found.Value.Status;

    /// <inheritdoc/>
    public IModelSession Load(string path, SessionOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new();
        options.ThrowIfInvalid();
        if (_found.Value.Library is not { } library)
        {
            throw new RuntimeUnavailableException(Name, Status);
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no model file at {path}.", path);
        }

        try
        {
            return Load(library, path, options);
        }
        catch (OrtException failure)
        {
            throw new RuntimeFailedException(Name, path, failure.Message, failure);
        }
    }

    /// <summary>Does nothing: the library stays loaded for the process, each session frees its own model.</summary>
    public void Dispose()
    {
    }

    private static OrtSession Load(OrtLibrary library, string path, SessionOptions options)
    {
        var session = OrtSessionHandle.Create(library, path, options);
        try
        {
            var signature = OrtSignatureReader.Read(library, session);
            if (signature.Inputs.FirstOrDefault(input => input.Dims.Skip(1).Any(dim => dim < 0)) is { } open)
            {
                throw new OrtException(
                    $"input {open} leaves an axis other than the first open; export the model with that axis fixed.");
            }

            return new OrtSession(path, new OrtRunner(library, session, signature), signature, options);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    private static (OrtLibrary? Library, RuntimeStatus Status) Find()
    {
        var file = OperatingSystem.IsMacOS() ? "libonnxruntime.1.dylib"
            : OperatingSystem.IsWindows() ? "onnxruntime.dll"
            : "libonnxruntime.so.1";
        if (RuntimeDirectory.Find(Path.Combine("onnxruntime", file), out var tried) is not { } path)
        {
            return (null, RuntimeStatus.Missing(tried, RuntimeDirectory.InstallCommand()));
        }

        try
        {
            var library = OrtLibrary.Load(path);
            return (library, RuntimeStatus.Available(library.Version, "Native library, CPU, one thread by default."));
        }
        catch (Exception failure) when (failure is DllNotFoundException or BadImageFormatException
            or EntryPointNotFoundException or OrtException)
        {
            return (null, RuntimeStatus.Missing(
                $"{path} can't be loaded: {failure.Message}", RuntimeDirectory.InstallCommand()));
        }
    }
}
