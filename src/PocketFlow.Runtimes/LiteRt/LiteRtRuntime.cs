using System.ComponentModel;
using System.Text;
using System.Text.Json;

namespace PocketFlow.Runtimes.LiteRt;

/// <summary>
/// Google's TFLite runtime with XNNPACK kernels, as WebAssembly in a Node process that the sessions of one object
/// share. It runs on one thread. Its figures compare models with each other; native LiteRT on a phone differs.
/// </summary>
public sealed class LiteRtRuntime : IModelRuntime
{
    internal const string RuntimeName = "LiteRT";

    private const string WorkerScript = "litert-worker.cjs";

    private readonly Lock _gate = new();
    private readonly Lazy<(LiteRtInstallation? Installation, RuntimeStatus Status)> _found =
        new(LiteRtInstallation.Find);

    private LiteRtWorker? _worker;
    private bool _isDisposed;

    /// <inheritdoc/>
    public string Name => RuntimeName;

    /// <inheritdoc/>
    public string FileExtension => ".tflite";

    /// <inheritdoc/>
    public RuntimeStatus Status => _found.Value.Status;

    /// <summary>Process id of the worker; null until the first model is loaded.</summary>
    internal int? WorkerProcessId => _worker?.ProcessId;

    /// <summary>What the worker says about itself; null until the first model is loaded.</summary>
    internal LiteRtWorkerInfo? WorkerInfo => _worker?.Info;

    /// <inheritdoc/>
    public IModelSession Load(string path, SessionOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        (options ?? new()).ThrowIfInvalid();
        if (_found.Value.Installation is not { } installation)
        {
            throw new RuntimeUnavailableException(Name, Status);
        }

        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"There is no model file at {path}.", path);
        }

        try
        {
            return Load(path, Worker(installation));
        }
        catch (LiteRtWorkerException failure)
        {
            throw new RuntimeFailedException(Name, path, failure.Message, failure);
        }
    }

    /// <summary>Ends the worker; sessions that are still open fail from then on.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _worker?.Dispose();
            _worker = null;
        }
    }

    private LiteRtSession Load(string path, LiteRtWorker worker)
    {
        var answer = worker.Request(LiteRtOperation.Load, [], Encoding.UTF8.GetBytes(Path.GetFullPath(path)));
        var model = JsonSerializer.Deserialize(answer, LiteRtJson.Default.LiteRtModelInfo)!;
        var quantization = TfLiteQuantizationReader.Read(File.ReadAllBytes(path));
        return new LiteRtSession(worker, path, model.Id, new ModelSignature(
            [.. model.Inputs.Select(tensor => Describe(path, tensor, quantization))],
            [.. model.Outputs.Select(tensor => Describe(path, tensor, quantization))]));
    }

    private LiteRtWorker Worker(LiteRtInstallation installation)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (_worker is { IsGone: false })
            {
                return _worker;
            }

            _worker?.Dispose();
            _worker = null;
            try
            {
                var script = Path.Combine(AppContext.BaseDirectory, WorkerScript);
                return _worker = LiteRtWorker.Start(installation.Node, script, installation.Directory);
            }
            catch (Win32Exception failure)
            {
                throw new LiteRtWorkerException($"{installation.Node} can't be started: {failure.Message}", failure);
            }
        }
    }

    private TensorInfo Describe(
        string path, LiteRtTensor tensor, IReadOnlyDictionary<string, TensorQuantization> quantization)
    {
        TensorElementType? type = tensor.Type switch
        {
            1 => TensorElementType.Float32,
            2 => TensorElementType.Int32,
            3 => TensorElementType.UInt8,
            4 => TensorElementType.Int64,
            9 => TensorElementType.Int8,
            _ => null,
        };

        return type is { } known
            ? new TensorInfo(
                tensor.Name, known, tensor.Dims,
                quantization.TryGetValue(tensor.Name, out var map) ? map : null)
            : throw new RuntimeFailedException(
                Name, path, $"tensor '{tensor.Name}' has LiteRT's element type {tensor.Type}; " +
                "sessions carry float32, int32, int64, uint8 and int8.");
    }
}
