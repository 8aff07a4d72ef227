using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace PocketFlow.Testing.TensorFlow;

/// <summary>
/// Models in TensorFlow's formats with what they compute. A script writes the files byte by byte and has PyTorch
/// compute the outputs, so that nothing of it is shared with the reader.
/// </summary>
public abstract class TensorFlowModels : IDisposable
{
    /// <summary>The command that must run for the models to be made.</summary>
    public const string Python = "/usr/bin/python3 -c 'import torch, numpy'";

    private readonly Lazy<string> _folder;

    /// <param name="arguments">What the script is to write, beside the folder.</param>
    protected TensorFlowModels(params string[] arguments) => _folder = new(() => Make(arguments));

    /// <summary>The folder of a model; it is a SavedModel, or holds <c>model.pb</c>.</summary>
    public string Folder(string name) => Path.Combine(_folder.Value, name);

    /// <summary>What is to be given to the reader.</summary>
    public string PathOf(string name) =>
        Path.Combine(Folder(name), "model.pb") is var file && File.Exists(file) ? file : Folder(name);

    /// <summary>An input or output, row-major; images are [N, C, H, W].</summary>
    public float[] Elements(string name, string which) =>
        MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(Folder(name), which + ".f32"))).ToArray();

    /// <summary>The dimensions of an input or output.</summary>
    public long[] Dims(string name, string which) => Array.ConvertAll(
        File.ReadAllText(Path.Combine(Folder(name), which + ".dims")).Split(','),
        d => long.Parse(d, CultureInfo.InvariantCulture));

    public void Dispose()
    {
        if (_folder.IsValueCreated)
        {
            Directory.Delete(_folder.Value, recursive: true);
        }

        GC.SuppressFinalize(this);
    }

    private static string Make(string[] arguments)
    {
        string folder = Directory.CreateTempSubdirectory("pocketflow-").FullName;
        string script = Path.Combine(AppContext.BaseDirectory, "TensorFlow", "make_models.py");
        using Process python = Process.Start("/usr/bin/python3", ["-B", script, folder, .. arguments]);
        python.WaitForExit();
        Assert.Equal(0, python.ExitCode);
        return folder;
    }
}
