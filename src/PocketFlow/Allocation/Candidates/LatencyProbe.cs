using PocketFlow.Formats.Onnx;
using PocketFlow.Formats.TfLite;
using PocketFlow.Graphs;
using PocketFlow.Runtimes;

namespace PocketFlow.Allocation;

/// <summary>
/// Measures the latency of candidates by running their files. Each is timed in turns with the original, and the ratio is
/// applied to the original's first measurement, so that a machine that slows down does not change what candidates seem
/// to take.
/// </summary>
internal sealed class LatencyProbe : IDisposable
{
    private readonly ModelRuntimes _runtimes = new();
    private readonly IModelRuntime _runtime;
    private readonly IModelSession _original;
    private readonly Dictionary<string, double> _known = new(StringComparer.Ordinal);
    private readonly string _folder = Directory.CreateTempSubdirectory("pocketflow-latency").FullName;

    /// <summary>Measures the original.</summary>
    /// <param name="original">The whole model.</param>
    /// <param name="runtime"><c>onnxruntime</c> or <c>litert</c>.</param>
    /// <exception cref="RuntimeUnavailableException">The runtime is not installed.</exception>
    public LatencyProbe(Model original, string runtime)
    {
        _runtime = _runtimes.For(runtime == "litert" ? "model.tflite" : "model.onnx");
        _original = Load(original);
        Original = LatencyBenchmark.Run([new LatencySubject("original", _original)])[0].MedianMilliseconds;
    }

    /// <summary>The original's median, in milliseconds: the scale of all that is measured.</summary>
    /// <value>What was measured first; a study that goes on keeps the scale that it began with.</value>
    public double Original { get; set; }

    /// <summary>The median of a candidate, in milliseconds.</summary>
    /// <param name="key">Equal for candidates of equal shape; each is measured once.</param>
    /// <param name="build">Makes the candidate.</param>
    public double Measure(string key, Func<Model> build)
    {
        if (!_known.TryGetValue(key, out double milliseconds))
        {
            using IModelSession session = Load(build());
            LatencyResult result = LatencyBenchmark.Run(
                [new LatencySubject("original", _original), new LatencySubject("candidate", session)])[1];
            _known[key] = milliseconds = Original / result.SpeedUp;
        }

        return milliseconds;
    }

    public void Dispose()
    {
        _original.Dispose();
        _runtimes.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private IModelSession Load(Model model)
    {
        string path = Path.Combine(_folder, $"model{_runtime.FileExtension}");
        if (_runtime.FileExtension == ".onnx")
        {
            OnnxFormat.Write(model, path);
        }
        else
        {
            TfLiteFormat.Write(model, path, new TfLiteExportOptions());
        }

        return _runtime.Load(path);
    }
}
